import { useState } from 'react';
import type { PatternSuggestion } from '../../../../shared/contract/console/policy.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import type { PolicyForm } from '../../../data/console/policy-form.ts';
import { leaveField } from '../../../data/console/redaction-form.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { findingWords } from '../../inbox/findings/finding-words.ts';
import { actionProblemWords } from '../words.ts';
import { words } from './words.ts';

interface SuggestionListProps {
  readonly form: PolicyForm;
  readonly edit: (field: string, text: string) => void;
}

/** Forms of what was destroyed by mistake: each is taken into the draft, or discarded. Nothing is here while mistakes have taught nothing. */
export function SuggestionList({ form, edit }: SuggestionListProps) {
  const { suggestions } = useConsole();
  const shown = useFollowed(suggestions).value ?? [];
  if (shown.length === 0) return null;
  return (
    <section className="policy-group" aria-label={words.suggestions.title}>
      <h2 className="policy-group-title">{words.suggestions.title}</h2>
      <p className="console-hint">{words.suggestions.lead}</p>
      {shown.map((each) => (
        <Suggestion key={`${each.type} ${each.pattern}`} suggestion={each} taken={(form[leaveField(each.pattern)] ?? '') !== ''} edit={edit} />
      ))}
    </section>
  );
}

function Suggestion({ suggestion, taken, edit }: { readonly suggestion: PatternSuggestion; readonly taken: boolean; readonly edit: SuggestionListProps['edit'] }) {
  const console = useConsole();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { type, pattern, example, times } = suggestion;
  const discard = async (): Promise<void> => {
    setBusy(true);
    const outcome = await console.ask('policy.discard', { type, pattern });
    setBusy(false);
    if (outcome.kind === 'done') console.suggestions.refresh();
    else setProblem(actionProblemWords(outcome));
  };
  return (
    <div className={classNames('policy-field', taken && 'policy-field-changed')}>
      <div className="policy-field-words">
        <p className="suggestion-example">{example}</p>
        <p className="field-hint">
          {problem !== null && (
            <span className="field-problem" role="alert">
              {problem}{' '}
            </span>
          )}
          {taken && <span className="policy-was">{words.suggestions.taken} </span>}
          {words.suggestions.from(findingWords({ type }).title, times)} <code className="suggestion-pattern">{pattern}</code>
        </p>
      </div>
      <div className="policy-field-box suggestion-choices">
        {taken ? (
          <Button onClick={() => edit(leaveField(pattern), '')}>{words.suggestions.takeBack}</Button>
        ) : (
          <>
            <Button onClick={() => edit(leaveField(pattern), example)}>{words.suggestions.take}</Button>
            <Button look="quiet" busy={busy} onClick={() => void discard()}>
              {words.suggestions.discard}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
