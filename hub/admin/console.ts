import { z } from 'zod';
import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import { consoleCalls, isConsoleCall } from '../../shared/contract/console/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { can } from '../../shared/domain/permission.ts';
import { hubIsOlder } from '../../shared/contract/wire/older-hub.ts';
import { answer } from './admin-api.ts';
import type { AdminContext } from './admin-call.ts';

/** Who calls, and from where. */
export interface Caller {
  /** In the roles that the device is enrolled for. */
  readonly user: Agent;
  readonly device: DeviceId;
}

/**
 * Answers a call of the console on a workstation: the command's own calls, but only those of the console's contract, with
 * the permissions of whoever works at the device, and audited under their name. Never throws.
 * @param failed is told what kind of thing went wrong where nobody foresaw it.
 */
export async function answerConsole(context: Omit<AdminContext, 'actor' | 'user' | 'device'>, { user, device }: Caller, call: string, input: unknown, failed: (kind: string) => void): Promise<ConsoleAnswer> {
  if (!isConsoleCall(call)) return refused('This hub does not know the request: the versions of hub and workstation differ. Update Sealdesk.');
  const actor = `agent:${user.id}`;
  if (!can(user.roles, consoleCalls[call].permission)) {
    await noteRefusal(context, actor, user, call);
    return refused('Your role does not allow this on this laptop. Ask IT.');
  }
  if (hasMore(consoleCalls[call].input, input)) return refused(hubIsOlder);
  const given = await answer({ ...context, actor, user, device }, { call, input }, failed);
  if (given.ok) return { kind: 'done', value: given.value };
  // Not an accident: the page does not offer it.
  if (given.error.kind === 'own-access') await noteRefusal(context, actor, user, call);
  return refused(given.error.kind === 'unknown-part' ? hubIsOlder : given.error.message);
}

function noteRefusal({ rooms }: Pick<AdminContext, 'rooms'>, actor: string, user: Agent, call: string): Promise<void> {
  return rooms.store.transaction().execute((tx) => rooms.audit.append(tx, { actor, action: 'console.refused', subject: user.id, detail: { call } }));
}

/** Whether a request names what its schema does not: not all of them refuse that, and what is left out may be what mattered. */
function hasMore(schema: z.ZodType, input: unknown): boolean {
  return schema instanceof z.ZodObject && typeof input === 'object' && input !== null && Object.keys(input).some((key) => !Object.hasOwn(schema.shape, key));
}

/** The contract has room for a thousand characters. */
function refused(message: string): ConsoleAnswer {
  return { kind: 'refused', message: message.slice(0, 1000) };
}
