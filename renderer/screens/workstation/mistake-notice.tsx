import { Undo2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { ReportedMistake } from '../../../shared/contract/console/mistakes.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { timeOfDay } from '../../words/times.ts';
import { findingWords } from '../inbox/findings/finding-words.ts';
import { useKeptOutOfPictures } from '../inbox/findings/kept-out-of-pictures.ts';
import { problemWords } from '../inbox/findings/problem-words.ts';
import { ShownValue } from '../inbox/findings/shown-value.tsx';
import { words } from '../inbox/findings/words.ts';

type State = { readonly kind: 'asked'; readonly problem: string | null } | { readonly kind: 'busy' } | { readonly kind: 'shown'; readonly value: string; readonly until: number };

/** A colleague says that something was destroyed by mistake. Only after a look at it can it be brought back. */
export function MistakeNotice({ reported }: { readonly reported: ReportedMistake }) {
  const { approvals } = useWorkplace();
  const [state, setState] = useState<State>({ kind: 'asked', problem: null });
  const hide = useCallback(() => setState({ kind: 'asked', problem: null }), []);
  useKeptOutOfPictures(state.kind === 'shown' ? state.until : null, hide);
  const look = async (): Promise<void> => {
    setState({ kind: 'busy' });
    const outcome = await approvals.lookAtMistake(reported.mistake);
    setState(outcome.kind === 'done' ? { kind: 'shown', value: outcome.value.value, until: Date.now() + outcome.value.seconds * 1000 } : { kind: 'asked', problem: problemWords(outcome, words.mistake.unreachable) });
  };
  const decide = async (restore: boolean): Promise<void> => {
    setState({ kind: 'busy' });
    const outcome = await approvals.decideMistake(reported.mistake, restore);
    // Done: the notice goes with the next list.
    setState({ kind: 'asked', problem: outcome.kind === 'done' ? null : problemWords(outcome, words.mistake.unreachable) });
  };
  const said = words.mistake.says(reported.agentName, findingWords(reported).title, timeOfDay(reported.until));
  return (
    <div className="notice">
      <Undo2 className="icon" aria-hidden="true" />
      <div className={classNames('notice-words', state.kind === 'shown' && 'notice-whole')}>
        <p>{state.kind === 'asked' && state.problem !== null ? state.problem : said}</p>
        {state.kind === 'shown' && (
          <ShownValue value={state.value} until={state.until} copying={false} onHide={hide}>
            <span className="notice-choices">
              <Button onClick={() => void decide(false)}>{words.mistake.keep}</Button>
              <Button onClick={() => void decide(true)}>{words.mistake.restore}</Button>
            </span>
          </ShownValue>
        )}
      </div>
      {state.kind !== 'shown' && (
        <Button busy={state.kind === 'busy'} onClick={() => void look()}>
          {words.mistake.look}
        </Button>
      )}
    </div>
  );
}
