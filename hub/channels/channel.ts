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
}

/** One reply on its way out. Already checked, redacted and stored. */
export interface OutgoingMessage {
  readonly messageId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly subject: string;
  readonly agentName: string;
  readonly sentAt: number;
  /** Where it goes: the customer's address on this channel. */
  readonly to: string;
  /** The Message-ID given to it, and those it answers, oldest first; empty where the channel has none. */
  readonly remoteId: string | null;
  readonly answers: readonly string[];
}

/** What became of one attempt to send. Every sentence is ours: a remote server's words may quote an address. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** Worth trying again. */
  | { readonly kind: 'later'; readonly reason: string }
  /** Will never work. */
  | { readonly kind: 'failed'; readonly reason: string };

/** News of a message sent earlier. */
export interface StatusReport {
  readonly messageId: string;
  readonly status: 'delivered' | 'read' | 'failed';
  readonly failure: string | null;
}

export interface ChannelCapabilities {
  readonly subjects: boolean;
  readonly html: boolean;
  /** Longest text of one message, in UTF-16 code units. */
  readonly maxText: number;
  /** Which statuses after `sent` the channel can report. */
  readonly reports: readonly StatusReport['status'][];
}

export interface ChannelHealth {
  readonly state: 'starting' | 'working' | 'failing' | 'stopped';
  /** What IT should do, in a sentence; null while it works. */
  readonly problem: string | null;
  readonly lastReceivedAt: number | null;
  readonly lastSentAt: number | null;
}

/** What every channel is. Email and web chat are the first two; nothing outside `hub/channels` knows which it deals with. */
export interface ChannelAdapter {
  readonly channelId: string;
  readonly kind: Channel;
  readonly capabilities: ChannelCapabilities;
  /** Begins to take messages in, and goes on by itself through lost connections until `stop`. */
  receive(receiver: Receiver): Promise<void>;
  /** One attempt. Never throws for what the far side does. */
  send(message: OutgoingMessage): Promise<SendOutcome>;
  /** Who hears what became of messages sent. */
  status(listener: (report: StatusReport) => Promise<void>): void;
  health(): ChannelHealth;
  stop(): Promise<void>;
}
