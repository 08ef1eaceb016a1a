import { useId, useState } from 'react';
import { knownChoices, knownField, neverField, openKinds } from '../../../data/console/kinds-form.ts';
import type { FindingType } from '../../../../shared/redaction/finding-type.ts';
import { findingWords } from '../../inbox/findings/finding-words.ts';
import { type FieldsProps, PolicyField } from './policy-fields.tsx';
import { words } from './words.ts';

/** Who may see what was hidden of a kind of data, a kind at a time. Those of which something was changed say so in the list. */
export function KindFields(fields: FieldsProps) {
  const [kind, setKind] = useState<FindingType>('email');
  const id = useId();
  const isChanged = (type: FindingType) => fields.changed.has(neverField(type)) || fields.changed.has(knownField(type));
  return (
    <section className="policy-group" aria-label={words.kinds.title}>
      <h2 className="policy-group-title">{words.kinds.title}</h2>
      <p className="console-hint">{words.kinds.lead}</p>
      <div className="policy-field">
        <label htmlFor={id}>{words.kinds.kind}</label>
        <div className="policy-field-box">
          <select id={id} className="policy-input policy-select" value={kind} onChange={(event) => setKind(openKinds.find((each) => each === event.target.value) ?? kind)}>
            {openKinds.map((each) => (
              <option key={each} value={each}>
                {isChanged(each) ? `${findingWords({ type: each }).title} *` : findingWords({ type: each }).title}
              </option>
            ))}
          </select>
        </div>
      </div>
      <PolicyField key={`known ${kind}`} {...fields} field={knownField(kind)} label={words.kinds.known.label} hint={words.kinds.known.hint} is={{ kind: 'choice', choices: knownChoices.map((value) => ({ value, words: words.kinds.known.words(value) })) }} />
      <PolicyField key={`never ${kind}`} {...fields} field={neverField(kind)} label={words.kinds.never.label} hint={words.kinds.never.hint} is={{ kind: 'choice', choices: [{ value: 'false', words: words.kinds.never.asOthers }, { value: 'true', words: words.kinds.never.nobody }] }} />
    </section>
  );
}
