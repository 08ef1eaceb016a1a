import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import { messages, say } from '../../languages/spoken.ts';

export type InviteRefusal = Extract<IpcOutput<'enrolment.begin'>, { kind: 'refused' }>['reason'];

const t = messages.enrol;

export const words = {
  ...t,
  progress: (step: number, of: number) => say(t.progress, { step, of }),
  invite: {
    ...t.invite,
    refused: t.invite.refused satisfies Record<InviteRefusal, string>,
  },
};
