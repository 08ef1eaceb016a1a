import { useId, useState } from 'react';
import { customerFields, type FieldRole } from '../../../../shared/domain/customer-field.ts';
import { panelField, panelRoles, ruleChoices } from '../../../data/console/panel-form.ts';
import { words as consoleWords } from '../words.ts';
import { type FieldsProps, PolicyField } from './policy-fields.tsx';
import { ruleWords, words } from './words.ts';

/** Which fields of a customer a role sees, and from which level of verification on: a role at a time. */
export function PanelFields(fields: FieldsProps) {
  const [role, setRole] = useState<FieldRole>('agent');
  const id = useId();
  return (
    <section className="policy-group" aria-label={words.panel.title}>
      <h2 className="policy-group-title">{words.panel.title}</h2>
      <p className="console-hint">{words.panel.lead}</p>
      <div className="policy-field">
        <label htmlFor={id}>{words.panel.role}</label>
        <div className="policy-field-box">
          <select id={id} className="policy-input policy-select" value={role} onChange={(event) => setRole(panelRoles.find((each) => each === event.target.value) ?? role)}>
            {panelRoles.map((each) => (
              <option key={each} value={each}>
                {consoleWords.roles[each]}
              </option>
            ))}
          </select>
        </div>
      </div>
      {customerFields.map((field) => (
        <PolicyField
          key={`${role} ${field}`}
          {...fields}
          field={panelField(role, field)}
          label={words.panel.fields[field]}
          hint=""
          is={{ kind: 'choice', choices: ruleChoices(field).map((value) => ({ value, words: ruleWords(value) })) }}
        />
      ))}
    </section>
  );
}
