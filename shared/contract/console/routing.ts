import { z } from 'zod';
import { Channel } from '../../domain/conversation.ts';
import { ConversationId, Timestamp } from '../../domain/ids.ts';
import { Routing } from '../../domain/routing.ts';
import { consoleCall } from './call.ts';

/** What rules can name, as whoever writes them calls it. */
const Choice = z.object({ id: z.string(), name: z.string() });
const RoutingChoices = z.object({ channels: z.array(Choice.extend({ kind: Channel })), teams: z.array(Choice), agents: z.array(Choice), skills: z.array(z.string()) });
export type RoutingChoices = z.infer<typeof RoutingChoices>;

/** The rules in force. `version` 0: none were ever set. */
export const RoutingInForce = z.object({ version: z.number().int().min(0), routing: Routing });
export type RoutingInForce = z.infer<typeof RoutingInForce>;

/** What rules would have done with conversations that were begun, in numbers alone: nobody reads a message for it. */
export const RoutingTrial = z.object({
  conversations: z.number().int().min(0),
  /** In the order of the rules. */
  rules: z.array(z.object({ name: z.string(), held: z.number().int().min(0) })),
  /** For which no rule held. */
  none: z.number().int().min(0),
});
export type RoutingTrial = z.infer<typeof RoutingTrial>;

/** Masked as a customer's addresses are; a domain as it is. */
export const BlockedSender = z.object({
  id: z.string().regex(/^[0-9a-f]{1,128}$/),
  kind: z.enum(['email', 'domain', 'phone', 'webchat', 'whatsapp', 'instagram']),
  shown: z.string().max(320),
  blockedAt: Timestamp,
});
export type BlockedSender = z.infer<typeof BlockedSender>;

export const routingConsoleCalls = {
  'routing.show': consoleCall({ permission: 'routing.manage', input: z.null(), output: RoutingInForce }),
  'routing.choices.list': consoleCall({ permission: 'routing.manage', input: z.null(), output: RoutingChoices }),
  /** On the newest conversations, as they began. */
  'routing.preview': consoleCall({ permission: 'routing.manage', input: Routing, output: RoutingTrial }),
  /** `version`: the one that was looked at; refused when another has come since. */
  'routing.set': consoleCall({ permission: 'routing.manage', input: z.object({ version: z.number().int().min(0), routing: Routing }), output: RoutingInForce }),
  'sender.list': consoleCall({ permission: 'routing.manage', input: z.null(), output: z.array(BlockedSender) }),
  'sender.unblock': consoleCall({ permission: 'routing.manage', input: z.object({ id: BlockedSender.shape.id }), output: z.null() }),
  /** Whoever writes in this conversation. What they have written stays. */
  'sender.block': consoleCall({ permission: 'sender.block', input: z.object({ conversationId: ConversationId }), output: z.null() }),
};
