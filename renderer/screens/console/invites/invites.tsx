import { MailPlus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useConsole, useFollowed, type Invite } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { ListSection } from '../list-section.tsx';
import { Mark } from '../mark.tsx';
import { NothingHere } from '../section.tsx';
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
  const [making, setMaking] = useState(false);
  const now = useNow();
  const rows = useMemo(() => invitesShown(shown.value ?? [], query), [shown.value, query]);
  const columns = useMemo(() => columnsAt(now), [now]);

  return (
    <>
      <ListSection
        title={words.title}
        followed={invites}
        shown={shown}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, invites: next }))}
        actions={
          may('device.invite') && (
            <Button look="primary" onClick={() => setMaking(true)}>
              {words.make}
            </Button>
          )
        }
        table={{ label: words.table, heading: words.columns.agent, nameOf, under: machineOf, columns }}
        nothing={
          <NothingHere query={query} icon={<MailPlus aria-hidden="true" />} title={words.none}>
            <p>{words.noneMore}</p>
          </NothingHere>
        }
      >
        {(invite, onClose) => <InviteSheet key={invite.id} invite={invite} onClose={onClose} />}
      </ListSection>
      {making && <NewInvite onClose={() => setMaking(false)} />}
    </>
  );
}

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
