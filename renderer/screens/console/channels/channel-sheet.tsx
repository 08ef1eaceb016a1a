import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import { standingOf } from '../../../data/console/channel-list.ts';
import { useNow } from '../../../data/now.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Facts, Sheet, SheetPart } from '../../../ui/sheet.tsx';
import { figures } from '../../../words/counts.ts';
import { dayAndTime } from '../../../words/times.ts';
import { Mark } from '../mark.tsx';
import { standingLook, words } from './words.ts';
import { saidAgain } from '../../../words/said.ts';

/** One channel: what is wrong with it, in the hub's own words, and what goes through it. */
export function ChannelSheet({ channel, onClose }: { readonly channel: ChannelCard; readonly onClose: () => void }) {
  const now = useNow();
  const { health } = channel;
  const standing = standingOf(channel, now);
  const at = (time: number | null | undefined): string => (typeof time === 'number' ? dayAndTime(time, now) : words.never);
  const ends = health?.tokenExpiresAt ?? null;
  return (
    <Sheet title={channel.name} subtitle={<Mark look={standingLook[standing]}>{words.standings[standing]}</Mark>} onClose={onClose}>
      {health !== null && health.problem !== null && (
        <div className="sheet-said">
          <Banner meaning="danger" title={saidAgain(health.problem)} />
        </div>
      )}
      <SheetPart title={words.sheet.channel}>
        <Facts
          facts={[
            { label: words.columns.kind, value: words.kinds[channel.kind] },
            ...(ends === null ? [] : [{ label: words.sheet.token, value: dayAndTime(ends, now) }]),
          ]}
        />
      </SheetPart>
      <SheetPart title={words.sheet.traffic}>
        <Facts
          facts={[
            { label: words.columns.received, value: at(health?.lastReceivedAt) },
            { label: words.sheet.sent, value: at(health?.lastSentAt) },
            { label: words.sheet.waitingIn, value: figures(channel.waitingIn) },
            { label: words.sheet.waitingOut, value: figures(channel.waitingOut) },
            { label: words.sheet.quarantined, value: figures(channel.quarantined) },
          ]}
        />
        <p className="console-hint">{words.sheet.test}</p>
      </SheetPart>
    </Sheet>
  );
}
