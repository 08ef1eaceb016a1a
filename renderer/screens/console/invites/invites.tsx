import { MailPlus } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useConsole, useFollowed, type Invite } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column, type DataTableHandle } from '../../../ui/data-table.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Mark } from '../mark.tsx';
import { NothingHere, Section } from '../section.tsx';
import { words as consoleWords } from '../words.ts';
import { InviteSheet } from './invite-sheet.tsx';
import { NewInvite } from './new-invite.tsx';
import { inviteLook, words } from './words.ts';

/** Invites that are open, and what became of the others. */
export function InvitesSection() {
  const { invites, views } = useConsole();
  const { may } = useWorkplace();
  const shown = useFollowed(invites);
  const { invites: query } = useStore(views);
  const [opened, setOpened] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const table = useRef<DataTableHandle>(null);
  const now = useNow();
  const rows = useMemo(() => invitesShown(shown.value ?? [], query), [shown.value, query]);
  const columns = useMemo(() => columnsAt(now), [now]);
  const invite = shown.value?.find(({ id }) => id === opened);

  return (
    <>
      <Section
        title={words.title}
        shown={shown}
        onRetry={invites.retry}
        count={shown.value === null ? undefined : consoleWords.shown(rows.length, shown.value.length)}
        filter={{ query, onQuery: (next) => views.update((before) => ({ ...before, invites: next })), table }}
        actions={
          may('device.invite') && (
            <Button look="primary" onClick={() => setMaking(true)}>
              {words.make}
            </Button>
          )
        }
      >
        {() =>
          rows.length > 0 ? (
            <DataTable
              ref={table}
              label={words.table}
              rows={rows}
              keyOf={keyOf}
              heading={words.columns.agent}
              nameOf={nameOf}
              under={machineOf}
              columns={columns}
              onOpen={({ id }) => setOpened(id)}
            />
          ) : (
            <NothingHere query={query} icon={<MailPlus aria-hidden="true" />} title={words.none}>
              <p>{words.noneMore}</p>
            </NothingHere>
          )
        }
      </Section>
      {invite !== undefined && <InviteSheet key={invite.id} invite={invite} onClose={() => setOpened(null)} />}
      {making && <NewInvite onClose={() => setMaking(false)} />}
    </>
  );
}

const keyOf = ({ id }: Invite): string => id;
const nameOf = ({ agent }: Invite): string => agent.name;
const machineOf = ({ asset }: Invite): string => asset?.tag ?? words.anyMachine;

/** Open ones first, those that end soonest on top; the others newest first. */
function invitesShown(invites: readonly Invite[], query: string): readonly Invite[] {
  const open = ({ state }: Invite): number => Number(state === 'open');
  return invites
    .filter(({ agent, asset, state }) => matches(query, [agent.name, agent.email, asset?.tag ?? null, words.states[state]]))
    .sort((one, other) => open(other) - open(one) || (open(one) ? one.expiresAt - other.expiresAt : other.createdAt - one.createdAt) || one.id.localeCompare(other.id));
}

const columnsAt = (now: number): readonly Column<Invite>[] => [
  { key: 'state', heading: words.columns.state, share: 1.4, cell: ({ state }) => <Mark look={inviteLook(state)}>{words.states[state]}</Mark> },
  { key: 'expires', heading: words.columns.expires, room: 'some', share: 1.2, cell: ({ expiresAt }) => dayAndTime(expiresAt, now) },
  { key: 'machine', heading: words.columns.machine, room: 'medium', cell: machineOf },
  { key: 'roles', heading: words.columns.roles, room: 'wide', share: 1.2, cell: ({ roles }) => (roles === null ? words.agentsRoles : consoleWords.rolesOf(roles)) },
  { key: 'made', heading: words.columns.made, room: 'medium', share: 1.2, cell: ({ createdAt }) => dayAndTime(createdAt, now) },
];
