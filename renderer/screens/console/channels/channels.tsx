import { Cable } from 'lucide-react';
import { useMemo } from 'react';
import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import { channelsShown, standingOf } from '../../../data/console/channel-list.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import type { Column } from '../../../ui/data-table.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { ListSection } from '../list-section.tsx';
import { Mark } from '../mark.tsx';
import { NothingHere } from '../section.tsx';
import { ChannelSheet } from './channel-sheet.tsx';
import { standingLook, words } from './words.ts';

/** Where customers write, and how each of these ways stands: what does not work on top. */
export function ChannelsSection() {
  const { channels, views } = useConsole();
  const shown = useFollowed(channels);
  const { channels: query } = useStore(views);
  const now = useNow();
  const rows = useMemo(() => channelsShown(shown.value ?? [], query, now, (channel) => [channel.name, words.kinds[channel.kind], words.standings[standingOf(channel, now)]]), [shown.value, query, now]);
  const columns = useMemo(() => columnsAt(now), [now]);
  return (
    <ListSection
      title={words.title}
      followed={channels}
      shown={shown}
      rows={rows}
      query={query}
      onQuery={(next) => views.update((before) => ({ ...before, channels: next }))}
      table={{ label: words.table, heading: words.columns.name, nameOf: ({ name }) => name, under: ({ kind }) => words.kinds[kind], columns }}
      nothing={
        <NothingHere query={query} icon={<Cable aria-hidden="true" />} title={words.none}>
          <p>{words.noneMore}</p>
        </NothingHere>
      }
    >
      {(channel, onClose) => <ChannelSheet key={channel.id} channel={channel} onClose={onClose} />}
    </ListSection>
  );
}

const momentOf = (at: number | null, now: number): string => (at === null ? words.never : dayAndTime(at, now));

const columnsAt = (now: number): readonly Column<ChannelCard>[] => [
  { key: 'kind', heading: words.columns.kind, room: 'medium', cell: ({ kind }) => words.kinds[kind] },
  {
    key: 'state',
    heading: words.columns.state,
    share: 1.2,
    cell: (channel) => {
      const standing = standingOf(channel, now);
      return <Mark look={standingLook[standing]}>{words.standings[standing]}</Mark>;
    },
  },
  { key: 'received', heading: words.columns.received, room: 'some', cell: ({ health }) => momentOf(health?.lastReceivedAt ?? null, now) },
  { key: 'waiting', heading: words.columns.waiting, room: 'some', cell: (channel) => words.waitingOf(channel) },
];
