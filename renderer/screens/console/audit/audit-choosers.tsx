import { useEffect, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import { AuditKind } from '../../../../shared/domain/audit.ts';
import type { AuditChoice } from '../../../data/console/audit.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { words } from './words.ts';

/** Whose entries, of which kind and day. */
export function AuditChoosers({ choice, onChoose }: { readonly choice: AuditChoice; readonly onChoose: (choice: AuditChoice) => void }) {
  const people = usePeople();
  return (
    <div className="audit-choosers">
      <SelectField
        label={words.person}
        value={choice.agent ?? ''}
        choices={[{ value: '', words: words.everybody }, ...people.map(({ id, name }) => ({ value: id, words: name }))]}
        onChange={({ target }) => onChoose({ ...choice, agent: people.find(({ id }) => id === target.value)?.id ?? null })}
      />
      <SelectField
        label={words.kind}
        value={choice.kind ?? ''}
        choices={[{ value: '', words: words.everyKind }, ...AuditKind.options.map((kind) => ({ value: kind, words: words.kinds[kind] }))]}
        onChange={({ target }) => onChoose({ ...choice, kind: AuditKind.options.find((kind) => kind === target.value) ?? null })}
      />
      <TextField label={words.day} type="date" value={choice.day} onChange={({ target }) => onChoose({ ...choice, day: target.value })} />
    </div>
  );
}

/** By name; nobody to choose from until the hub has told them. */
function usePeople(): ConsoleOutput<'audit.people.list'> {
  const { ask } = useConsole();
  const [people, setPeople] = useState<ConsoleOutput<'audit.people.list'>>([]);
  useEffect(() => {
    let looks = true;
    void ask('audit.people.list', null).then((outcome) => {
      if (looks && outcome.kind === 'done') setPeople(outcome.value.toSorted((one, other) => one.name.localeCompare(other.name)));
    });
    return () => {
      looks = false;
    };
  }, [ask]);
  return people;
}
