import { useEffect, useRef } from 'react';
import { Role } from '../../../../shared/domain/permission.ts';
import { CheckField, TextField } from '../../../ui/field.tsx';
import { words as consoleWords } from '../words.ts';
import type { PersonField, PersonForm } from './person-form.ts';
import './people.css';
import { words } from './words.ts';

export interface PersonFieldsProps {
  readonly form: PersonForm;
  readonly wrong: ReadonlySet<PersonField>;
  /** Teams there are, by name. */
  readonly teams: readonly string[];
  /** One's own roles and teams are not one's own to choose. */
  readonly own: boolean;
  /** Of somebody who is being added there are none yet. */
  readonly skills: boolean;
  readonly edit: (part: Partial<PersonForm>) => void;
}

/** Who somebody is, as what they work here and with whom. */
export function PersonFields({ form, wrong, teams, own, skills, edit }: PersonFieldsProps) {
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const toggled = <T,>(all: readonly T[], one: T, on: boolean): readonly T[] => (on ? [...all, one] : all.filter((other) => other !== one));
  return (
    <>
      <TextField ref={first} label={words.form.name} hint={words.form.nameHint} value={form.name} maxLength={120} problem={wrong.has('name') ? words.form.nameMissing : null} onChange={({ target }) => edit({ name: target.value })} />
      <TextField label={words.form.email} hint={words.form.emailHint} value={form.email} maxLength={254} inputMode="email" problem={wrong.has('email') ? words.form.emailWrong : null} onChange={({ target }) => edit({ email: target.value })} />
      {own ? (
        <p className="console-hint">{words.sheet.own}</p>
      ) : (
        <>
          <fieldset className="person-choices">
            <legend className="field-label">{words.form.roles}</legend>
            {Role.options.map((role) => (
              <div key={role}>
                <CheckField label={consoleWords.roles[role]} aria-describedby={`means-${role}`} checked={form.roles.includes(role)} onChange={({ target }) => edit({ roles: toggled(form.roles, role, target.checked) })} />
                <p className="field-hint person-means" id={`means-${role}`}>
                  {words.form.means[role]}
                </p>
              </div>
            ))}
            <p className="field-problem" role="alert">
              {wrong.has('roles') ? words.form.rolesMissing : null}
            </p>
          </fieldset>
          <fieldset className="person-choices">
            <legend className="field-label">{words.form.teams}</legend>
            {teams.length === 0 ? (
              <p className="console-hint">{words.form.noTeams}</p>
            ) : (
              teams.map((team) => <CheckField key={team} label={team} checked={form.teams.includes(team)} onChange={({ target }) => edit({ teams: toggled(form.teams, team, target.checked) })} />)
            )}
          </fieldset>
        </>
      )}
      {skills && <TextField label={words.form.skills} hint={words.form.skillsHint} value={form.skills} problem={wrong.has('skills') ? words.form.skillsWrong : null} onChange={({ target }) => edit({ skills: target.value })} />}
    </>
  );
}
