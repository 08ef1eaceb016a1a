import { UsersRound } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { AgentId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { useConsole, useFollowed, type Device } from '../../../data/console/console.tsx';
import { hasEnded } from '../../../data/console/device-list.ts';
import { matches } from '../../../data/console/filter.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { ListSection } from '../list-section.tsx';
import { Mark } from '../mark.tsx';
import { NothingHere } from '../section.tsx';
import { words as consoleWords } from '../words.ts';
import { EditPerson } from './edit-person.tsx';
import { teamsOf } from './person-form.ts';
import { PersonSheet } from './person-sheet.tsx';
import { words } from './words.ts';

/** Who works here, in which roles, and on which laptops. */
export function PeopleSection() {
  const { people, devices, teams, views } = useConsole();
  const shown = useFollowed(people);
  const known = useFollowed(devices).value;
  const knownTeams = useFollowed(teams).value;
  const [opened, setOpened] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<Agent | null>(null);
  const { people: query } = useStore(views);
  const laptopsOf = useMemo(() => laptopsByAgent(known ?? []), [known]);
  const namesOf = useMemo(() => (person: Agent) => teamsOf(person, knownTeams ?? []), [knownTeams]);
  const rows = useMemo(() => peopleShown(shown.value ?? [], query, namesOf), [shown.value, query, namesOf]);
  const columns = useMemo(() => columnsWith(laptopsOf, namesOf), [laptopsOf, namesOf]);
  const add = (
    <Button look="primary" onClick={() => setAdding(true)}>
      {words.add}
    </Button>
  );

  return (
    <>
      <ListSection
        title={words.title}
        followed={people}
        shown={shown}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, people: next }))}
        actions={add}
        open={{ id: opened, onChange: setOpened }}
        table={{ label: words.table, heading: words.columns.name, nameOf, under: ({ email }) => email, columns }}
        nothing={
          <NothingHere query={query} icon={<UsersRound aria-hidden="true" />} title={words.none}>
            <p>{words.noneMore}</p>
          </NothingHere>
        }
      >
        {(person, onClose) => (
          <PersonSheet
            key={person.id}
            person={person}
            laptops={laptopsOf(person.id)}
            greeting={added?.id === person.id ? words.added(person.name) : null}
            onClose={() => {
              setAdded(null);
              onClose();
            }}
          />
        )}
      </ListSection>
      {adding && (
        <EditPerson
          person={null}
          skills={[]}
          own={false}
          onDone={(person) => {
            setAdding(false);
            setAdded(person);
            setOpened(person.id);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </>
  );
}

const nameOf = ({ name }: Agent): string => name;

function peopleShown(people: readonly Agent[], query: string, namesOf: (person: Agent) => readonly string[]): readonly Agent[] {
  return people
    .filter((person) => matches(query, [person.name, person.email, consoleWords.rolesOf(person.roles), words.statuses[person.status], ...namesOf(person)]))
    .sort((one, other) => Number(one.status === 'suspended') - Number(other.status === 'suspended') || one.name.localeCompare(other.name));
}

/** Of each agent, the laptops that are not at their end. */
function laptopsByAgent(devices: readonly Device[]): (agent: AgentId) => readonly Device[] {
  const byAgent = new Map<AgentId, Device[]>();
  for (const device of devices) {
    if (hasEnded(device.state)) continue;
    const those = byAgent.get(device.agent.id);
    if (those === undefined) byAgent.set(device.agent.id, [device]);
    else those.push(device);
  }
  return (agent) => byAgent.get(agent) ?? [];
}

const columnsWith = (laptopsOf: (agent: AgentId) => readonly Device[], namesOf: (person: Agent) => readonly string[]): readonly Column<Agent>[] => [
  { key: 'email', heading: words.columns.email, room: 'medium', share: 1.8, cell: ({ email }) => email },
  { key: 'roles', heading: words.columns.roles, share: 1.2, cell: ({ roles }) => consoleWords.rolesOf(roles) },
  { key: 'teams', heading: words.columns.teams, room: 'wide', cell: (person) => namesOf(person).join(', ') },
  { key: 'laptops', heading: words.columns.laptops, room: 'some', share: 0.7, cell: ({ id }) => words.laptops(laptopsOf(id).length) },
  { key: 'status', heading: words.columns.status, room: 'some', cell: ({ status }) => <Mark look={status === 'active' ? 'plain' : 'quiet'}>{words.statuses[status]}</Mark> },
];
