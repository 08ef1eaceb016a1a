import { z } from 'zod';
import { Agent, EmailAddress } from '../../domain/people.ts';
import { consoleCall } from './call.ts';

export const peopleConsoleCalls = {
  'agent.list': consoleCall({ permission: 'agent.manage', input: z.null(), output: z.array(Agent) }),
  /** Somebody leaves: all their devices are revoked and their open conversations go to somebody else, or to nobody yet. */
  'agent.offboard': consoleCall({
    permission: 'agent.manage',
    input: z.object({ agent: EmailAddress, reason: z.string().trim().min(1).max(300), handTo: EmailAddress.nullable() }),
    output: z.object({ devices: z.number().int(), conversations: z.number().int() }),
  }),
};
