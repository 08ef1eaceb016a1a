import { z } from 'zod';
import { AttachmentId, ConversationId, Timestamp } from '../../domain/ids.ts';
import { mostPresent, Present } from '../../domain/presence.ts';
import { SessionState } from '../../domain/session-state.ts';
import { SyncState } from '../../domain/sync-state.ts';
import { LetterEnd } from './letters.ts';

/** What main tells the renderer unasked. `inbox.changed` names conversations, never their content. */
export const ipcEvents = {
  'session.changed': SessionState,
  /** Nobody seems to be there: when it will lock unless somebody is; null once somebody is. */
  'session.idle-warning': Timestamp.nullable(),
  'sync.changed': SyncState,
  'inbox.changed': z.object({
    conversationIds: z.array(ConversationId),
    /** Where a note that came just now calls the agent. */
    calls: z.array(ConversationId).optional(),
  }),
  /** How far an attachment has come that is being brought here, in parts of the whole. */
  'attachment.progress': z.object({ id: AttachmentId, done: z.number().min(0).max(1) }),
  /** A file that is held at the hub is here until then; null: it is not any more. */
  'attachment.lent': z.object({ id: AttachmentId, until: Timestamp.nullable() }),
  /** A mail that was shown with its formatting is not any more. */
  'letter.ended': LetterEnd,
  /** Escape was pressed in the window: whoever is inside of a formatted mail comes out of it. */
  'letter.left': z.null(),
  /** The customer of this web chat types at this moment. */
  'customer.typing': ConversationId,
  /** A `sealdesk:` link was opened: `enrolment.offered` has it. */
  'enrolment.offered': z.null(),
  /** A notification was clicked: `notices.asked` has its conversation. */
  'notices.asked': z.null(),
  /** Where colleagues are, in place of what was told before. */
  'presence.changed': z.array(Present).max(mostPresent),
  /** Something the console shows may have changed. */
  'console.changed': z.null(),
} as const;
