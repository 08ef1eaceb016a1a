import type { z } from 'zod';
import type { InviteState } from '../../../../shared/domain/device.ts';
import type { MarkLook } from '../mark.tsx';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.invites;

export const words = {
  ...t,
  states: t.states satisfies Record<z.infer<typeof InviteState>, string>,
  cancelQuestion: (agent: string) => say(t.cancelQuestion, { agent }),
  made: {
    ...t.made,
    title: (agent: string) => say(t.made.title, { agent }),
    until: (when: string) => say(t.made.until, { when }),
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
