import { z } from 'zod';
import { CannedReply, mostCannedReplies } from '../../domain/canned-reply.ts';
import { CannedReplyId } from '../../domain/ids.ts';
import { Team } from '../../domain/people.ts';
import { consoleCall } from './call.ts';

/** Canned replies, for those who write them. Devices get theirs by mail. */
export const cannedConsoleCalls = {
  'canned.list': consoleCall({
    permission: 'canned.manage',
    input: z.null(),
    output: z.object({ replies: z.array(CannedReply).max(mostCannedReplies), teams: z.array(Team) }),
  }),
  /** A new one where `id` is null, else another version of the one there is. */
  'canned.save': consoleCall({
    permission: 'canned.manage',
    input: CannedReply.omit({ id: true }).extend({ id: CannedReplyId.nullable() }),
    output: CannedReply,
  }),
  'canned.remove': consoleCall({ permission: 'canned.manage', input: z.object({ id: CannedReplyId }), output: z.null() }),
};
