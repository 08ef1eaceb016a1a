import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { maxComment, Score } from '../../shared/domain/satisfaction.ts';
import { AddressBuckets } from '../gateway/token-bucket.ts';
import { pageIn } from '../../shared/customer-words/words.ts';
import { callerOf } from '../http/networks.ts';
import type { HttpRoute } from '../http/route.ts';
import { acceptedLanguages, languageFor, spokenOf } from '../languages/wanted.ts';
import { pagePolicy, ratingForm, ratingNotice } from './rating-page.ts';
import type { Ratings, RatingState } from './ratings.ts';

export interface RatingRouteDeps {
  readonly ratings: Pick<Ratings, 'look' | 'rate' | 'languageOf'>;
  readonly organisation: string;
  readonly clock: Clock;
}

/** Longest body, in bytes: a comment of signs of four bytes each, percent-encoded, and the score. */
const longestBody = maxComment * 12 + 200;

const Said = z.object({
  score: z.string().regex(/^[1-5]$/).transform(Number).pipe(Score),
  /** The page asks for half as much; line ends count twice on the way. */
  comment: z.string().max(maxComment * 2).default(''),
});

const statuses: Readonly<Record<RatingState, number>> = { open: 200, rated: 200, over: 410, unknown: 404 };

/** The page on which a customer says how it went, under /rate: a form, and thanks. Without a good token there is nothing to see. */
export function createRatingRoute({ ratings, organisation, clock }: RatingRouteDeps): HttpRoute {
  // Of one network many may answer, since companies share an address; nobody guesses a token at this pace.
  const looks = new AddressBuckets({ burst: 60, perSecond: 1 }, clock);
  return {
    prefix: '/rate',
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const accepted = acceptedLanguages(request.headers['accept-language']);
      let spoken = pageIn(languageFor(accepted));
      const send = (status: number, html: string): void => {
        response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': pagePolicy, 'Content-Language': spoken.language });
        response.end(request.method === 'HEAD' ? undefined : html);
      };
      if (!looks.take(callerOf(request.socket.remoteAddress))) return send(429, ratingNotice(spoken, organisation, 'busy'));
      const token = /^\/rate\/([A-Za-z0-9_-]{1,64})$/.exec(URL.parse(request.url ?? '', 'http://hub.invalid')?.pathname ?? '')?.[1];
      if (token === undefined) return send(404, ratingNotice(spoken, organisation, 'unknown'));
      // Whose browser asks for nothing that is spoken here is answered as they were asked.
      if (!accepted.some((tag) => spokenOf(tag) !== null)) spoken = pageIn((await ratings.languageOf(token)) ?? 'en');
      const shown = (state: RatingState, missed: boolean): void => send(statuses[state], state === 'open' ? ratingForm(spoken, organisation, missed) : ratingNotice(spoken, organisation, state));
      if (request.method === 'GET' || request.method === 'HEAD') return shown(await ratings.look(token), false);
      if (request.method !== 'POST') {
        response.writeHead(405, { Allow: 'GET, HEAD, POST' }).end();
        return;
      }
      const said = await readForm(request);
      if (said === null) return shown(await ratings.look(token), true);
      const state = await ratings.rate(token, said.score, said.comment);
      return state === 'open' ? send(200, ratingNotice(spoken, organisation, 'rated')) : shown(state, false);
    },
  };
}

/** A form as browsers send it; null for anything else. */
async function readForm(request: IncomingMessage): Promise<z.output<typeof Said> | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return null;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > longestBody) return null;
    pieces.push(piece);
  }
  const form = new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
  const said = Said.safeParse({ score: form.get('score') ?? undefined, comment: form.get('comment') ?? undefined });
  return said.success ? said.data : null;
}
