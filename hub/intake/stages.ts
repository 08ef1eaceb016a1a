import { z } from 'zod';
import type { HiddenCount } from '../../shared/domain/attachment.ts';
import type { Looked } from '../conversations/attachments.ts';
import type { Attachment, Finding, Risk } from '../../shared/domain/conversation.ts';

/** What the stages of intake hand to one another, in this order. */

/** Out of the spool: what a channel took in. */
export interface Received {
  readonly spoolId: string;
  readonly channelId: string;
  readonly raw: Uint8Array;
  readonly receivedAt: number;
  /** How often it has been tried before. */
  readonly attempts: number;
}

const Verdict = z.enum(['pass', 'fail', 'neutral', 'none', 'temperror']);
export type Verdict = z.infer<typeof Verdict>;

/** authenticate: who vouches for the sender. Kept with the message. */
export const Authentication = z.object({
  /** This hub's own check of the signatures (RFC 6376). */
  dkim: Verdict,
  /** RFC 7489, from this hub's own check; SPF takes part only through `upstream`. */
  dmarc: Verdict,
  /** The domain that a passing signature speaks for, where it is the sender's own. */
  alignedDomain: z.string().max(253).nullable(),
  /** What the company's own mail server wrote on top (RFC 8601); null when there is none to be believed. */
  upstream: z.object({ spf: Verdict, dkim: Verdict, dmarc: Verdict }).nullable(),
});
export type Authentication = z.infer<typeof Authentication>;

/** A file that came along, as far as it was read. */
export interface ReceivedFile extends Attachment {
  readonly contents:
    | {
        readonly state: 'read';
        readonly bytes: Uint8Array;
        /** It is text, and what the policy hides is no longer in it. */
        readonly redacted: boolean;
        /** What a document was found to hold when it was looked into; absent where that was not done, or not to its end and nothing was found. */
        readonly looked?: Looked;
        /** What was hidden in it, or found. */
        readonly hidden?: readonly HiddenCount[];
      }
    | { readonly state: 'too-large' }
    /** Something was found that is destroyed: nothing of the file is kept. */
    | { readonly state: 'held'; readonly hidden: readonly HiddenCount[] }
    /** It stands for others, and is no file of its own. */
    | null;
  /** What was destroyed in its name and, of a text, in what it says. */
  readonly destroyed?: { readonly name: readonly DestroyedElsewhere[]; readonly text: readonly DestroyedElsewhere[] };
}

/** normalise: the channel's format is gone, from here on a mail and a chat message look alike. Still hostile. */
export interface Normalised {
  /** Where an answer goes; null when the message does not say. */
  readonly identity: {
    readonly kind: 'email' | 'webchat' | 'whatsapp' | 'instagram';
    readonly value: string;
    /** A phone number that the channel names beside it, digits only; not what the customer is known by. */
    readonly phone?: string;
    /** Of web chat: the shop's own server has named the customer. */
    readonly vouched?: boolean;
    /** Of web chat: the customer's e-mail address in lower case, which the shop says it has verified. */
    readonly email?: string;
  } | null;
  /** By e-mail: it names nobody else as its author, in whatever way it is read. */
  readonly sole?: boolean;
  readonly authorName: string;
  /** The channel itself calls them so, and says it with each message: the customer's name follows it. */
  readonly named?: boolean;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly sentAt: number;
  readonly attachments: readonly ReceivedFile[];
  readonly messageId: string | null;
  /** What it answers: In-Reply-To first, then References from the newest to the oldest. */
  readonly answers: readonly string[];
  /** By e-mail: reply tokens of the addresses it was sent to; genuine or not only the hub's key tells. */
  readonly tokens?: readonly string[];
  readonly automatic: boolean;
  readonly replyTo: string | null;
  /** By e-mail: to whom else it went, as addresses in lower case. */
  readonly others?: readonly string[];
  /** A delivery report on a message of ours (RFC 3464). */
  readonly bounce: { readonly messageId: string; readonly permanent: boolean } | null;
  /** The original could not be shown whole, and is kept in quarantine. */
  readonly cut: 'unreadable' | 'too-large' | null;
}

/** A finding as the hub keeps it, in what is sealed under the customer's key: with what stood there, where it may be revealed. */
export type KeptFinding = Finding & { readonly value?: string };

/** What a destroyed finding of a text stood for. In memory only, until it is sealed for the while in which a mistake can be put right. */
export interface Destroyed {
  /** The finding's name, as `recoverable.id`. */
  readonly id: string;
  readonly type: string;
  readonly value: string;
}

/** The same outside of a message's text: where its mask stands, in UTF-16 code units. */
export interface DestroyedElsewhere extends Destroyed {
  readonly mask: string;
  readonly start: number;
}

/** redact: nothing in it but the values of its findings may be withheld from an agent any more. */
export interface Redacted extends Normalised {
  readonly findings: readonly KeptFinding[];
  readonly destroyed: readonly Destroyed[];
  readonly destroyedInHead: { readonly subject: readonly DestroyedElsewhere[]; readonly author: readonly DestroyedElsewhere[] };
}

/**
 * What a channel tells of messages that were stored before, and of who the customer is. It has no place of its own in a
 * conversation; it comes twice, late and in any order.
 */
export type ChannelNews =
  /** `messageId`: ours, where the channel gives it back; `part`: of it, where it went out as several. */
  | { readonly news: 'status'; readonly messageId: string | null; readonly part?: number; readonly remoteId: string; readonly status: 'sent' | 'delivered' | 'read' | 'failed'; readonly failure: string | null }
  /** Its author took a message back. */
  | { readonly news: 'removed'; readonly remoteId: string; readonly by: 'customer' | 'company' }
  /** The customer goes by another id from now on. */
  | { readonly news: 'renamed'; readonly kind: 'whatsapp' | 'instagram'; readonly from: string; readonly to: string }
  /** A message of the company: one that the hub has sent, or that somebody wrote in another program. Already redacted. */
  | { readonly news: 'echo'; readonly remoteId: string; readonly identity: NonNullable<Normalised['identity']>; readonly text: string; readonly sentAt: number; /** It carries a file, and no words. */ readonly file: boolean };

/** Other words in the place of a message's, by who wrote it. It comes twice, late and in any order. */
export interface Edit {
  readonly remoteId: string;
  readonly by: 'customer' | 'company';
  /** Which of the message's changes it is: the highest is the newest. */
  readonly order: number;
  /** As it reads now, by itself; `messageId` and files are those of the message that is changed. */
  readonly message: Redacted;
}

/** What became of reading an entry of the spool. */
export type ReadEntry =
  | { readonly kind: 'edit'; readonly edit: Edit }
  | { readonly kind: 'message'; readonly authentication: Authentication | null; readonly message: Redacted }
  | { readonly kind: 'news'; readonly news: ChannelNews }
  /** It came from the channel, and there is nobody it could be shown as a message of: it is kept. */
  | { readonly kind: 'set-aside' };

/** assess */
export interface Assessed extends Redacted {
  readonly risk: Risk;
}
