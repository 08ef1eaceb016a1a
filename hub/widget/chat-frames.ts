import type { Formatted } from '../../shared/marks/shown-formatted.ts';

/**
 * What the chat page and the hub say to each other over the WebSocket, each frame one JSON text
 * message. Types only: the page carries no schema library; the hub checks what comes from the page
 * (hub/channels/webchat/page-frames.ts).
 */

/** Longest message of a customer, in bytes of UTF-8. */
export const maxChatBytes = 64 * 1024;

export interface ChatLine {
  readonly id: string;
  /** The id that the page gave it; null for what the shop wrote. */
  readonly clientId: string | null;
  readonly from: 'customer' | 'shop';
  readonly name: string;
  /** Redacted, as the shop's people see it. */
  readonly text: string;
  /** The same with its formatting; absent where it has none. */
  readonly formatted?: Formatted;
  readonly at: number;
  readonly files: readonly ChatFile[];
  /** It asks how it went: whether that can be answered, or was. */
  readonly rating?: 'open' | 'rated';
}

/** Longest comment to a rating, in UTF-16 code units. */
export const maxRatingComment = 1_000;

/** A file of a line. `id`: under which the customer can have it, of the shop's files alone; null where there is nothing to be had. */
export interface ChatFile {
  readonly id: string | null;
  readonly name: string;
  readonly size: number;
  /** A picture of the shop's that the page shows. */
  readonly picture: boolean;
}

/** Largest file of a customer, and the pieces in which it comes, in bytes. */
export const maxFileBytes = 10 * 1024 * 1024;
export const fileChunk = 128 * 1024;

/** Whether somebody is there to answer. */
export interface Presence {
  readonly here: boolean;
  /** When the shop opens again, in Unix milliseconds; null where that is not known. */
  readonly opensAt: number | null;
  /** Whether an e-mail address and a message can be left meanwhile. */
  readonly form: boolean;
}

/** Longest message that can be left, in UTF-16 code units, and longest address (RFC 5321 section 4.5.3.1.3). */
export const maxLeftText = 10_000;
export const maxAddressLength = 254;

/** Work for a page while many conversations begin, and what came of it: altcha-lib's challenge and solution. */
export interface WorkChallenge {
  readonly parameters: { readonly algorithm: string; readonly nonce: string; readonly salt: string; readonly cost: number; readonly keyLength: number; readonly keyPrefix: string; readonly keySignature: string };
  readonly signature: string;
}
export interface WorkSolution {
  readonly counter: number;
  readonly derivedKey: string;
}

export type FromPage =
  /**
   * First of all. `token` from the last visit; null for the first. `identity`: what the shop's server has signed of the
   * customer; null where it has not, or a session of theirs stands, which `token` takes up.
   */
  | { readonly t: 'hello'; readonly token: string | null; readonly channel: string | null; readonly identity?: string | null }
  /** The customer has logged out of the shop: the session's token is worth nothing from here on. */
  | { readonly t: 'bye' }
  /** `id`: random, the same when the page says it again after a lost connection. */
  | { readonly t: 'say'; readonly id: string; readonly text: string }
  /** Left while nobody is there, to be answered by e-mail. */
  | { readonly t: 'leave'; readonly id: string; readonly email: string; readonly text: string }
  | { readonly t: 'worked'; readonly solution: WorkSolution }
  /** The customer types; said every few seconds, and never what. */
  | { readonly t: 'typing' }
  /** A file follows: binary frames of at most `fileChunk` bytes, until `size` of them have come. One at a time. */
  | { readonly t: 'file'; readonly id: string; readonly name: string; readonly size: number }
  | { readonly t: 'file-cancel'; readonly id: string }
  /** The customer wants a file of the shop's. */
  | { readonly t: 'file-open'; readonly id: string }
  /** How it went, from 1, bad, to 5, very good: the answer to a line that asks. */
  | { readonly t: 'rate'; readonly id: string; readonly score: number; readonly comment: string }
  /** What the shop wrote is on the page, or was in front of the customer. */
  | { readonly t: 'got'; readonly ids: readonly string[] }
  | { readonly t: 'seen'; readonly ids: readonly string[] };

export type FromHub =
  | { readonly t: 'ready'; readonly token: string; readonly title: string; readonly greeting: string; readonly known: { readonly name: string | null } | null; readonly presence: Presence; readonly lines: readonly ChatLine[] }
  /** The hub does not take the shop's word for the customer; the page may say hello again. `late`: it was good once. */
  | { readonly t: 'not-known'; readonly why: 'late' | 'refused' }
  /** It is on the hub's disk. */
  | { readonly t: 'taken'; readonly id: string }
  /** First this, then what was said is to be said again: it was not taken. */
  | { readonly t: 'work'; readonly challenge: WorkChallenge }
  /** The work is done: what was said can be said again. */
  | { readonly t: 'go-on' }
  /** So many bytes of the file have come. */
  | { readonly t: 'file-at'; readonly id: string; readonly bytes: number }
  /** Opens `file/TICKET` beside the page once, soon; null: there is no such file. */
  | { readonly t: 'file-ticket'; readonly id: string; readonly ticket: string | null }
  | { readonly t: 'left'; readonly id: string }
  | { readonly t: 'presence'; readonly presence: Presence }
  | { readonly t: 'refused'; readonly id: string; readonly message: string }
  /** Somebody of the shop types at this moment. */
  | { readonly t: 'typing' }
  /** New or changed lines. */
  | { readonly t: 'lines'; readonly lines: readonly ChatLine[] }
  /** The hub could not make sense of a frame; it goes on listening. */
  | { readonly t: 'error'; readonly message: string };
