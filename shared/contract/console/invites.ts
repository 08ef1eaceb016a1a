import { z } from 'zod';
import { InviteCard } from '../../domain/device.ts';
import { InventoryId, InviteId, Timestamp } from '../../domain/ids.ts';
import { EmailAddress } from '../../domain/people.ts';
import { Role } from '../../domain/permission.ts';
import { consoleCall } from './call.ts';

export const inviteConsoleCalls = {
  /** The invite holds its code and is shown this once; the hub keeps only a hash of it. */
  'invite.make': consoleCall({
    permission: 'device.invite',
    input: z.object({
      agent: EmailAddress,
      minutes: z.number().int().min(1).max(7 * 24 * 60),
      /** What the device is to be enrolled for; null: whatever roles the agent has. */
      roles: z.array(Role).min(1).nullable(),
      /** The one machine it is for; null: any. */
      asset: InventoryId.nullable(),
    }),
    output: z.object({ id: InviteId, invite: z.string(), expiresAt: Timestamp }),
  }),
  'invite.list': consoleCall({ permission: 'device.read', input: z.null(), output: z.array(InviteCard) }),
  'invite.cancel': consoleCall({ permission: 'device.invite', input: z.object({ invite: InviteId }), output: InviteCard }),
};
