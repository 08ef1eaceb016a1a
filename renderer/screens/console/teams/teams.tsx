import { Network } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TeamCard } from '../../../../shared/contract/console/people.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { ListSection } from '../list-section.tsx';
import { NothingHere } from '../section.tsx';
import { TeamSheet } from './team-sheet.tsx';
import { words } from './words.ts';

/** Teams, and who is in them. */
export function TeamsSection() {
  const { teams, views } = useConsole();
  const shown = useFollowed(teams);
  const { teams: query } = useStore(views);
  const [making, setMaking] = useState(false);
  const rows = useMemo(
    () => (shown.value ?? []).filter(({ name, members }) => matches(query, [name, ...members.map((member) => member.name)])).toSorted((one, other) => one.name.localeCompare(other.name)),
    [shown.value, query],
  );
  return (
    <>
      <ListSection
        title={words.title}
        followed={teams}
        shown={shown}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, teams: next }))}
        actions={
          <Button look="primary" onClick={() => setMaking(true)}>
            {words.make}
          </Button>
        }
        table={{ label: words.table, heading: words.columns.name, nameOf, columns }}
        nothing={
          <NothingHere query={query} icon={<Network aria-hidden="true" />} title={words.none}>
            <p>{words.noneMore}</p>
          </NothingHere>
        }
      >
        {(team, onClose) => <TeamSheet key={team.id} team={team} onClose={onClose} />}
      </ListSection>
      {making && <TeamSheet team={null} onClose={() => setMaking(false)} />}
    </>
  );
}

const nameOf = ({ name }: TeamCard): string => name;

const columns: readonly Column<TeamCard>[] = [
  { key: 'members', heading: words.columns.members, share: 0.5, cell: ({ members }) => words.members(members.length) },
  { key: 'who', heading: words.columns.who, room: 'some', share: 3, cell: ({ members }) => members.map(({ name }) => name).join(', ') },
];
