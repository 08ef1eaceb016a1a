import { z } from 'zod';
import { ConversationId, Timestamp } from '../../domain/ids.ts';
import { Template } from '../../domain/template.ts';
import { consoleCall } from './call.ts';

/** Asked from the inbox: the approved templates of a conversation's channel, as the hub has them from the provider. */
export const templateConsoleCalls = {
  'template.list': consoleCall({
    permission: 'conversation.reply',
    input: z.object({ conversation: ConversationId }),
    output: z.object({
      templates: z.array(Template),
      /** Approved as well, but made with a picture, a file or the like: they are sent elsewhere. */
      others: z.number().int().min(0),
      fetchedAt: Timestamp,
    }),
  }),
};
