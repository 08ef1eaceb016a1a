import type { Clock } from '../../../shared/domain/clock.ts';
import type { Envelope } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { FromPage } from '../../widget/chat-frames.ts';
import { identityKeys } from './identity-keys.ts';
import { readIdentity } from './identity-token.ts';
import { findSession, openSession } from './sessions.ts';
import { findVisitor, newVisitor, type Visitor } from './visitors.ts';

export interface GreetingDeps {
  readonly channelId: string;
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
}

export type Greeted = { readonly kind: 'visitor'; readonly visitor: Visitor } | { readonly kind: 'not-known'; readonly why: 'late' | 'refused' };

/**
 * Who says hello. Whom the shop's server names is that customer, whatever the browser remembers; who has a token is whom it was
 * given to; everybody else is a stranger.
 */
export async function greet({ channelId, db, envelope, clock }: GreetingDeps, { token, identity }: Extract<FromPage, { t: 'hello' }>): Promise<Greeted> {
  const now = clock.now();
  if (identity !== undefined && identity !== null) {
    const read = await readIdentity(identity, { keys: await identityKeys(db, envelope, channelId, now), channelId, now });
    if (!read.ok) return { kind: 'not-known', why: read.why };
    const visitor = await db.transaction().execute((tx) => openSession(tx, envelope, channelId, read, now));
    return visitor === null ? { kind: 'not-known', why: 'late' } : { kind: 'visitor', visitor };
  }
  if (token === null) return { kind: 'visitor', visitor: newVisitor(channelId) };
  const customer = await db.transaction().execute((tx) => findSession(tx, envelope, channelId, token, now));
  return { kind: 'visitor', visitor: customer ?? (await findVisitor(db, channelId, token, now)) ?? newVisitor(channelId) };
}
