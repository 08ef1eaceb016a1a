import { z } from 'zod';
import { ConversationId, Timestamp } from '../../domain/ids.ts';
import { SessionState } from '../../domain/session-state.ts';
import { SyncState } from '../../domain/sync-state.ts';

/** What main tells the renderer unasked. `inbox.changed` names conversations, never their content. */
export const ipcEvents = {
  'session.changed': SessionState,
  /** Nobody seems to be there: when it will lock unless somebody is; null once somebody is. */
  'session.idle-warning': Timestamp.nullable(),
  'sync.changed': SyncState,
  'inbox.changed': z.object({ conversationIds: z.array(ConversationId) }),
  /** A `sealdesk:` link was opened: `enrolment.offered` has it. */
  'enrolment.offered': z.null(),
  /** Something the console shows may have changed. */
  'console.changed': z.null(),
} as const;
