import type { Clock } from '../../shared/domain/clock.ts';
import { policyIn, redactText } from '../../shared/redaction/index.ts';
import { readConversation } from '../conversations/conversations.ts';
import { publish } from '../conversations/outcome.ts';
import { writeLine } from '../conversations/reassign.ts';
import type { Language } from '../../shared/language/languages.ts';
import { plainText } from '../intake/well-formed.ts';
import { languageOfConversation } from '../languages/language-of-conversation.ts';
import type { Envelope, FanOut, MessagePolicy, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { ErasedError } from '../store/envelope.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { recordRated } from './ledger.ts';
import { ratingToken, readRatingToken } from './rating-token.ts';

/** For so long a link is good, in milliseconds. */
export const goodFor = 14 * 24 * 3_600_000;

export interface RatingsDeps {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly fanOut: FanOut;
  readonly policy: MessagePolicy;
  /** Where the page is served, as customers reach it: `https://HOST/rate`. */
  readonly base: () => string;
}

/** `unknown`: not a link of ours. `over`: it was good for some time. `rated`: it was used. */
export type RatingState = 'open' | 'rated' | 'over' | 'unknown';

/** What customers say of how it went. A link is good once, for a while, and tells nothing of whose it is. */
export class Ratings {
  readonly #deps: RatingsDeps;

  constructor(deps: RatingsDeps) {
    this.#deps = deps;
  }

  /** For delivery: the link that a message is to end in; null for one that asks nothing. */
  async linkOf(tx: Tx, messageId: string): Promise<string | null> {
    const row = await tx.selectFrom('ratings').select('id').where('id', '=', messageId).executeTakeFirst();
    return row === undefined ? null : `${this.#deps.base()}/${ratingToken(this.#deps.envelope, row.id)}`;
  }

  /** In which the customer is written to; null for a link that is not ours, or whose customer is erased. */
  async languageOf(token: string): Promise<Language | null> {
    const { db, envelope } = this.#deps;
    const id = readRatingToken(envelope, token);
    if (id === null) return null;
    try {
      return await db.transaction().execute(async (tx) => {
        const conversation = await askedIn(tx, id);
        return conversation === null ? null : await languageOfConversation(tx, envelope, conversation);
      });
    } catch (error) {
      if (error instanceof ErasedError) return null;
      throw error;
    }
  }

  /** Looking changes nothing: mail programs look at links too. */
  async look(token: string): Promise<RatingState> {
    const id = readRatingToken(this.#deps.envelope, token);
    return id === null ? 'unknown' : this.#deps.db.transaction().execute((tx) => this.#state(tx, id));
  }

  /**
   * Takes a rating, once.
   * @param comment as typed; what redaction hides is hidden before anything is stored
   * @returns `open` where it was taken
   */
  async rate(token: string, score: number, comment: string): Promise<RatingState> {
    const id = readRatingToken(this.#deps.envelope, token);
    return id === null ? 'unknown' : this.rateMessage(id, score, comment);
  }

  /** For a web chat: of these messages, those that ask how it went, and whether they may still be answered. */
  async statesOf(tx: Tx, messageIds: readonly string[]): Promise<ReadonlyMap<string, 'open' | 'rated'>> {
    if (messageIds.length === 0) return new Map();
    const rows = await tx.selectFrom('ratings').select('id').where('id', 'in', [...messageIds]).execute();
    const states = new Map<string, 'open' | 'rated'>();
    for (const { id } of rows) {
      const state = await this.#state(tx, id);
      if (state === 'open' || state === 'rated') states.set(id, state);
    }
    return states;
  }

  /** The same by the message that asks, for a channel that knows whose it is. */
  async rateMessage(id: string, score: number, comment: string): Promise<RatingState> {
    const { db, fanOut } = this.#deps;
    try {
      const state = await db.transaction().execute((tx) => this.#take(tx, id, score, comment));
      fanOut.wake();
      return state;
    } catch (error) {
      // Nobody is there any more whose it could be.
      if (error instanceof ErasedError) return 'over';
      throw error;
    }
  }

  async #state(tx: Tx, id: string): Promise<RatingState> {
    const row = await tx.selectFrom('ratings').select(['state', 'asked_at']).where('id', '=', id).executeTakeFirst();
    if (row === undefined || row.state === 'passed') return 'unknown';
    if (row.state === 'rated') return 'rated';
    return row.asked_at + goodFor <= this.#deps.clock.now() ? 'over' : 'open';
  }

  async #take(tx: Tx, id: string, score: number, comment: string): Promise<RatingState> {
    const state = await this.#state(tx, id);
    if (state !== 'open') return state;
    const rating = await tx.selectFrom('ratings').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    // Whoever changes the state has used the link: of two at once one has.
    const { numUpdatedRows } = await tx.updateTable('ratings').set({ state: 'rated' }).where('id', '=', id).where('state', '=', 'asked').executeTakeFirst();
    // Counted is the conversation that was resolved; the line stands where the question does.
    const resolved = numUpdatedRows === 0n ? null : await readConversation(tx, rating.conversation_id);
    if (resolved === null) return 'rated';
    await recordRated(tx, this.#deps, resolved, rating.revision, score);
    const conversation = (await askedIn(tx, id)) ?? resolved;
    const policy = policyIn((await this.#deps.policy(tx)).redaction, { channel: conversation.channel, direction: 'in' });
    const { text } = redactText(plainText(comment).replaceAll(/\s+/gu, ' ').trim(), policy);
    const line = text === '' ? `Customer rated this ${score} of 5.` : `Customer rated this ${score} of 5: “${text}”`;
    await publish(tx, this.#deps, conversation, [await writeLine(tx, this.#deps, conversation, { id: null, name: 'Customer' }, line)]);
    return 'open';
  }
}

/** The conversation in which the question is by now: merged into another one, or split off, it went along. */
async function askedIn(tx: Tx, id: string): Promise<ConversationTable | null> {
  const question = await tx.selectFrom('messages').select('conversation_id').where('id', '=', id).executeTakeFirst();
  return question === undefined ? null : readConversation(tx, question.conversation_id);
}
