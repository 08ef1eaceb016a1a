import { setImmediate as nextLoop } from 'node:timers/promises';
import { AuditEntry } from '../../shared/domain/audit.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { CustomerId } from '../../shared/domain/ids.ts';
import { chainHash, chainStart, firstBreak } from '../../shared/trust/hash-chain.ts';
import type { Audit, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';

export interface ChainedEntry {
  readonly entry: AuditEntry;
  readonly hash: string;
}

/** The one writer of the audit log. */
export function createAudit(clock: Clock): Audit {
  return {
    async append(tx, { actor, action, subject, detail = {} }) {
      const last = await tx.selectFrom('audit').select(['position', 'hash']).orderBy('position', 'desc').limit(1).executeTakeFirst();
      const entry = AuditEntry.parse({ position: (last?.position ?? 0) + 1, at: clock.now(), actor, action, subject, detail });
      const hash = chainHash(last?.hash ?? chainStart, entry);
      await tx
        .insertInto('audit')
        .values({ ...entry, detail: JSON.stringify(entry.detail), hash })
        .execute();
    },
  };
}

/** Entries after a position, oldest first. */
export async function readAudit(store: Store | Tx, after: number, limit: number): Promise<ChainedEntry[]> {
  const rows = await store.selectFrom('audit').selectAll().where('position', '>', after).orderBy('position').limit(limit).execute();
  return rows.map(({ hash, detail, ...rest }) => ({ entry: { ...rest, detail: AuditEntry.shape.detail.parse(JSON.parse(detail)) }, hash }));
}

/**
 * What the log has of one customer, oldest first: who looked at what was hidden in their messages, had a file of theirs that is held, or saw an address of theirs
 * whole, who kept a note or changed an order, what of theirs was written into files, and to whom it was forwarded; also what was done while they were two customers.
 */
export async function auditOfCustomer(tx: Tx, customerId: CustomerId): Promise<AuditEntry[]> {
  const messages = tx.selectFrom('messages').select('id').where('customer_id', '=', customerId);
  const conversations = tx.selectFrom('conversations').select('id').where('customer_id', '=', customerId);
  const whoAreOne = [customerId, ...(await tx.selectFrom('customer_merges').select('from_id').where('into_id', '=', customerId).where('undone_at', 'is', null).execute()).map(({ from_id }) => from_id)];
  const rows = await tx
    .selectFrom('audit')
    .selectAll()
    .where((e) =>
      e.or([
        e.and([e.or([e('action', 'like', 'reveal.%'), e('action', 'like', 'mistake.%'), e('action', 'like', 'file.%')]), e('subject', 'in', messages)]),
        e.and([e('action', 'in', ['conversation.transcript', 'conversation.forwarded', 'export.conversation']), e('subject', 'in', conversations)]),
        e.and([e.or([e('action', '=', 'export.customer'), e('action', 'like', 'customer.%'), e('action', 'like', 'order.%')]), e('subject', 'in', whoAreOne)]),
      ]),
    )
    .orderBy('position')
    .execute();
  return rows.map(({ hash: _hash, detail, ...rest }) => ({ ...rest, detail: AuditEntry.shape.detail.parse(JSON.parse(detail)) }));
}

export type AuditVerdict =
  | { readonly intact: true; readonly entries: number; readonly head: string }
  | { readonly intact: false; readonly brokenAt: number };

const pageSize = 1000;

/**
 * Follows the chain from its start. An entry that was changed, dropped, inserted or moved breaks it.
 * @param onward is told how many entries have been followed.
 */
export async function verifyAudit(store: Store, onward: (entries: number) => void = () => undefined): Promise<AuditVerdict> {
  let head = chainStart;
  let entries = 0;
  for (;;) {
    const page = await readAudit(store, entries, pageSize);
    for (const [index, { entry }] of page.entries()) {
      if (entry.position !== entries + index + 1) return { intact: false, brokenAt: entries + index + 1 };
    }
    const broken = firstBreak(page, head);
    if (broken !== null) return { intact: false, brokenAt: entries + broken + 1 };
    entries += page.length;
    head = page.at(-1)?.hash ?? head;
    onward(entries);
    // A long log takes a while, and nobody's message waits for that.
    await nextLoop();
    if (page.length < pageSize) return { intact: true, entries, head };
  }
}
