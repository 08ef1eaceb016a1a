import { z } from 'zod';
import { AuditEntry, AuditKind } from '../../domain/audit.ts';
import { AgentId, Timestamp } from '../../domain/ids.ts';
import { consoleCall } from './call.ts';

/** Entries of one answer. */
export const auditListMost = 100;

export const AuditWish = z.object({
  /** Done by this person, on their laptops, or to either. */
  agent: AgentId.nullable(),
  kind: AuditKind.nullable(),
  /** Of this time: from here, and up to there. */
  time: z.object({ from: Timestamp, to: Timestamp }).nullable(),
  /** Older than this entry; null: from the newest on. */
  before: z.number().int().min(1).nullable(),
});
export type AuditWish = z.infer<typeof AuditWish>;

/** What an id in an entry is called by those who read the log. Customers are called nothing here. */
const AuditName = z.object({ id: z.string(), is: z.enum(['person', 'laptop', 'team', 'channel']), name: z.string() });
export type AuditName = z.infer<typeof AuditName>;

const AuditPage = z.object({
  /** Newest first. */
  entries: z.array(AuditEntry).max(auditListMost),
  names: z.array(AuditName),
  /** Where to go on, also where nothing was found yet; null: nothing older fits. */
  next: z.number().int().min(1).nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;

const AuditCheck = z.discriminatedUnion('is', [
  z.object({ is: z.literal('intact'), entries: z.number().int().min(0), head: z.string() }),
  z.object({ is: z.literal('broken'), at: z.number().int().min(1) }),
  /** It goes on; asked again, the hub says how far it is. */
  z.object({ is: z.literal('running'), entries: z.number().int().min(0) }),
]);
export type AuditCheck = z.infer<typeof AuditCheck>;

export const auditConsoleCalls = {
  'audit.list': consoleCall({ permission: 'audit.read', input: AuditWish, output: AuditPage }),
  /** Whom entries can be chosen by: everybody who works here or has. */
  'audit.people.list': consoleCall({ permission: 'audit.read', input: z.null(), output: z.array(z.object({ id: AgentId, name: z.string() })) }),
  /** Follows the chain of hashes from the first entry on. */
  'audit.check': consoleCall({ permission: 'audit.read', input: z.null(), output: AuditCheck }),
};
