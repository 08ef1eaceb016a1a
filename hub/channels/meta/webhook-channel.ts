import type { ChannelAdapter } from '../channel.ts';
import type { WebhookItem } from './webhook-item.ts';

/** A channel whose provider calls the hub. */
export interface WebhookChannel extends ChannelAdapter {
  /** The account it answers for, as the provider's bodies name it. */
  readonly account: string;
  readonly appSecret: string;
  /** What the provider has to say when it asks whether this is the right address. */
  readonly verifyToken: string;
  /** Takes a signed body apart, every list of it. Never throws; what it does not know comes out as an unknown item. */
  split(body: unknown): readonly WebhookItem[];
  /** Resolves once all of it is on disk. Rejects when the channel takes nothing in. */
  take(items: readonly WebhookItem[]): Promise<void>;
}
