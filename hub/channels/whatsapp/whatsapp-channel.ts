import { z } from 'zod';
import type { Clock } from '../../../shared/domain/clock.ts';
import { longestReply } from '../../../shared/domain/channel-format.ts';
import type { Template } from '../../../shared/domain/template.ts';
import { replyStanding, replyUntilAfter, replyWindows } from '../../../shared/domain/reply-window.ts';
import { whatsappReading } from '../../../shared/marks/whatsapp-reading.ts';
import type { CheckedPoint, MessagePart, OutgoingMessage, SendOutcome } from '../channel.ts';
import { AccountWatch, problemOf } from '../meta/account-watch.ts';
import { fetchMedia, mediaHosts } from '../meta/fetch-media.ts';
import type { MediaSource } from '../meta/fetched-file.ts';
import { GraphApi, part } from '../meta/graph-api.ts';
import { ourName } from '../meta/our-id.ts';
import { Pace } from '../meta/pace.ts';
import type { WebhookChannel } from '../meta/webhook-channel.ts';
import { WebhookEnd } from '../meta/webhook-end.ts';
import { failures } from '../meta/words.ts';
import type { WhatsAppSettings } from '../settings.ts';
import { isHeld, outcomeOf } from './failure-words.ts';
import { readTemplates, type TemplatePage } from './read-templates.ts';
import { sentTemplate } from './sent-template.ts';
import { mediaContent, type UploadedMedia, uploadMedia } from './sent-media.ts';
import { splitWhatsApp } from './items.ts';

export interface WhatsAppChannelDeps {
  readonly channelId: string;
  readonly settings: WhatsAppSettings;
  readonly clock: Clock;
}

export interface WhatsAppChannel extends WebhookChannel {
  readonly media: MediaSource;
  /** All that are approved, from every page; null when WhatsApp did not say. */
  templates(): Promise<Pick<TemplatePage, 'templates' | 'others'> | null>;
}

const maxText = longestReply.whatsapp;
/** The same of the words beneath a file. */
const maxCaption = 1_024;
/** How long a status takes at most, when nothing is wrong, to tell that a message was taken whose answer was lost. */
const settlesWithinMs = 30_000;
/** Where the provider keeps what customers send. */
const mediaDomains = ['lookaside.fbsbx.com', 'fbcdn.net', 'whatsapp.net'];

const Sent = z.object({ messages: z.array(z.object({ id: z.string().min(1).max(500) })).min(1) });
const MediaAddress = z.object({ url: z.string().max(5_000), sha256: z.string().max(200).optional() });
const DebugToken = z.object({ data: z.object({ is_valid: z.boolean(), expires_at: z.number().int().min(0).default(0) }) });
const Subscribed = z.object({ data: z.array(z.unknown()) });
/** Most pages of templates that are read: an account has 6,000 at most. */
const mostPages = 100;

/** A number of the WhatsApp Cloud API: webhooks in, the Graph API out. */
export function createWhatsAppChannel({ channelId, settings, clock }: WhatsAppChannelDeps): WhatsAppChannel {
  const api = new GraphApi({ base: settings.apiBase, version: settings.version, token: settings.accessToken });
  const pace = new Pace(clock, { perSecond: 80, perCustomerMs: 6_000 });
  const mayAsk = mediaHosts(settings.apiBase, mediaDomains);
  const account = () => api.get(settings.phoneNumberId, { fields: 'id' });
  const debugToken = () => api.get('debug_token', { input_token: settings.accessToken });
  const watch = new AccountWatch({ provider: 'WhatsApp', clock, account, tokenEnd: async () => tokenEnd(await debugToken()) });
  const end = new WebhookEnd(channelId, clock, watch);

  const send = async (plain: OutgoingMessage): Promise<SendOutcome> => {
    const message = { ...plain, text: bodyOf(plain) };
    const problem = problemWith(message, clock.now());
    if (problem !== null) return { kind: 'failed', reason: problem };
    const forMs = pace.turn(message.to);
    if (forMs > 0) return { kind: 'wait', forMs };
    // The words answer; what follows them need not say so again.
    const answered = message.part === null || message.part === 0 ? (message.newestInbound?.remoteId ?? null) : null;
    const [file] = message.files;
    const uploaded = file === undefined ? null : await uploadMedia(api, settings.phoneNumberId, file);
    // No message has named it: nothing has gone out, and it can be tried again at once.
    if (uploaded !== null && uploaded.kind !== 'uploaded') {
      if (uploaded.kind === 'refused' && isHeld(uploaded.code)) watch.refused();
      return notUploaded(uploaded);
    }
    const content = file === undefined || uploaded === null ? { type: 'text', text: { body: message.text, preview_url: false } } : mediaContent(file, uploaded.id, message.text);
    const answer = await api.post(`${settings.phoneNumberId}/messages`, {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...addressee(message.to),
      ...(message.template === null ? content : { type: 'template', template: sentTemplate(message.template, file === undefined || uploaded === null ? null : mediaContent(file, uploaded.id, '')) }),
      ...(answered === null || message.template !== null ? {} : { context: { message_id: answered } }),
      // Comes back with every status: what is known of a message whose answer never came.
      biz_opaque_callback_data: ourName(message.messageId, message.part),
    });
    switch (answer.kind) {
      case 'done':
        end.sent();
        return { kind: 'sent', ...remoteIdIn(answer.value) };
      case 'refused':
        if (isHeld(answer.code)) watch.refused();
        return heldBack(outcomeOf(answer.code), answer.status);
      case 'unreachable':
        return { kind: 'later', reason: failures.notReached };
      case 'no-answer':
        // It may have gone out: its status is waited for before it is tried again.
        return { kind: 'later', reason: failures.notReached, afterMs: settlesWithinMs };
      default:
        return answer satisfies never;
    }
  };

  return {
    channelId,
    kind: 'whatsapp',
    account: settings.phoneNumberId,
    appSecret: settings.appSecret,
    verifyToken: settings.verifyToken,
    capabilities: { subjects: false, html: false, maxText, reports: ['sent', 'delivered', 'read', 'failed'], settlesWithinMs },
    media: {
      async fetch({ id, sha256 }) {
        const told = await api.get(part(id));
        const address = told.kind === 'done' ? MediaAddress.safeParse(told.value).data : undefined;
        return address === undefined ? { kind: 'not-there' } : fetchMedia({ url: address.url, token: settings.accessToken, sha256: sha256 ?? address.sha256 ?? null, mayAsk });
      },
    },
    receive: async (into) => end.receive(into),
    split: splitWhatsApp,
    take: (items) => end.take(items),
    parts: partsOf,
    send,
    // Statuses come by webhook, through intake.
    status: () => undefined,
    health: () => end.health(),
    async test() {
      const [token, number, hooks] = await Promise.all([debugToken(), account(), api.get(`${settings.businessAccountId}/subscribed_apps`)]);
      return [tokenPoint(tokenEnd(token), clock.now()), numberPoint(problemOf(number, 'WhatsApp')), hooksPoint(hooks.kind === 'done' ? (Subscribed.safeParse(hooks.value).data?.data.length ?? 0) : null)];
    },
    async templates() {
      const templates: Template[] = [];
      let others = 0;
      let after: string | null = null;
      for (let page = 0; page < mostPages; page += 1) {
        const answer = await api.get(`${settings.businessAccountId}/message_templates`, { status: 'APPROVED', limit: '100', fields: 'name,language,category,status,components,parameter_format', ...(after === null ? {} : { after }) });
        const read = answer.kind === 'done' ? readTemplates(answer.value) : null;
        if (read === null) return null;
        templates.push(...read.templates);
        others += read.others;
        after = read.after;
        if (after === null) break;
      }
      return { templates, others };
    },
    stop: async () => end.stop(),
  };
}

/** One file goes with the text as its caption, where that has room; otherwise the text goes first, and each file after it in a message of its own. */
function partsOf(message: OutgoingMessage): readonly MessagePart[] {
  const { text, marked, files, template } = message;
  if (files.length === 0 || template !== null || (files.length === 1 && bodyOf(message).length <= maxCaption)) return [];
  return [{ text, marked, files: [] }, ...files.map((file) => ({ text: '', marked: null, files: [file] }))];
}

/** The words as they go out; what was approved beforehand goes by its name. */
const bodyOf = (message: Pick<OutgoingMessage, 'text' | 'marked' | 'template'>): string => (message.template === null ? whatsappReading(message) : message.text);

/** A failure of the provider's own may come after it has taken the message: its status is waited for. */
function heldBack(outcome: SendOutcome, status: number): SendOutcome {
  return outcome.kind === 'later' && status >= 500 ? { ...outcome, afterMs: settlesWithinMs } : outcome;
}

function notUploaded(answer: Exclude<UploadedMedia, { kind: 'uploaded' }>): SendOutcome {
  return answer.kind === 'refused' ? outcomeOf(answer.code) : { kind: 'later', reason: failures.notReached };
}

/** A sentence for the author; null when it may be tried. */
function problemWith({ text, newestInbound, template }: OutgoingMessage, now: number): string | null {
  // What was approved beforehand may go at any time, also as the first word.
  if (template !== null) return null;
  if (text.length > maxText) return failures.tooLong(maxText);
  if (newestInbound === null) return failures.neverWrote;
  return replyStanding('whatsapp', replyUntilAfter(replyWindows.whatsapp, newestInbound.at), now).kind === 'over' ? failures.windowWhatsApp : null;
}

/** Numbers are digits; the ids that belong to a business begin with a country's letters. */
function addressee(to: string): Readonly<Record<string, string>> {
  return /^\d+$/.test(to) ? { to } : { recipient: to };
}

/** Taken without a name: the status will bring it. */
function remoteIdIn(value: unknown): { readonly remoteId?: string } {
  const id = Sent.safeParse(value).data?.messages[0]?.id;
  return id === undefined ? {} : { remoteId: id };
}

function tokenEnd(answer: Awaited<ReturnType<GraphApi['get']>>): number | null | undefined {
  const read = answer.kind === 'done' ? DebugToken.safeParse(answer.value).data?.data : undefined;
  if (read === undefined) return undefined;
  if (!read.is_valid) return 0;
  return read.expires_at === 0 ? null : read.expires_at * 1000;
}

function tokenPoint(end: number | null | undefined, now: number): CheckedPoint {
  if (end === undefined) return { ok: false, words: 'WhatsApp did not say whether the access token is valid.' };
  if (end === null) return { ok: true, words: 'The access token is valid and has no end.' };
  return end <= now ? { ok: false, words: 'The access token is not valid any more.' } : { ok: true, words: `The access token is valid until ${new Date(end).toISOString().slice(0, 10)}.` };
}

function numberPoint(problem: string | null): CheckedPoint {
  return problem === null ? { ok: true, words: 'The phone number can be reached.' } : { ok: false, words: problem };
}

function hooksPoint(apps: number | null): CheckedPoint {
  if (apps === null) return { ok: false, words: 'WhatsApp did not say whether an app gets the account’s messages.' };
  return apps > 0 ? { ok: true, words: 'An app gets the account’s messages.' } : { ok: false, words: 'No app gets the account’s messages: subscribe the app to the WhatsApp Business Account.' };
}
