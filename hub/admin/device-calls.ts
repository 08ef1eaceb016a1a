import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import { EmailAddress } from '../../shared/domain/people.ts';
import { writeInvite } from '../../shared/trust/invite.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { PeopleError } from '../people/agents.ts';
import type { Tx } from '../ports.ts';
import { type AdminContext, adminCall } from './admin-call.ts';

/** Raised by calls that only a running hub can answer. */
export class HubNotRunningError extends SealdeskError<'hub-not-running'> {
  constructor() {
    super('hub-not-running', 'The hub is not running. Start it with "sealdesk hub start", then try again.');
  }
}

const OneDevice = z.object({ device: DeviceId });
const Ending = OneDevice.extend({ reason: z.string().trim().min(1).max(300) });

export const deviceCalls = {
  /** The invite holds the code and is shown once; the hub keeps only its hash. */
  'device.invite': adminCall({
    input: z.object({ agent: EmailAddress, minutes: z.number().int().min(1).max(7 * 24 * 60) }),
    run: async ({ rooms, actor, running }, { agent: email, minutes }) => {
      if (!running) throw new HubNotRunningError();
      const { organisation } = rooms;
      return rooms.store.transaction().execute(async (tx) => {
        const agent = await rooms.agents.requireByEmail(tx, email);
        if (agent.status !== 'active') throw new PeopleError('agent-unknown', 'This agent is suspended. Lift the suspension first.');
        const { code, expiresAt } = await rooms.invites.make(tx, actor, agent.id, minutes);
        const invite = writeInvite({ v: 1, organisation: organisation.name, url: running.url, root: publicKeyText(organisation.root), tls: running.tls, code, agentEmail: agent.email });
        return { invite, expiresAt };
      });
    },
  }),
  'device.list': adminCall({ input: z.null(), run: ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.devices.list(tx)) }),
  'device.show': adminCall({ input: OneDevice, run: ({ rooms }, { device }) => rooms.store.transaction().execute((tx) => rooms.devices.show(tx, device)) }),
  'device.approve': adminCall({ input: OneDevice, run: (context, { device }) => decide(context, device, (tx) => context.rooms.devices.approve(tx, context.actor, device)) }),
  'device.deny': adminCall({ input: OneDevice, run: (context, { device }) => decide(context, device, (tx) => context.rooms.devices.deny(tx, context.actor, device)) }),
  'device.revoke': adminCall({
    input: Ending,
    run: (context, { device, reason }) => decide(context, device, (tx) => context.rooms.devices.end(tx, context.actor, device, 'revocation', reason)),
  }),
  'device.wipe': adminCall({
    input: Ending,
    run: (context, { device, reason }) => decide(context, device, (tx) => context.rooms.devices.end(tx, context.actor, device, 'wipe-order', reason)),
  }),
};

/** Commits the decision, then tells the device if it is connected. */
async function decide({ rooms, running }: AdminContext, device: DeviceId, decision: (tx: Tx) => Promise<void>) {
  await rooms.store.transaction().execute(decision);
  await running?.recheck(device);
  return rooms.store.transaction().execute((tx) => rooms.devices.show(tx, device));
}
