import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import type { InventoryId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { Role, type Role as RoleName } from '../../../../shared/domain/permission.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField, SelectField } from '../../../ui/field.tsx';
import { Picker, type PickerChoice } from '../../../ui/picker.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { actionProblemWords, words as consoleWords } from '../words.ts';
import './invites.css';
import { MadeInvite } from './made-invite.tsx';
import { words } from './words.ts';

const usualMinutes = '30';

/** Who it is for, for how long, and for which laptop; then the invite itself, once. */
export function NewInvite({ person: preset, onClose }: { /** Whom it is for, where that is known. */ readonly person?: Pick<Agent, 'name' | 'email'>; readonly onClose: () => void }) {
  const console = useConsole();
  const people = useFollowed(console.people);
  const inventory = useFollowed(console.inventory);
  const [agent, setAgent] = useState<PickerChoice | null>(preset === undefined ? null : { value: preset.email, words: preset.name, hint: preset.email });
  const [minutes, setMinutes] = useState<string>(usualMinutes);
  const [asset, setAsset] = useState<PickerChoice | null>(null);
  const [narrowed, setNarrowed] = useState(false);
  const [roles, setRoles] = useState<ReadonlySet<RoleName>>(new Set());
  const [missing, setMissing] = useState<'agent' | 'roles' | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const [made, setMade] = useState<ConsoleOutput<'invite.make'> | null>(null);
  const agentField = useRef<HTMLInputElement>(null);
  useEffect(() => agentField.current?.focus(), []);
  const person = people.value?.find(({ email }) => email === agent?.value);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (agent === null) {
      setMissing('agent');
      agentField.current?.focus();
      return;
    }
    if (narrowed && roles.size === 0) {
      setMissing('roles');
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await console.ask('invite.make', {
      agent: agent.value,
      minutes: Number(minutes),
      roles: narrowed ? [...roles] : null,
      asset: asset === null ? null : (asset.value as InventoryId),
    });
    setBusy(false);
    console.invites.refresh();
    if (outcome.kind === 'done') setMade(outcome.value);
    else setProblem(outcome);
  };

  if (made !== null && agent !== null) return <MadeInvite made={made} agentName={agent.words} onClose={onClose} />;
  return (
    <Sheet title={words.new.title} onClose={onClose}>
      <form className="console-form" onSubmit={(event) => void submit(event)}>
        <Picker
          ref={agentField}
          label={words.new.agent}
          placeholder={words.new.agentPlaceholder}
          nothing={words.new.noAgent}
          choicesFor={(typed) =>
            (people.value ?? [])
              .filter(({ name, email, status }) => status === 'active' && matches(typed, [name, email]))
              .map(({ name, email }) => ({ value: email, words: name, hint: email }))
          }
          chosen={agent}
          onChoose={(choice) => {
            setAgent(choice);
            setRoles(new Set());
            setMissing(null);
          }}
          problem={missing === 'agent' ? words.new.agentMissing : null}
        />
        <SelectField
          label={words.new.minutes}
          hint={words.new.minutesHint}
          value={minutes}
          onChange={(event) => setMinutes(event.target.value)}
          choices={Object.entries(words.new.lengths).map(([value, text]) => ({ value, words: text }))}
        />
        <Picker
          label={words.new.asset}
          placeholder={words.new.assetPlaceholder}
          hint={words.new.assetHint}
          nothing={words.new.noAsset}
          choicesFor={(typed) =>
            (inventory.value ?? [])
              .filter(({ tag, serial, hardwareUuid, model }) => matches(typed, [tag, serial, hardwareUuid, model]))
              .map(({ id, tag, model, serial }) => ({ value: id, words: tag, hint: model ?? serial ?? '' }))
          }
          chosen={asset}
          onChoose={setAsset}
        />
        <fieldset className="invite-roles">
          <legend className="field-label">{words.new.roles}</legend>
          <CheckField label={words.new.allRoles} checked={!narrowed} onChange={(event) => setNarrowed(!event.target.checked)} />
          {narrowed && (
            <div className="invite-some-roles">
              {(person?.roles ?? Role.options).map((role) => (
                <CheckField
                  key={role}
                  label={consoleWords.roles[role]}
                  checked={roles.has(role)}
                  onChange={(event) => {
                    const next = new Set(roles);
                    if (event.target.checked) next.add(role);
                    else next.delete(role);
                    setRoles(next);
                    setMissing(null);
                  }}
                />
              ))}
            </div>
          )}
          <p className="field-problem" role="alert">
            {missing === 'roles' ? words.new.rolesMissing : null}
          </p>
        </fieldset>
        <p className="gate-problem" role="alert">
          {problem === null ? null : actionProblemWords(problem)}
        </p>
        <div className="console-choice">
          <Button onClick={onClose}>{consoleWords.keep}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {words.new.make}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
