import { SealdeskError } from '../../shared/domain/errors.ts';
import { writeInvite } from '../../shared/trust/invite.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { consoleAdminCalls } from './console-call.ts';

/** Raised by calls that only a running hub can answer. */
export class HubNotRunningError extends SealdeskError<'hub-not-running'> {
  constructor() {
    super('hub-not-running', 'The hub is not running. Start it with "sealdesk hub start", then try again.');
  }
}

export const inviteCalls = consoleAdminCalls({
  'invite.make': async ({ rooms, actor, running }, { agent: email, minutes, roles, asset }) => {
    if (!running) throw new HubNotRunningError();
    const { organisation, agents, inventory, invites } = rooms;
    return rooms.store.transaction().execute(async (tx) => {
      const agent = await agents.requireByEmail(tx, email);
      const machine = asset === null ? null : await inventory.require(tx, asset);
      const { id, code, expiresAt } = await invites.make(tx, actor, { agent, minutes, roles, asset: machine });
      const invite = writeInvite({ v: 1, organisation: organisation.name, url: running.url, root: publicKeyText(organisation.root), tls: running.tls, code, agentEmail: agent.email });
      return { id, invite, expiresAt };
    });
  },
  'invite.list': ({ rooms }) => rooms.store.transaction().execute((tx) => rooms.invites.list(tx)),
  'invite.cancel': ({ rooms, actor }, { invite }) => rooms.store.transaction().execute((tx) => rooms.invites.cancel(tx, actor, invite)),
});
