import { z } from 'zod';
import { longestSignature } from '../../domain/people.ts';
import { consoleCall } from './call.ts';

/** What stands under the agent's own e-mails. Asked as the console's calls are; the laptop learns by mail what it is. */
export const signatureConsoleCalls = {
  'signature.set': consoleCall({ permission: 'conversation.reply', input: z.object({ text: z.string().trim().max(longestSignature) }), output: z.null() }),
};
