import { useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { systemClock } from '../../../shared/domain/clock.ts';
import type { tryRefusals } from '../../../shared/contract/ipc/session.ts';
import { useSeconds } from '../../data/now.ts';
import { classNames } from '../../ui/class-names.ts';
import { countdown } from '../../words/times.ts';
import { fewAttempts, tryWords } from '../../words/tries.ts';
import './second-factor.css';
import type { TypedFactor } from './second-factor.ts';

export type TryRefusal = z.infer<(typeof tryRefusals)[number]>;

/**
 * Why passphrase and code opened nothing.
 *
 * @param wrong one sentence for both factors: which of them was wrong is not told.
 * @param given what kind of code it was.
 * @returns empty for a wait, which is counted down.
 */
export function tryRefusalWords(refusal: TryRefusal, wrong: string, given: TypedFactor['kind'] | null): string {
  switch (refusal.kind) {
    case 'wrong':
      return refusal.attemptsLeft <= fewAttempts ? `${wrong} ${tryWords.attemptsLeft(refusal.attemptsLeft)}` : wrong;
    case 'wait':
      return '';
    case 'hub-needed':
      return given === 'one-time' ? tryWords.hubNeededForOneTime : tryWords.hubNeeded;
  }
}

/** What became of a try, and when the next one is possible. Said aloud once each; the countdown is for the eyes. */
export function TryOutcome({ problem, retryAt }: { readonly problem: string; readonly retryAt: number | null }) {
  return (
    <div className={classNames('try', problem === '' && retryAt === null && 'try-quiet')}>
      <div role="alert">
        {problem !== '' && <p className="gate-problem">{problem}</p>}
        {retryAt !== null && <WaitSaid key={retryAt} until={retryAt} />}
      </div>
      {retryAt !== null && <Wait until={retryAt} />}
    </div>
  );
}

function WaitSaid({ until }: { readonly until: number }): ReactNode {
  const [seconds] = useState(() => Math.ceil((until - systemClock.now()) / 1000));
  return seconds > 0 && <p className="sr-only">{tryWords.waitSaid(seconds)}</p>;
}

function Wait({ until }: { readonly until: number }) {
  const now = useSeconds();
  const over = until <= now;
  return (
    <>
      {!over && (
        <p className="try-wait" aria-hidden="true">
          {tryWords.wait(countdown(until, now))}
        </p>
      )}
      <output className="try-wait">{over ? tryWords.tryNow : null}</output>
    </>
  );
}
