import type { ChannelHealth } from '../../shared/contract/console/channels.ts';
import type { Channel } from '../../shared/domain/conversation.ts';

/** A message as a channel handed it over, before anything has looked inside. */
export interface RawMessage {
  /** What tells this message from every other of the channel: the same when the channel hands it over twice. */
  readonly source: string;
  readonly body: Uint8Array;
  /** When the channel took it, milliseconds since 1970. */
  readonly receivedAt: number;
}

/** Where a channel puts what it takes in. */
export interface Receiver {
  /**
   * Returns once the message is on disk: only then may the channel tell its sender that it has arrived.
   * The same source a second time changes nothing.
   */
  take(channelId: string, message: RawMessage): Promise<'taken' | 'known'>;
  /** The same for several that came in one body: all of them are on disk, or none. */
  takeAll(channelId: string, messages: readonly RawMessage[]): Promise<void>;
}

/** An approved message with what stands in its variables. */
export interface OutgoingTemplate {
  readonly name: string;
  readonly language: string;
  readonly values: readonly { readonly part: 'header' | 'body' | 'button'; readonly name: string; readonly button: number | null; readonly value: string }[];
}

/** A file of a reply. */
export interface OutgoingFile {
  readonly id: string;
  /** Clean: one part of a path, without controls. */
  readonly name: string;
  /** As its bytes tell. */
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  /** From the beginning, each time it is called. @throws OpenError where it is damaged */
  read(): AsyncIterable<Uint8Array>;
}

/** One reply on its way out. Already checked, redacted and stored. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly conversationId: string;
  /** How it reads without formatting. */
  readonly text: string;
  /** What its author wrote with marks (shared/marks), for a channel that has formatting; null for what is plain. `text` begins with its reading. */
  readonly marked: string | null;
  readonly subject: string;
  readonly agentName: string;
  /** Nobody wrote it: the channel marks it so where it can (RFC 3834). */
  readonly automatic: boolean;
  readonly sentAt: number;
  /** Where it goes: the customer's address on this channel. */
  readonly to: string;
  /** The Message-ID given to it, and those it answers, oldest first; empty where the channel has none. */
  readonly remoteId: string | null;
  readonly answers: readonly string[];
  /** What is answered to it belongs to its conversation; not so of what is forwarded to others. */
  readonly joins: boolean;
  /** By e-mail: who gets it besides. */
  readonly copies: readonly { readonly way: 'cc' | 'bcc'; readonly address: string }[];
  /** Of a message that goes out as several of the channel's: which of them this is, from 0, with its own text and files; null for one that is one. */
  readonly part: number | null;
  /** No more, and of no other kinds, than `fileTerms` has for the channel. */
  readonly files: readonly OutgoingFile[];
  /** The approved message in whose place `text` is kept; null for what was written freely. */
  readonly template: OutgoingTemplate | null;
  /** The customer's newest message: its id on the channel, and when it was written, milliseconds since 1970; null where there is none. */
  readonly newestInbound: { readonly remoteId: string | null; readonly at: number } | null;
}

/** One of the channel's own messages, of several that one goes out as. `text` may be empty where there is a file. */
export type MessagePart = Pick<OutgoingMessage, 'text' | 'marked' | 'files'>;

/** What became of one attempt to send. Every sentence is ours: a remote server's words may quote an address. */
export type SendOutcome =
  /** `remoteId`: what the far side calls the message, where it gives the name itself. */
  | { readonly kind: 'sent'; readonly remoteId?: string }
  /** Worth trying again: after `afterMs`, or when it is usual. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs?: number }
  /** Nothing was tried: the far side takes only so many messages in a time. Does not count as an attempt. */
  | { readonly kind: 'wait'; readonly forMs: number }
  /** Will never work. */
  | { readonly kind: 'failed'; readonly reason: string };

/** News of a message sent earlier. */
export interface StatusReport {
  readonly messageId: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  readonly failure: string | null;
}

export interface ChannelCapabilities {
  readonly subjects: boolean;
  readonly html: boolean;
  /** Longest text of one message, in UTF-16 code units. */
  readonly maxText: number;
  /** Which statuses after `sent` the channel can report. */
  readonly reports: readonly StatusReport['status'][];
  /**
   * How long after an attempt that got no answer the channel itself may still tell that the message went out, in
   * milliseconds; 0 where it never does. For so long it is not sent again.
   */
  readonly settlesWithinMs: number;
}

export type { ChannelHealth };

/** One thing that IT can have checked, and how it is, in a sentence. */
export interface CheckedPoint {
  readonly ok: boolean;
  readonly words: string;
}

/** What every channel is; nothing outside `hub/channels` knows which it deals with. docs/adding-a-channel.md tells how one is added. */
export interface ChannelAdapter {
  readonly channelId: string;
  readonly kind: Channel;
  readonly capabilities: ChannelCapabilities;
  /** Begins to take messages in, and goes on by itself through lost connections until `stop`. */
  receive(receiver: Receiver): Promise<void>;
  /** Where the channel carries less in one message than the company's: the messages that one goes out as, in their order. Left out, and for a list of one: it is one. */
  parts?(message: OutgoingMessage): readonly MessagePart[];
  /** One attempt. Never throws for what the far side does. */
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Who hears what became of messages sent. */
  status(listener: (report: StatusReport) => Promise<void>): void;
  health(): ChannelHealth;
  /** Asks the far side, for IT, whether all that is needed is there. Not where a channel only listens. */
  test?(): Promise<readonly CheckedPoint[]>;
  stop(): Promise<void>;
}
