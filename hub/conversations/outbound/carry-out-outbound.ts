import type { Agent } from '../../../shared/domain/people.ts';
import { can } from '../../../shared/domain/permission.ts';
import type { Tx } from '../../ports.ts';
import { maySee } from '../audience.ts';
import { notAllowed, notTheirs, type OutboundCommand } from '../commands.ts';
import { type AskedDeps, type Outcome, refused } from '../outcome.ts';
import { readConversation } from '../conversations.ts';
import { logCall } from './log-call.ts';
import { sendTemplate } from './send-template.ts';
import { startConversation } from './start-conversation.ts';

/** Carries out what the company writes in another way than as a reply; the caller remembers the outcome under its key. */
export async function carryOutOutbound(tx: Tx, deps: AskedDeps, agent: Agent, at: number, command: OutboundCommand): Promise<Outcome> {
  // A device's clock may be wrong; nothing is dated ahead of the hub's own time.
  const when = Math.min(at, deps.clock.now());
  switch (command.do) {
    case 'template': {
      const conversation = await readConversation(tx, command.conversationId);
      if (conversation === null || !maySee(agent, conversation)) return refused(notTheirs);
      if (!can(agent.roles, 'conversation.reply')) return refused(notAllowed);
      return sendTemplate(tx, deps, agent, when, conversation, command);
    }
    case 'start':
    case 'call':
      if (!can(agent.roles, 'conversation.start')) return refused(notAllowed);
      return command.do === 'start' ? startConversation(tx, deps, agent, when, command) : logCall(tx, deps, agent, when, command);
  }
}

export function isOutbound<C extends { readonly do: string }>(command: C): command is C & OutboundCommand {
  return command.do === 'template' || command.do === 'start' || command.do === 'call';
}
