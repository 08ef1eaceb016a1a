import { sql } from 'kysely';
import { auditListMost, type AuditWish } from '../../shared/contract/console/audit.ts';
import { AuditEntry, auditKinds } from '../../shared/domain/audit.ts';
import type { AgentId } from '../../shared/domain/ids.ts';
import type { Tx } from '../ports.ts';

/** Entries that one answer looks at, at most: what is chosen may be rare, and nobody's message waits for a look through years. */
export const lookedAtAtMost = 20_000;

/** The machine's clock may have been set back: entries are in the order they came in, and their times nearly so. */
const slack = 86_400_000;

/** A page of what is chosen, newest first, and where to go on. */
export async function auditPageOf(tx: Tx, { agent, kind, time, before }: AuditWish, atMost = lookedAtAtMost): Promise<{ entries: AuditEntry[]; next: number | null }> {
  const end = await firstAt(tx, time === null ? null : time.to + slack);
  const start = time === null ? 1 : await firstAt(tx, time.from - slack);
  const below = Math.min(before ?? end, end);
  const down = Math.max(start, below - atMost);
  const who = agent === null ? null : await namesOf(tx, agent);
  let query = tx.selectFrom('audit').selectAll().where('position', '<', below).where('position', '>=', down);
  if (time !== null) query = query.where('at', '>=', time.from).where('at', '<', time.to);
  if (who !== null) query = query.where((e) => e.or([e('actor', 'in', who.actors), e('subject', 'in', who.subjects)]));
  if (kind !== null) query = query.where(sql<string>`substr(action, 1, instr(action, '.') - 1)`, 'in', [...auditKinds[kind]]);
  const rows = await query.orderBy('position', 'desc').limit(auditListMost).execute();
  const entries = rows.map(({ hash: _hash, detail, ...rest }) => ({ ...rest, detail: AuditEntry.shape.detail.parse(JSON.parse(detail)) }));
  const reached = rows.length === auditListMost ? (rows.at(-1)?.position ?? down) : down;
  return { entries, next: reached > start ? reached : null };
}

/** The position of the first entry that is as late as this, or the one after the last; null: after the last. Positions have no gaps, so that halving finds it. */
async function firstAt(tx: Tx, at: number | null): Promise<number> {
  const last = await tx.selectFrom('audit').select('position').orderBy('position', 'desc').limit(1).executeTakeFirst();
  let low = 1;
  let high = (last?.position ?? 0) + 1;
  if (at === null) return high;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = await tx.selectFrom('audit').select('at').where('position', '=', middle).executeTakeFirst();
    if (row !== undefined && row.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How entries name a person and their laptops. */
async function namesOf(tx: Tx, agent: AgentId): Promise<{ readonly actors: string[]; readonly subjects: string[] }> {
  const devices = (await tx.selectFrom('devices').select('id').where('agent_id', '=', agent).execute()).map(({ id }) => id);
  return { actors: [`agent:${agent}`, ...devices.map((id) => `device:${id}`)], subjects: [agent, ...devices] };
}
