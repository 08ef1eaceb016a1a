import { ChevronDown, Laptop } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useConsole, useFollowed, type Device } from '../../../data/console/console.tsx';
import { deviceShows, devicesShown, isShown } from '../../../data/console/device-list.ts';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ChoiceMenu } from '../../../ui/menu.tsx';
import { PresenceDot } from '../../../ui/presence-dot.tsx';
import { figures } from '../../../words/counts.ts';
import { dayAndTime } from '../../../words/times.ts';
import { ListSection } from '../list-section.tsx';
import { NothingHere } from '../section.tsx';
import { NewInvite } from '../invites/new-invite.tsx';
import { words as inviteWords } from '../invites/words.ts';
import { DeviceSheet } from './device-sheet.tsx';
import { InventoryMark, StateMark, VerdictMark } from './marks.tsx';
import { words } from './words.ts';

/** Every laptop there is, who has it, and how it stands. */
export function DevicesSection() {
  const { devices, views } = useConsole();
  const { may } = useWorkplace();
  const [inviting, setInviting] = useState(false);
  const shown = useFollowed(devices);
  const { devices: query, devicesShow: show } = useStore(views);
  const now = useNow();
  const rows = useMemo(() => devicesShown(shown.value ?? [], show, query), [shown.value, show, query]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const all = shown.value ?? [];

  return (
    <>
      <ListSection
        title={words.title}
        followed={devices}
        shown={shown}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, devices: next }))}
        beside={
          <ChoiceMenu
            label={words.show}
            value={show}
            choices={deviceShows.map((value) => ({ value, words: words.shows[value], hint: figures(all.filter((one) => isShown(one, value)).length) }))}
            onChoose={(next) => views.update((before) => ({ ...before, devicesShow: next }))}
          >
            {words.shows[show]}
            <ChevronDown className="icon-small" aria-hidden="true" />
          </ChoiceMenu>
        }
        table={{ label: words.table, heading: words.columns.laptop, nameOf, under: agentOf, columns }}
        nothing={
          show !== 'current' && query.trim() === '' ? (
            <EmptyState icon={<Laptop aria-hidden="true" />} title={words.noneOfKind}>
              <p>{words.noneOfKindMore}</p>
            </EmptyState>
          ) : (
            <NothingHere query={query} icon={<Laptop aria-hidden="true" />} title={words.none}>
              <p>{words.noneMore}</p>
              {may('device.invite') && (
                <Button look="primary" onClick={() => setInviting(true)}>
                  {inviteWords.make}
                </Button>
              )}
            </NothingHere>
          )
        }
      >
        {(device, onClose) => <DeviceSheet key={device.id} device={device} onClose={onClose} />}
      </ListSection>
      {inviting && <NewInvite onClose={() => setInviting(false)} />}
    </>
  );
}

const nameOf = ({ name }: Device): string => name;
const agentOf = ({ agent }: Device): string => agent.name;

const columnsAt = (now: number): readonly Column<Device>[] => [
  { key: 'agent', heading: words.columns.agent, room: 'medium', share: 1.6, cell: agentOf },
  { key: 'state', heading: words.columns.state, share: 2.1, cell: (device) => <StateMark device={device} /> },
  { key: 'checks', heading: words.columns.checks, room: 'some', share: 1.35, cell: (device) => <VerdictMark device={device} /> },
  { key: 'inventory', heading: words.columns.inventory, room: 'medium', share: 1.25, cell: (device) => <InventoryMark device={device} /> },
  { key: 'contact', heading: words.columns.contact, room: 'some', share: 1.4, cell: (device) => <Contact device={device} now={now} /> },
  { key: 'lease', heading: words.columns.lease, room: 'wide', share: 1.5, cell: (device) => (device.leaseUntil === null ? '' : dayAndTime(device.leaseUntil, now)) },
];

function Contact({ device, now }: { readonly device: Device; readonly now: number }) {
  if (device.online) {
    return (
      <span className="mark">
        <PresenceDot look="on" />
        <span className="mark-words">{words.online}</span>
      </span>
    );
  }
  return device.lastContactAt === null ? words.never : dayAndTime(device.lastContactAt, now);
}
