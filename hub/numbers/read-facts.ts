import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Store } from '../store/database.ts';
import type { Tx } from '../ports.ts';
import type { Stretch } from './days.ts';
import type { Fact } from './tally.ts';

const slice = 24 * 3_600_000;

/**
 * The facts of a time, in their order, a day's at once: whoever looks at a year holds nobody up. What has been written is never written
 * again, so that slices that are read one after the other fit together.
 */
export async function* factsOf(db: Store, { from, to }: Stretch): AsyncGenerator<readonly Fact[]> {
  for (let begins = from; begins < to; begins += slice) {
    yield await db
      .selectFrom('conversation_facts')
      .select(['conversation_id', 'kind', 'at', 'channel_id', 'team_id', 'agent_id', 'first', 'took', 'promise', 'score'])
      .where('at', '>=', begins)
      .where('at', '<', Math.min(begins + slice, to))
      .orderBy('at')
      .execute();
    await nextTurn();
  }
}

/** By how many a fact makes the open conversations more, or fewer. */
export function growthBy(kind: Fact['kind']): -1 | 0 | 1 {
  switch (kind) {
    case 'opened':
    case 'reopened':
    case 'taken-apart':
      return 1;
    case 'resolved':
    case 'merged':
      return -1;
    case 'answered':
    case 'waived':
    case 'assigned':
    case 'rated':
      return 0;
  }
}

/** By how many the open conversations have become more since then. */
export async function growthSince(tx: Tx, from: number): Promise<number> {
  const rows = await tx
    .selectFrom('conversation_facts')
    .select((e) => ['kind', e.fn.countAll<number>().as('count')])
    .where('at', '>=', from)
    .groupBy('kind')
    .execute();
  return rows.reduce((sum, { kind, count }) => sum + growthBy(kind) * count, 0);
}
