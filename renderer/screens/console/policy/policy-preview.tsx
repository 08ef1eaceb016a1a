import { Check, EyeOff, Laptop, OctagonAlert, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import type { PolicyDraft, PolicyEffect, RedactionPreview } from '../../../../shared/contract/console/policy.ts';
import type { Verdict } from '../../../../shared/domain/posture.ts';
import type { ConsoleOutcome } from '../../../data/console/ask.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { readingProblemWords } from '../words.ts';
import { findingWords } from '../../inbox/findings/finding-words.ts';
import { words } from './words.ts';
import { saidAgain } from '../../../words/said.ts';

export interface Preview {
  /** The newest answer; kept while the next one is on its way, so that nothing flickers. */
  readonly outcome: ConsoleOutcome<ConsoleOutput<'policy.preview'>> | null;
  /** It is the answer to what is in the form now, and the hub has nothing against it. */
  readonly isCurrent: boolean;
}

/** Long enough not to ask at every key, short enough to be there when one looks up. */
const askAfter = 400;

/** Asks the hub whom the draft affects, a moment after it was last changed. Null: there is nothing to ask. */
export function usePreview(draft: PolicyDraft | null): Preview {
  const { ask } = useConsole();
  const [answered, setAnswered] = useState<{ readonly draft: PolicyDraft; readonly outcome: NonNullable<Preview['outcome']> } | null>(null);
  useEffect(() => {
    if (draft === null) return undefined;
    let wanted = true;
    const timer = setTimeout(() => {
      void ask('policy.preview', draft).then((outcome) => {
        if (wanted) setAnswered({ draft, outcome });
      });
    }, askAfter);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, draft]);
  if (draft === null || answered === null) return { outcome: null, isCurrent: false };
  return { outcome: answered.outcome, isCurrent: answered.draft === draft && answered.outcome.kind === 'done' };
}

/** Beside the form: which laptops would be refused, warned or fine, and why. */
export function PolicyPreview({ preview, wrong, changed }: { readonly preview: Preview; readonly wrong: boolean; readonly changed: boolean }) {
  const { outcome, isCurrent } = preview;
  return (
    <aside className="policy-preview" aria-label={words.preview.title}>
      <h2 className="policy-group-title">
        {words.preview.title}
        {changed && !wrong && !isCurrent && outcome?.kind !== 'refused' && outcome?.kind !== 'unreachable' && <Spinner />}
      </h2>
      <output className="policy-effects">
        {wrong ? (
          <p className="console-hint">{words.preview.wrong}</p>
        ) : !changed ? (
          <p className="console-hint">{words.preview.nothing}</p>
        ) : outcome === null ? (
          <p className="console-hint">{words.preview.asking}</p>
        ) : outcome.kind !== 'done' ? (
          <p className="field-problem">{readingProblemWords(outcome)}</p>
        ) : (
          <>
            <Effects effects={outcome.value.effects} />
            {outcome.value.redaction !== null && <RedactionEffects preview={outcome.value.redaction} />}
          </>
        )}
      </output>
    </aside>
  );
}

/** How the change looks from a laptop: what it becomes, or `other` where only terms change. */
type Turn = Verdict | 'other';
const worstFirst = ['refuse', 'warn', 'allow', 'other'] as const satisfies readonly Turn[];
const icons = { refuse: OctagonAlert, warn: TriangleAlert, allow: Check, other: Laptop } as const;
const looks = { refuse: 'danger', warn: 'caution', allow: 'success', other: 'quiet' } as const;
const headings = { refuse: words.preview.refused, warn: words.preview.warned, allow: words.preview.allowed, other: words.preview.other } as const;

const turnOf = ({ before, after }: PolicyEffect): Turn => (before === after ? 'other' : after);

function Effects({ effects }: { readonly effects: readonly PolicyEffect[] }) {
  const affected = effects.filter(({ before, after, changes }) => before !== after || changes.length > 0);
  if (affected.length === 0) return <p className="console-hint">{words.preview.nobody}</p>;
  return worstFirst.map((turn) => {
    const those = affected.filter((effect) => turnOf(effect) === turn);
    const Icon = icons[turn];
    return (
      those.length > 0 && (
        <section key={turn} className="effects">
          <h3 className={`mark mark-${looks[turn]} effects-title`}>
            <Icon className="icon-small" aria-hidden="true" />
            {headings[turn](those.length)}
          </h3>
          <ul>
            {those.map((effect) => (
              <li key={effect.device} className="effect">
                {words.preview.of(effect.name, effect.agentName)}
                {effect.changes.map((change) => (
                  <p key={change} className="field-hint">
                    {saidAgain(change)}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )
    );
  });
}

/** On messages that customers wrote before: numbers alone, because who changes the policy reads no messages. */
function RedactionEffects({ preview: { messages, changes } }: { readonly preview: RedactionPreview }) {
  return (
    <section className="effects">
      <h3 className="mark mark-quiet effects-title">
        <EyeOff className="icon-small" aria-hidden="true" />
        {words.preview.messages(messages)}
      </h3>
      <ul>
        {changes.length === 0 && <li className="effect">{words.preview.messagesSame}</li>}
        {changes.map(({ type, before, after }) => (
          <li key={type} className="effect">
            {words.preview.messagesChange(findingWords({ type }).title, before, after)}
          </li>
        ))}
      </ul>
    </section>
  );
}
