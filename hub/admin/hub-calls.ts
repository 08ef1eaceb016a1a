import { z } from 'zod';
import { readAudit, verifyAudit } from '../audit/audit-log.ts';
import { adminCall } from './admin-call.ts';

/** Entries of one page of the audit log. */
export const auditPage = 1000;

export const hubCalls = {
  'audit.verify': adminCall({ input: z.null(), run: ({ rooms }) => verifyAudit(rooms.store) }),
  'audit.page': adminCall({ input: z.object({ after: z.number().int().min(0) }), run: ({ rooms }, { after }) => readAudit(rooms.store, after, auditPage) }),
  /** The command reads the key's file by itself; the hub only notes that it was printed. */
  'master-key.sheet-printed': adminCall({
    input: z.null(),
    run: async ({ rooms, actor }) => {
      await rooms.store.transaction().execute((tx) => rooms.audit.append(tx, { actor, action: 'master-key.sheet-printed', subject: 'organisation' }));
      return { organisation: rooms.organisation.name };
    },
  }),
  /** The command copies the database by itself; the hub only notes it. */
  'backup.made': adminCall({
    input: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
    run: ({ rooms, actor }, { sha256 }) => rooms.store.transaction().execute((tx) => rooms.audit.append(tx, { actor, action: 'backup.made', subject: 'organisation', detail: { sha256 } })),
  }),
};
