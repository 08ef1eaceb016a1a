import { Plus, Trash2, Undo2 } from 'lucide-react';
import { begunPattern, nextPlace, patternField, type PatternPart, patternParts, patternPlaces, treatmentChoices } from '../../../data/console/patterns-form.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { type FieldsProps, PolicyField } from './policy-fields.tsx';
import { type FieldKind, words } from './words.ts';

/** Formats of the company's own: what is found besides the known kinds, and what is left alone. Each brings the examples that it is tried on. */
export function PatternFields(fields: FieldsProps) {
  const { form, before, edit } = fields;
  // One that is taken out of the policy says so until that is sent.
  const places = [...new Set([...patternPlaces(before), ...patternPlaces(form)])];
  const add = (): void => {
    for (const [field, text] of Object.entries(begunPattern(nextPlace(form)))) edit(field, text);
  };
  return (
    <section className="policy-group" aria-label={words.patterns.title}>
      <h2 className="policy-group-title">{words.patterns.title}</h2>
      <p className="console-hint">{words.patterns.lead}</p>
      {places.map((place, at) => (
        <PatternEditor key={place} {...fields} place={place} number={at + 1} />
      ))}
      <div className="policy-add">
        <Button onClick={add}>
          <Plus className="icon-small" aria-hidden="true" />
          {words.patterns.add}
        </Button>
      </div>
    </section>
  );
}

function PatternEditor({ place, number, ...fields }: FieldsProps & { readonly place: number; readonly number: number }) {
  const { form, edit } = fields;
  const text = (part: PatternPart): string => form[patternField(place, part)] ?? '';
  const title = text('name') === '' ? words.patterns.untitled(number) : text('name');
  const before = fields.before[patternField(place, 'kind')] ?? '';
  const remove = (): void => {
    // One that was only begun leaves nothing behind.
    for (const part of before === '' ? patternParts : (['kind'] as const)) edit(patternField(place, part), '');
  };
  if (text('kind') === '') {
    return (
      <div className="policy-field policy-field-changed policy-pattern-out">
        <div className="policy-field-words">
          <p>{title}</p>
          <p className="field-hint policy-was">{words.patterns.removed}</p>
        </div>
        <div className="policy-field-box">
          <IconButton label={words.takeBack(title)} onClick={() => edit(patternField(place, 'kind'), before)}>
            <Undo2 className="icon-small" />
          </IconButton>
        </div>
      </div>
    );
  }
  const inForce = text('treatment');
  const treatments = treatmentChoices.includes(inForce) || inForce === '' ? treatmentChoices : [...treatmentChoices, inForce];
  const each: readonly (readonly [PatternPart, FieldKind])[] = [
    ['name', { kind: 'text', wrong: words.patterns.wrong.name }],
    ['kind', { kind: 'choice', choices: [{ value: 'find', words: words.patterns.find }, { value: 'leave', words: words.patterns.leave }] }],
    ['pattern', { kind: 'text', wrong: words.patterns.wrong.pattern }],
    ['ignoreCase', { kind: 'choice', choices: [{ value: 'false', words: words.patterns.caseMatters }, { value: 'true', words: words.patterns.anyCase }] }],
    // What is left alone has nothing to become.
    ...(text('kind') === 'find' ? [['treatment', { kind: 'choice', choices: treatments.map((value) => ({ value, words: words.patterns.treatment(value) })) }] as const] : []),
    ['matches', { kind: 'lines', wrong: words.patterns.wrong.examples }],
    ['matchesNot', { kind: 'lines', wrong: words.patterns.wrong.examples }],
  ];
  return (
    <fieldset className="policy-pattern" aria-label={title}>
      <div className="policy-pattern-head">
        {title}
        <IconButton label={words.patterns.remove(title)} onClick={remove}>
          <Trash2 className="icon-small" />
        </IconButton>
      </div>
      {each.map(([part, is]) => (
        // A kind that is taken back to none takes the whole with it.
        <PolicyField key={part} {...fields} edit={(field, typed) => (part === 'kind' && typed === '' ? remove() : edit(field, typed))} field={patternField(place, part)} label={words.patterns.parts[part].label} hint={words.patterns.parts[part].hint} is={is} />
      ))}
    </fieldset>
  );
}
