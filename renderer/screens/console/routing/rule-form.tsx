import { useState, type FormEvent } from 'react';
import type { RoutingChoices } from '../../../../shared/contract/console/routing.ts';
import { Priority } from '../../../../shared/domain/conversation.ts';
import type { RoutingRule } from '../../../../shared/domain/routing.ts';
import { languageTags } from '../../../../shared/language/languages.ts';
import { readRule, type RuleField, type RuleForm as Form } from '../../../data/console/rule-form.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { CheckField, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { words as inboxWords } from '../../inbox/words.ts';
import { words } from './words.ts';

export interface RuleFormProps {
  readonly title: string;
  readonly start: Form;
  readonly choices: RoutingChoices;
  /** Names that other rules have. */
  readonly others: readonly string[];
  readonly onKeep: (rule: RoutingRule) => void;
  readonly onClose: () => void;
}

/** One rule: when it holds, and what it does then. */
export function RuleForm({ title, start, choices, others, onKeep, onClose }: RuleFormProps) {
  const [form, setForm] = useState(start);
  const [wrong, setWrong] = useState<ReadonlySet<RuleField>>(new Set());
  const edit = (part: Partial<Form>): void => setForm((before) => ({ ...before, ...part }));
  const problem = (field: RuleField): string | null => (wrong.has(field) ? (words.wrong[field] ?? null) : null);
  const text = (field: 'name' | 'senders' | 'words' | 'skills' | 'tags' | 'acknowledge') => ({
    value: form[field],
    problem: problem(field),
    onChange: (event: { readonly target: { readonly value: string } }) => edit({ [field]: event.target.value }),
  });
  const keep = (event: FormEvent): void => {
    event.preventDefault();
    const read = readRule(form, others);
    if (read.kind === 'whole') onKeep(read.rule);
    else setWrong(read.fields);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="console-form" onSubmit={keep}>
        <TextField label={words.form.name} maxLength={80} {...text('name')} />
        <fieldset className="rule-part">
          <legend className="rule-part-title">{words.form.when}</legend>
          <p className="console-hint">{words.form.whenHint}</p>
          {choices.channels.length > 0 && (
            <fieldset className="rule-channels">
              <legend className="field-label">{words.form.channels}</legend>
              {choices.channels.map(({ id, name }) => (
                <CheckField
                  key={id}
                  label={name}
                  checked={form.channels.includes(id)}
                  onChange={({ target }) => edit({ channels: target.checked ? [...form.channels, id] : form.channels.filter((one) => one !== id) })}
                />
              ))}
            </fieldset>
          )}
          <TextArea label={words.form.words} hint={words.form.wordsHint} rows={3} {...text('words')} />
          <TextArea label={words.form.senders} hint={words.form.sendersHint} rows={2} {...text('senders')} />
          <SelectField
            label={words.form.hours}
            value={form.hours}
            onChange={({ target }) => edit({ hours: target.value as Form['hours'] })}
            choices={(['any', 'open', 'closed'] as const).map((value) => ({ value, words: words.form.hoursChoices[value] }))}
          />
        </fieldset>
        <fieldset className="rule-part">
          <legend className="rule-part-title">{words.form.does}</legend>
          <SelectField
            label={words.form.team}
            value={form.team}
            onChange={({ target }) => edit({ team: target.value })}
            choices={[{ value: '', words: words.form.ownTeam }, ...choices.teams.map(({ id, name }) => ({ value: id, words: name }))]}
          />
          <SelectField
            label={words.form.assign}
            value={form.assign}
            onChange={({ target }) => edit({ assign: target.value })}
            choices={[...(['nobody', 'in-turn', 'least-busy'] as const).map((value) => ({ value, words: words.form.assignChoices[value] })), ...choices.agents.map(({ id, name }) => ({ value: id, words: name }))]}
          />
          {(form.assign === 'in-turn' || form.assign === 'least-busy') && <TextField label={words.form.skills} hint={words.form.skillsHint(choices.skills)} {...text('skills')} />}
          <SelectField
            label={words.form.priority}
            value={form.priority}
            onChange={({ target }) => edit({ priority: target.value as Form['priority'] })}
            choices={[{ value: '', words: words.form.anyPriority }, ...Priority.options.map((value) => ({ value, words: inboxWords.priorities[value] }))]}
          />
          <TextField label={words.form.tags} hint={words.form.tagsHint} {...text('tags')} />
          <TextArea label={words.form.acknowledge} hint={words.form.acknowledgeHint} rows={3} {...text('acknowledge')} />
          {(form.acknowledge.trim() !== '' || languageTags.some((tag) => form.acknowledgeIn[tag] !== '')) &&
            languageTags.map((tag) => (
              <TextArea
                key={tag}
                label={words.form.acknowledgeIn(tag)}
                hint={words.form.acknowledgeInHint(tag)}
                problem={problem('acknowledgeIn')}
                rows={3}
                dir="auto"
                value={form.acknowledgeIn[tag]}
                onChange={({ target }) => edit({ acknowledgeIn: { ...form.acknowledgeIn, [tag]: target.value } })}
              />
            ))}
          <CheckField label={words.form.setAside} checked={form.setAside} onChange={({ target }) => edit({ setAside: target.checked })} />
        </fieldset>
        <CheckField label={words.form.active} checked={form.active} onChange={({ target }) => edit({ active: target.checked })} />
        <div className="console-choice">
          <Button onClick={onClose}>{words.form.cancel}</Button>
          <Button type="submit" look="primary">
            {words.form.keep}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
