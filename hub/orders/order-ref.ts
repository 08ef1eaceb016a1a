import { createHash } from 'node:crypto';
import type { FoundOrder } from './shop.ts';

/** Names an order on a laptop: a digest, which says nothing of it, and the same each time. Whose the order is is asked of the shop, not of this. */
export function refOf({ shop, id }: Pick<FoundOrder, 'shop' | 'id'>): string {
  return createHash('sha256').update(`${shop}\n${id}`).digest('hex').slice(0, 32);
}
