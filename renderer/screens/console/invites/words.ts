import type { z } from 'zod';
import type { InviteState } from '../../../../shared/domain/device.ts';
import type { MarkLook } from '../mark.tsx';

export const words = {
  title: 'Invites',
  table: 'Invites',
  columns: { agent: 'For', state: 'State', machine: 'Laptop', roles: 'Roles', expires: 'Holds until', made: 'Made' },
  make: 'New invite',
  none: 'No invites yet',
  noneMore: 'An invite lets one agent enrol one laptop, once and only for a short time.',
  anyMachine: 'Any',
  agentsRoles: 'The agent’s own',
  states: { open: 'Open', used: 'Used', expired: 'Expired', burned: 'Burned after wrong tries', cancelled: 'Cancelled' } satisfies Record<z.infer<typeof InviteState>, string>,
  sheet: {
    invite: 'Invite',
    email: 'Address',
    device: 'Used by',
    unknownDevice: 'A laptop that is no longer listed',
    lost: 'The invite itself was shown once and is kept nowhere. If it was lost, cancel it and make a new one.',
    cancel: 'Cancel invite',
    cancelled: 'Cancelled. Nobody can use it any more.',
  },
  cancelQuestion: (agent: string) => `Cancel the invite of ${agent}?`,
  cancelConsequence: 'Whoever has it can no longer enrol with it. A laptop that has used it already is not affected.',
  new: {
    title: 'New invite',
    agent: 'Agent',
    agentPlaceholder: 'Name or address',
    agentMissing: 'Choose who it is for.',
    noAgent: 'Nobody by that name. Agents are added with the sealdesk command.',
    minutes: 'Holds for',
    lengths: { '30': '30 minutes', '120': '2 hours', '480': '8 hours', '1440': '1 day', '4320': '3 days', '10080': '7 days' },
    minutesHint: 'As short as the agent needs to paste it.',
    asset: 'Only for this laptop',
    assetPlaceholder: 'Tag, serial number or model',
    assetHint: 'Left empty, any laptop may use it, within what the policy says.',
    noAsset: 'Nothing in the inventory fits.',
    roles: 'Enrol the laptop for',
    allRoles: 'Whatever roles the agent has',
    rolesMissing: 'Choose at least one role.',
    make: 'Make invite',
  },
  made: {
    title: (agent: string) => `Invite for ${agent}`,
    once: 'It is shown this once.',
    until: (when: string) => `It holds until ${when}, for one laptop, and then is spent.`,
    text: 'Invite, also as a link',
    textHint: 'Send it by a way that only the agent reads. On a laptop with Sealdesk, opening it as a link fills it in.',
    copy: 'Copy invite',
    copied: 'Copied.',
    notCopied: 'It could not be copied. Select it and press Ctrl+C.',
    qr: 'The invite as a QR code',
    done: 'Done',
  },
};

export function inviteLook(state: z.infer<typeof InviteState>): MarkLook {
  switch (state) {
    case 'open':
      return 'accent';
    case 'burned':
      return 'caution';
    case 'used':
    case 'expired':
    case 'cancelled':
      return 'quiet';
  }
}
