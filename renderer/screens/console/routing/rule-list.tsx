import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RoutingChoices, RoutingTrial } from '../../../../shared/contract/console/routing.ts';
import type { RoutingRule } from '../../../../shared/domain/routing.ts';
import { emptyRule, ruleFormOf } from '../../../data/console/rule-form.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Chip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { RuleForm } from './rule-form.tsx';
import { ruleSentence, words } from './words.ts';

export interface RuleListProps {
  readonly rules: readonly RoutingRule[];
  readonly choices: RoutingChoices;
  /** Of these very rules; null where they were not tried. */
  readonly trial: RoutingTrial | null;
  readonly onChange: (rules: RoutingRule[]) => void;
}

/** The rules in their order, each in one sentence. */
export function RuleList({ rules, choices, trial, onChange }: RuleListProps) {
  /** The place of the rule that is edited; one past the last for a new one. */
  const [editing, setEditing] = useState<number | null>(null);
  const edited = editing === null ? undefined : rules[editing];
  const swap = (place: number, other: number): void => {
    const [a, b] = [rules[place], rules[other]];
    if (a !== undefined && b !== undefined) onChange(rules.map((rule, at) => (at === place ? b : at === other ? a : rule)));
  };
  return (
    <section className="policy-group" aria-label={words.rules}>
      <div className="routing-head">
        <h2 className="policy-group-title">{words.rules}</h2>
        <Button onClick={() => setEditing(rules.length)}>{words.add}</Button>
      </div>
      <p className="console-hint">{words.lead}</p>
      {rules.length === 0 ? (
        <EmptyState title={words.noRules}>
          <p>{words.noRulesMore}</p>
        </EmptyState>
      ) : (
        <ol className="rules">
          {rules.map((rule, place) => (
            <li key={rule.name} className="rule">
              <div className="rule-words">
                <p className="rule-name">
                  {rule.name} {!rule.active && <Chip>{words.off}</Chip>}
                </p>
                <p className="rule-sentence">{ruleSentence(rule, choices)}</p>
              </div>
              {trial !== null && <span className="rule-held">{words.held(trial.rules.find(({ name }) => name === rule.name)?.held ?? 0)}</span>}
              <div className="rule-actions">
                <IconButton label={words.up(rule.name)} disabled={place === 0} onClick={() => swap(place, place - 1)}>
                  <ArrowUp className="icon-small" />
                </IconButton>
                <IconButton label={words.down(rule.name)} disabled={place === rules.length - 1} onClick={() => swap(place, place + 1)}>
                  <ArrowDown className="icon-small" />
                </IconButton>
                <IconButton label={words.edit(rule.name)} onClick={() => setEditing(place)}>
                  <Pencil className="icon-small" />
                </IconButton>
                <IconButton label={words.remove(rule.name)} onClick={() => onChange(rules.filter((_, at) => at !== place))}>
                  <Trash2 className="icon-small" />
                </IconButton>
              </div>
            </li>
          ))}
        </ol>
      )}
      {editing !== null && (
        <RuleForm
          title={edited === undefined ? words.form.add : words.form.edit(edited.name)}
          start={edited === undefined ? emptyRule : ruleFormOf(edited)}
          choices={choices}
          others={rules.filter((_, at) => at !== editing).map(({ name }) => name)}
          onKeep={(rule) => {
            onChange(edited === undefined ? [...rules, rule] : rules.map((one, at) => (at === editing ? rule : one)));
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </section>
  );
}
