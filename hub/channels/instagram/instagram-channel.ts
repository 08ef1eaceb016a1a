import { z } from 'zod';
import type { Clock } from '../../../shared/domain/clock.ts';
import { longestReply } from '../../../shared/domain/channel-format.ts';
import { replyStanding, replyUntilAfter, replyWindows } from '../../../shared/domain/reply-window.ts';
import type { CheckedPoint, MessagePart, OutgoingFile, OutgoingMessage, SendOutcome } from '../channel.ts';
import { AccountWatch, problemOf } from '../meta/account-watch.ts';
import { fetchMedia, mediaHosts } from '../meta/fetch-media.ts';
import type { MediaSource } from '../meta/fetched-file.ts';
import { type GraphAnswer, GraphApi, part } from '../meta/graph-api.ts';
import { Pace } from '../meta/pace.ts';
import type { WebhookChannel } from '../meta/webhook-channel.ts';
import { WebhookEnd } from '../meta/webhook-end.ts';
import { failures } from '../meta/words.ts';
import type { InstagramSettings } from '../settings.ts';
import { sendersOf, splitInstagram } from './items.ts';
import { ProfileNames } from './profile-names.ts';

export interface InstagramChannelDeps {
  readonly channelId: string;
  readonly settings: InstagramSettings;
  readonly clock: Clock;
  /** Keeps settings whose token was made anew. */
  readonly keep: (settings: InstagramSettings) => Promise<void>;
  /** Where the provider fetches a file of a message, once and soon; null where the hub has no public address. */
  readonly link: (messageId: string, file: OutgoingFile) => Promise<string | null>;
}

export interface InstagramChannel extends WebhookChannel {
  readonly media: MediaSource;
  /** What Instagram calls somebody who has written; null where it does not say, or not soon. */
  readonly nameOf: (id: string) => Promise<string | null>;
}

/** Longest text of one message, in UTF-16 code units: the provider counts characters, which are never more. */
const maxText = longestReply.instagram;
/** A token lives for 60 days and can be made anew once it is a day old; it is, each week. */
const refreshAfter = 7 * 24 * 3_600_000;
const settlesWithinMs = 30_000;
const mediaDomains = ['lookaside.fbsbx.com', 'fbcdn.net', 'cdninstagram.com'];

const Sent = z.object({ message_id: z.string().min(1).max(1_000) });
const Refreshed = z.object({ access_token: z.string().min(8).max(2_000), expires_in: z.number().int().min(1).max(400 * 24 * 3_600) });
const Subscribed = z.object({ data: z.array(z.object({ subscribed_fields: z.array(z.string()).default([]) })) });

/** A professional account on Instagram: webhooks in, the Graph API out. */
export function createInstagramChannel({ channelId, settings: given, clock, keep, link }: InstagramChannelDeps): InstagramChannel {
  let settings = given;
  const apiWith = ({ apiBase, version, accessToken }: InstagramSettings) => new GraphApi({ base: apiBase, version, token: accessToken });
  let api = apiWith(settings);
  const pace = new Pace(clock, { perSecond: 80, perCustomerMs: 0 });
  const mayAsk = mediaHosts(settings.apiBase, mediaDomains);
  const account = () => api.get(part(settings.accountId), { fields: 'user_id' });

  /** Makes the token anew when it is time. @returns when it ends; undefined where that is not known. */
  const tokenEnd = async (): Promise<number | null | undefined> => {
    const { token } = settings;
    if (token !== null && token.refreshedAt + refreshAfter > clock.now()) return token.expiresAt;
    const answer = await api.get('refresh_access_token', { grant_type: 'ig_refresh_token', access_token: settings.accessToken });
    const read = answer.kind === 'done' ? Refreshed.safeParse(answer.value).data : undefined;
    if (read === undefined || end.stopped) return token?.expiresAt;
    const now = clock.now();
    const renewed = { ...settings, accessToken: read.access_token, token: { refreshedAt: now, expiresAt: now + read.expires_in * 1000 } };
    await keep(renewed);
    settings = renewed;
    api = apiWith(renewed);
    return renewed.token.expiresAt;
  };
  const watch = new AccountWatch({ provider: 'Instagram', clock, account, tokenEnd });
  const end = new WebhookEnd(channelId, clock, watch);
  const names = new ProfileNames({ clock, ask: (path, query) => api.get(path, query), refused: () => watch.refused() });

  const send = async (message: OutgoingMessage): Promise<SendOutcome> => {
    const problem = problemWith(message, clock.now());
    if (problem !== null) return { kind: 'failed', reason: problem };
    const forMs = pace.turn(message.to);
    if (forMs > 0) return { kind: 'wait', forMs };
    const [file] = message.files;
    const url = file === undefined ? null : await link(message.messageId, file);
    if (file !== undefined && url === null) return { kind: 'failed', reason: failures.noAddress };
    const late = message.newestInbound !== null && standing(message.newestInbound.at, clock.now()) === 'person';
    const answer = await api.post(`${part(settings.accountId)}/messages`, {
      recipient: { id: message.to },
      message: url === null ? { text: message.text } : { attachment: { type: 'image', payload: { url } } },
      // Every reply here is written by a person, which is what the longer window is for.
      ...(late ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : { messaging_type: 'RESPONSE' }),
    });
    switch (answer.kind) {
      case 'done': {
        end.sent();
        const id = Sent.safeParse(answer.value).data?.message_id;
        return { kind: 'sent', ...(id === undefined ? {} : { remoteId: id }) };
      }
      case 'refused':
        return refused(answer);
      case 'unreachable':
        return { kind: 'later', reason: failures.notReached };
      case 'no-answer':
        // It may have gone out: its echo is waited for before it is tried again.
        return { kind: 'later', reason: failures.notReached, afterMs: settlesWithinMs };
      default:
        return answer satisfies never;
    }
  };

  const refused = ({ code, status }: Extract<GraphAnswer, { kind: 'refused' }>): SendOutcome => {
    if (code === 190 || code === 10 || code === 200 || code === 0) {
      // 10 is also what a reply after the window gets, which is looked at before.
      watch.refused();
      return { kind: 'later', reason: failures.signIn };
    }
    if (status === 429 || status >= 500 || [1, 2, 4, 17, 32, 613].includes(code)) return { kind: 'later', reason: failures.busy, afterMs: status >= 500 ? settlesWithinMs : 10_000 };
    return { kind: 'failed', reason: code === 551 ? 'Instagram could not deliver it: this person takes no messages from the company now.' : failures.byCode('Instagram', code) };
  };

  return {
    channelId,
    kind: 'instagram',
    account: settings.accountId,
    appSecret: settings.appSecret,
    verifyToken: settings.verifyToken,
    capabilities: { subjects: false, html: false, maxText, reports: ['sent', 'read', 'failed'], settlesWithinMs },
    // Webhooks name the file's own address, which needs no token.
    media: { fetch: ({ id, sha256 }) => fetchMedia({ url: id, token: null, sha256, mayAsk }) },
    receive: async (into) => end.receive(into),
    split: splitInstagram,
    nameOf: (id) => names.nameOf(id),
    async take(items) {
      await end.take(items);
      for (const id of sendersOf(items)) if (id !== settings.accountId) names.expect(id);
    },
    parts: partsOf,
    send,
    // Read receipts and echoes come by webhook, through intake.
    status: () => undefined,
    health: () => end.health(),
    async test() {
      const [own, hooks] = await Promise.all([account(), api.get(`${part(settings.accountId)}/subscribed_apps`)]);
      const problem = problemOf(own, 'Instagram');
      const fields = hooks.kind === 'done' ? Subscribed.safeParse(hooks.value).data?.data.flatMap(({ subscribed_fields }) => subscribed_fields) : undefined;
      return [problem === null ? { ok: true, words: 'The access token is valid, and the account can be reached.' } : { ok: false, words: problem }, hooksPoint(fields)];
    },
    stop: async () => end.stop(),
  };
}

/** Words and files never share a message there. */
function partsOf({ text, files }: OutgoingMessage): readonly MessagePart[] {
  return files.length === 0 ? [] : [{ text, marked: null, files: [] }, ...files.map((file) => ({ text: '', marked: null, files: [file] }))];
}

/** A sentence for the author; null when it may be tried. It is never cut or split: the author says what goes into which message. */
function problemWith({ text, newestInbound }: OutgoingMessage, now: number): string | null {
  if (text.length > maxText) return failures.tooLong(maxText);
  if (newestInbound === null) return failures.neverWrote;
  return standing(newestInbound.at, now) === 'over' ? failures.windowInstagram : null;
}

const standing = (inboundAt: number, now: number) => replyStanding('instagram', replyUntilAfter(replyWindows.instagram, inboundAt), now).kind;

function hooksPoint(fields: readonly string[] | undefined): CheckedPoint {
  if (fields === undefined) return { ok: false, words: 'Instagram did not say whether the app gets the account’s messages.' };
  return fields.includes('messages') ? { ok: true, words: 'The app gets the account’s messages.' } : { ok: false, words: 'The app does not get the account’s messages: subscribe the account to the field “messages”.' };
}
