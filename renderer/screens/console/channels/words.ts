import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import type { Standing } from '../../../data/console/channel-list.ts';
import type { MarkLook } from '../mark.tsx';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.channels;

export const words = {
  ...t,
  kinds: t.kinds satisfies Record<ChannelCard['kind'], string>,
  standings: t.standings satisfies Record<Standing, string>,
  waitingOf: ({ waitingIn, waitingOut }: Pick<ChannelCard, 'waitingIn' | 'waitingOut'>) => (waitingIn + waitingOut === 0 ? t.waitingNone : say(t.waitingOf, { waitingIn, waitingOut })),
};

export const standingLook: Readonly<Record<Standing, MarkLook>> = { failing: 'danger', ending: 'caution', starting: 'quiet', working: 'plain', stopped: 'quiet', unknown: 'caution' };
