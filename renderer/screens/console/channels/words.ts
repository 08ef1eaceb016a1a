import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import type { Standing } from '../../../data/console/channel-list.ts';
import type { MarkLook } from '../mark.tsx';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.channels;

export const words = {
  ...t,
  kinds: t.kinds satisfies Record<ChannelCard['kind'], string>,
  standings: t.standings satisfies Record<Standing, string>,
  /** Only what there is: "0 in, 4 out" is read twice before it is understood. */
  waitingOf: ({ waitingIn, waitingOut }: Pick<ChannelCard, 'waitingIn' | 'waitingOut'>) =>
    [...(waitingIn > 0 ? [say(t.waitingIn, { n: waitingIn })] : []), ...(waitingOut > 0 ? [say(t.waitingOut, { n: waitingOut })] : [])].join(', ') || t.waitingNone,
};

export const standingLook: Readonly<Record<Standing, MarkLook>> = { failing: 'danger', ending: 'caution', starting: 'quiet', working: 'plain', stopped: 'quiet', unknown: 'caution' };
