import { useRef, useState, type FormEvent } from 'react';
import type { TeamCard } from '../../../../shared/contract/console/people.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Sheet, SheetPart } from '../../../ui/sheet.tsx';
import { words as peopleWords } from '../people/words.ts';
import { actionProblemWords } from '../words.ts';
import './teams.css';
import { words } from './words.ts';

/** One team, to be added or renamed, and who is in it. */
export function TeamSheet({ team, onClose }: { readonly team: TeamCard | null; readonly onClose: () => void }) {
  const { ask, teams } = useConsole();
  const { may } = useWorkplace();
  const [name, setName] = useState(team?.name ?? '');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setMissing(name.trim() === '');
    if (name.trim() === '') return field.current?.focus();
    if (name.trim() === team?.name) return onClose();
    setBusy(true);
    setProblem(null);
    const outcome = team === null ? await ask('team.add', { name }) : await ask('team.change', { team: team.name, name });
    setBusy(false);
    if (outcome.kind !== 'done') return setProblem(outcome);
    teams.put(withRow<TeamCard>({ ...outcome.value, members: team?.members ?? [] }));
    onClose();
  };

  return (
    <Sheet
      title={team?.name ?? words.sheet.new}
      onClose={onClose}
      foot={
        <Button type="submit" form="team-form" look="primary" busy={busy}>
          {team === null ? words.sheet.add : words.sheet.save}
        </Button>
      }
    >
      <form id="team-form" className="console-form" onSubmit={(event) => void save(event)}>
        <TextField ref={field} label={words.sheet.name} hint={words.sheet.nameHint} value={name} maxLength={80} problem={missing ? words.sheet.nameMissing : null} onChange={({ target }) => setName(target.value)} />
        <p className="gate-problem" role="alert">
          {problem === null ? null : actionProblemWords(problem)}
        </p>
      </form>
      {team !== null && (
        <SheetPart title={words.sheet.members}>
          {team.members.length === 0 ? <p className="console-text">{words.sheet.nobody}</p> : (
            <ul className="team-members">
              {team.members.map((member) => (
                <li key={member.id}>{member.status === 'active' ? member.name : `${member.name} (${peopleWords.statuses[member.status]})`}</li>
              ))}
            </ul>
          )}
          <p className="console-hint">{may('agent.manage') ? words.sheet.chosenAtPerson : words.sheet.chosenByIt}</p>
        </SheetPart>
      )}
    </Sheet>
  );
}
