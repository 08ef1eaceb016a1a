import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import type { Standing } from '../../../data/console/channel-list.ts';
import type { MarkLook } from '../mark.tsx';

export const words = {
  title: 'Channels',
  table: 'Channels',
  columns: { name: 'Name', kind: 'Kind', state: 'State', received: 'Last message', waiting: 'Waiting' },
  none: 'No channels yet',
  noneMore: 'Channels are added at the hub with the sealdesk channel command, where their secrets stay.',
  kinds: { email: 'E-mail', webchat: 'Web chat', whatsapp: 'WhatsApp', instagram: 'Instagram', phone: 'Telephone' } satisfies Record<ChannelCard['kind'], string>,
  standings: { failing: 'Does not work', ending: 'Sign-in ends soon', starting: 'Starting', working: 'Working', stopped: 'Stopped', unknown: 'Not known' } satisfies Record<Standing, string>,
  never: 'None yet',
  waitingOf: (channel: Pick<ChannelCard, 'waitingIn' | 'waitingOut'>) => (channel.waitingIn + channel.waitingOut === 0 ? 'Nothing' : `${channel.waitingIn} in, ${channel.waitingOut} out`),
  sheet: {
    channel: 'Channel',
    traffic: 'Messages',
    sent: 'Last answer sent',
    waitingIn: 'Taken in, not yet stored',
    waitingOut: 'Answers not yet sent',
    quarantined: 'Originals in quarantine',
    token: 'Sign-in ends',
    test: 'sealdesk channel test asks the far side whether all that is needed is there.',
  },
};

export const standingLook: Readonly<Record<Standing, MarkLook>> = { failing: 'danger', ending: 'caution', starting: 'quiet', working: 'plain', stopped: 'quiet', unknown: 'caution' };
