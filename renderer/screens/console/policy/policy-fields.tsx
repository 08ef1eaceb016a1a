import { Undo2 } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { osField, ruleField, type PolicyForm } from '../../../data/console/policy-form.ts';
import { postureChecks } from '../../../../shared/domain/posture.ts';
import { IconButton } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { fieldGroups, numberWrong, words, type FieldKind, type FieldWords } from './words.ts';

export interface FieldsProps {
  /** The policy in force. */
  readonly before: PolicyForm;
  readonly form: PolicyForm;
  readonly changed: ReadonlySet<string>;
  readonly wrong: ReadonlySet<string>;
  readonly edit: (field: string, text: string) => void;
}

export function FieldGroups(fields: FieldsProps) {
  return fieldGroups.map((group) => (
    <section key={group.title} className="policy-group" aria-label={group.title}>
      <h2 className="policy-group-title">{group.title}</h2>
      {group.lead !== undefined && <p className="console-hint">{group.lead}</p>}
      {group.fields.map((field) => (
        <PolicyField key={field.field} {...fields} {...field} />
      ))}
    </section>
  ));
}

/** Systems the policy names or a laptop has, each with its oldest release. */
export function SystemsTable({ known, ...fields }: FieldsProps & { readonly known: readonly string[] }) {
  const prefix = osField('');
  const named = [...Object.keys(fields.before), ...Object.keys(fields.form)].filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length));
  const ids = [...new Set([...Object.keys(words.osNames), ...named, ...known])];
  return (
    <section className="policy-group" aria-label={words.osTitle}>
      <h2 className="policy-group-title">{words.osTitle}</h2>
      <p className="console-hint">{words.osLead}</p>
      {ids.map((id) => (
        <PolicyField key={id} {...fields} field={osField(id)} label={words.osNames[id] ?? id} hint="" is={{ kind: 'text', wrong: words.osWrong }} />
      ))}
    </section>
  );
}

export function PolicyField({ field, label, hint, is, before, form, changed, wrong, edit }: FieldsProps & FieldWords) {
  const id = useId();
  const isChanged = changed.has(field);
  const isWrong = wrong.has(field);
  const value = form[field] ?? '';
  const was = before[field] ?? '';
  const common = {
    id,
    value,
    'aria-invalid': isWrong || undefined,
    'aria-describedby': `${id}-hint`,
    onChange: (event: { readonly target: { readonly value: string } }) => edit(field, event.target.value),
  };
  return (
    <div className={classNames('policy-field', isChanged && 'policy-field-changed')}>
      <div className="policy-field-words">
        <label htmlFor={id}>{label}</label>
        <p className="field-hint" id={`${id}-hint`}>
          {isWrong && <span className="field-problem">{wrongWords(is)} </span>}
          {isChanged && <span className="policy-was">{was === '' ? words.wasEmpty : words.was(shownValue(is, was))} </span>}
          {hint}
        </p>
      </div>
      <div className="policy-field-box">
        {isChanged && (
          <IconButton label={words.takeBack(label)} onClick={() => edit(field, was)}>
            <Undo2 className="icon-small" />
          </IconButton>
        )}
        {is.kind === 'choice' ? (
          <select {...common} className="policy-input policy-select">
            <Choices is={is} />
          </select>
        ) : is.kind === 'lines' ? (
          <textarea {...common} className="policy-input policy-lines" rows={2} autoComplete="off" spellCheck={false} dir="auto" />
        ) : (
          <input {...common} className="policy-input" inputMode={is.kind === 'number' ? 'numeric' : undefined} autoComplete="off" spellCheck={false} />
        )}
        {is.kind === 'number' && <span className="policy-unit">{is.unit}</span>}
      </div>
    </div>
  );
}

function Choices({ is }: { readonly is: Extract<FieldKind, { kind: 'choice' }> }): ReactNode {
  return is.choices.map((choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.words}
    </option>
  ));
}

function wrongWords(is: FieldKind): string {
  switch (is.kind) {
    case 'number':
      return numberWrong(is.least, is.most);
    case 'text':
    case 'lines':
      return is.wrong;
    case 'choice':
      return '';
  }
}

function shownValue(is: FieldKind, value: string): string {
  switch (is.kind) {
    case 'number':
      return `${value} ${is.unit}`;
    case 'text':
    case 'lines':
      return value;
    case 'choice':
      return is.choices.find((choice) => choice.value === value)?.words ?? value;
  }
}

const verdicts = ['allow', 'warn', 'refuse'] as const;
const outcomes = ['failed', 'unknown'] as const;

/** Check by check: what a failed one means, and what one means that could not be made. */
export function ChecksTable({ before, form, changed, edit }: FieldsProps) {
  return (
    <section className="policy-group" aria-label={words.checksTitle}>
      <h2 className="policy-group-title">{words.checksTitle}</h2>
      <p className="console-hint">{words.checksLead}</p>
      <table className="policy-checks">
        <thead>
          <tr>
            <th scope="col">{words.check}</th>
            {outcomes.map((outcome) => (
              <th key={outcome} scope="col">
                {words.outcomes[outcome]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {postureChecks.map((check) => (
            <tr key={check}>
              <th scope="row">{words.checks[check]}</th>
              {outcomes.map((outcome) => {
                const field = ruleField(check, outcome);
                const was = verdicts.find((verdict) => verdict === before[field]);
                return (
                  <td key={outcome} className={classNames(changed.has(field) && 'policy-rule-changed')}>
                    <select
                      className="policy-input policy-select"
                      aria-label={words.ruleLabel(words.checks[check], words.outcomes[outcome])}
                      value={form[field]}
                      onChange={(event) => edit(field, event.target.value)}
                    >
                      {verdicts.map((verdict) => (
                        <option key={verdict} value={verdict}>
                          {words.verdicts[verdict]}
                        </option>
                      ))}
                    </select>
                    {changed.has(field) && was !== undefined && <p className="field-hint policy-was">{words.was(words.verdicts[was])}</p>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
