import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { CallFailure, Client } from '../../client.ts';
import { useNow, useSeconds } from '../../data/now.ts';
import { useStore, type Store } from '../../data/store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CodeCells, type CodeCellsHandle } from '../../ui/code-cells.tsx';
import { PassphraseField } from '../../ui/field.tsx';
import { Gate } from '../../ui/gate.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';
import { failureWords } from '../../words/failures.ts';
import { leaseIsEnding } from '../../words/lease.ts';
import { countdown, leaseWords } from '../../words/times.ts';
import './unlock.css';
import { fewAttempts, words } from './words.ts';

export type Unlockable = Extract<SessionState, { kind: 'locked' | 'lease-ended' | 'unlocking' }>;
type Outcome = Exclude<IpcOutput<'session.unlock'>, { kind: 'unlocked' }> | { readonly kind: 'not-served'; readonly failure: CallFailure };

export interface UnlockScreenProps {
  readonly client: Client;
  readonly state: Unlockable;
  /** `unlocking` does not say how many; the state before it did. */
  readonly codeDigits: Store<number>;
  readonly below: string | null;
}

/** Locked, lease ended and unlocking are one form, so that nothing moves and nothing typed is lost from one to the next. */
export function UnlockScreen({ client, state, codeDigits, below }: UnlockScreenProps) {
  const digits = useStore(codeDigits);
  const [passphrase, setPassphrase] = useState('');
  const [code, setCode] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [missing, setMissing] = useState<'passphrase' | 'code' | null>(null);
  const [asking, setAsking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const cells = useRef<CodeCellsHandle>(null);
  const now = useNow();
  const busy = asking || state.kind === 'unlocking';
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (passphrase === '') {
      setMissing('passphrase');
      field.current?.focus();
      return;
    }
    if (code.length < digits) {
      setMissing('code');
      cells.current?.focusNext();
      return;
    }
    setAsking(true);
    setOutcome(null);
    const answer = await client.call('session.unlock', { passphrase, code });
    setAsking(false);
    if (answer.ok && answer.value.kind === 'unlocked') return;
    setOutcome(answer.ok ? (answer.value as Outcome) : { kind: 'not-served', failure: answer.error });
    // A code is good for one try; the passphrase may well have been right.
    setCode('');
    cells.current?.focusFirst();
  };

  // After a restart the state alone remembers that a wait is on.
  const retryAt = outcome !== null && 'retryAt' in outcome ? outcome.retryAt : state.kind === 'locked' ? state.retryAt : null;
  const attemptsLeft = outcome?.kind === 'wrong' ? outcome.attemptsLeft : state.kind === 'locked' ? state.attemptsLeft : null;
  const leaseEnded = state.kind === 'lease-ended';
  // Once the hub is reached there is nothing to do but to unlock, as after a suspension that was lifted.
  const hubMissing = leaseEnded && !state.online;
  const leaseEnding = state.kind === 'locked' && !state.online && leaseIsEnding(state, now);

  return (
    <Gate
      above={
        <>
          <strong>{state.organisation}</strong>
          <span>
            {state.agentName} · {state.deviceName}
          </span>
        </>
      }
      title={hubMissing ? words.titleLeaseEnded : words.title}
      lead={hubMissing ? <p>{words.leadLeaseEnded}</p> : undefined}
      below={below ?? undefined}
    >
      <form className="gate-form" onSubmit={(event) => void submit(event)} aria-busy={busy}>
        <PassphraseField
          ref={field}
          label={words.passphrase}
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.target.value);
            setMissing(null);
          }}
          problem={missing === 'passphrase' ? words.missingPassphrase : null}
        />
        <div>
          <CodeCells
            ref={cells}
            label={words.code}
            digits={digits}
            value={code}
            onChange={(value) => {
              setCode(value);
              setMissing(null);
            }}
            describedBy="unlock-code-hint"
          />
          <p className="unlock-hint" id="unlock-code-hint">
            {words.codeHint}
          </p>
          <p className="gate-problem" role="alert">
            {missing === 'code' ? words.missingCode : null}
          </p>
        </div>
        <div className="unlock-outcome" role="alert">
          <OutcomeWords outcome={busy ? null : outcome} attemptsLeft={attemptsLeft} />
        </div>
        {!busy && retryAt !== null && <Wait until={retryAt} />}
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {busy ? words.unlocking : words.submit}
        </Button>
      </form>
      <output className={classNames('unlock-lease', leaseEnding && 'unlock-lease-ending')}>
        {state.kind === 'unlocking' ? null : (
          <>
            <PresenceDot look={state.online ? 'on' : 'off'} />
            {state.online ? words.online : hubMissing ? words.offlineNeedsHub : words.offline}
            {state.kind === 'locked' && ` · ${leaseWords(state.leaseUntil, now)}${leaseEnding ? `. ${words.leaseEnding}` : ''}`}
          </>
        )}
      </output>
    </Gate>
  );
}

function OutcomeWords({ outcome, attemptsLeft }: { readonly outcome: Outcome | null; readonly attemptsLeft: number | null }) {
  if (outcome === null) return null;
  switch (outcome.kind) {
    case 'wrong':
      return (
        <p className="gate-problem">
          {words.wrong} {attemptsLeft !== null && attemptsLeft <= fewAttempts && words.attemptsLeft(attemptsLeft)}
        </p>
      );
    case 'wait':
      return null;
    case 'code-needed':
    case 'hub-needed':
      return <p className="gate-problem">{words.hubNeeded}</p>;
    case 'not-served':
      return <p className="gate-problem">{failureWords(outcome.failure)}</p>;
  }
}

/** Counts down without an interruption: a screen reader is told once, not every second. */
function Wait({ until }: { readonly until: number }) {
  const now = useSeconds();
  return <p className="unlock-wait">{until > now ? words.wait(countdown(until, now)) : words.tryNow}</p>;
}
