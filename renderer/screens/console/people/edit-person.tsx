import { useState, type FormEvent } from 'react';
import type { Agent } from '../../../../shared/domain/people.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { actionProblemWords, words as consoleWords } from '../words.ts';
import { PersonFields } from './person-fields.tsx';
import { changeOf, emptyPerson, formOfPerson, skillChangeOf, wrongFields, type PersonForm } from './person-form.ts';
import { words } from './words.ts';

interface EditPersonProps {
  /** Null: somebody new. */
  readonly person: Agent | null;
  readonly skills: readonly string[];
  readonly own: boolean;
  /** With the person as they are now; what was typed stays until then. */
  readonly onDone: (person: Agent, skills: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Somebody is added, or changed. */
export function EditPerson({ person, skills, own, onDone, onClose }: EditPersonProps) {
  const console = useConsole();
  const teams = useFollowed(console.teams).value ?? [];
  // As they were when what is changed was chosen: what somebody else makes of them meanwhile is not taken for it.
  const [opened, setOpened] = useState(person);
  const before = opened === null ? emptyPerson : formOfPerson(opened, teams, skills);
  const [changes, setChanges] = useState<Partial<PersonForm>>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const form = { ...before, ...changes };
  const wrong = wrongFields(form);

  const save = async (): Promise<ConsoleProblem | null> => {
    const { ask, people } = console;
    if (person === null) {
      const added = await ask('agent.add', { name: form.name, email: form.email.trim(), roles: [...form.roles], teams: [...form.teams] });
      if (added.kind !== 'done') return added;
      people.put(withRow(added.value));
      onDone(added.value, []);
      return null;
    }
    const change = changeOf(before, form);
    const changed = change === null ? ({ kind: 'done', value: person } as const) : await ask('agent.change', change);
    if (changed.kind !== 'done') return changed;
    setOpened(changed.value);
    people.put(withRow(changed.value));
    const next = skillChangeOf(before, form);
    const set = next === null ? ({ kind: 'done', value: skills } as const) : await ask('skill.set', { agent: changed.value.email, skills: [...next] });
    if (set.kind !== 'done') return set;
    onDone(changed.value, set.value);
    return null;
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setTried(true);
    if (wrong.size > 0) return;
    setBusy(true);
    setProblem(null);
    setProblem(await save());
    setBusy(false);
  };

  return (
    <Sheet title={person === null ? words.form.newTitle : words.form.title(person.name)} onClose={onClose}>
      <form className="console-form" onSubmit={(event) => void submit(event)}>
        <PersonFields form={form} wrong={tried ? wrong : new Set()} teams={teams.map(({ name }) => name)} own={own} skills={person !== null} edit={(part) => setChanges((now) => ({ ...now, ...part }))} />
        <p className="gate-problem" role="alert">
          {problem === null ? null : actionProblemWords(problem)}
        </p>
        <div className="console-choice">
          <Button onClick={onClose}>{consoleWords.keep}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {person === null ? words.form.add : words.form.save}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
