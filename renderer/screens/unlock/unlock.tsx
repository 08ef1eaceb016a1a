import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState, type FormEvent } from 'react';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { CallFailure, Client } from '../../client.ts';
import { useNow, useSeconds } from '../../data/now.ts';
import { useStore, type Store } from '../../data/store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { PassphraseField } from '../../ui/field.tsx';
import { Gate } from '../../ui/gate.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';
import { failureWords } from '../../words/failures.ts';
import { leaseIsEnding } from '../../words/lease.ts';
import { leaseWords, timeOfDay } from '../../words/times.ts';
import { Owner } from '../owner.tsx';
import { nothingTyped, wholeFactor, type TypedFactor } from '../second-factor/second-factor.ts';
import { SecondFactorField, type SecondFactorHandle } from '../second-factor/second-factor-field.tsx';
import { TryOutcome, tryRefusalWords } from '../second-factor/try-outcome.tsx';
import { words as repairWords } from '../repair/words.ts';
import { StartOver } from '../stopped/start-over.tsx';
import { startOver } from '../stopped/words.ts';
import { Forgotten } from './forgotten.tsx';
import './unlock.css';
import type { Unlockable } from './unlockable.ts';
import { words } from './words.ts';

type Waiting = Exclude<Unlockable, { kind: 'starting' | 'unlocking' }>;
type Outcome =
  | (Exclude<IpcOutput<'session.unlock'>, { kind: 'unlocked' | 'repair-offered' }> & { readonly given: TypedFactor['kind'] | null })
  | { readonly kind: 'not-served'; readonly failure: CallFailure };

export interface UnlockScreenProps {
  readonly client: Client;
  readonly state: Unlockable;
  /** `unlocking` does not say how many; the state before it did. */
  readonly codeDigits: Store<number>;
  readonly below: string | null;
}

/**
 * Locked, lease ended, unlocking and, where a vault is there, starting are one form, so that nothing moves and nothing typed is lost from
 * one to the next. What is submitted before the vault was looked at is tried once it was.
 */
export function UnlockScreen({ client, state, codeDigits, below }: UnlockScreenProps) {
  const digits = useStore(codeDigits);
  const waiting = useWaiting(state);
  const [passphrase, setPassphrase] = useState('');
  const [factor, setFactor] = useState(nothingTyped);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [missing, setMissing] = useState<'passphrase' | 'code' | null>(null);
  const [asking, setAsking] = useState(false);
  /** Submitted while nobody could say yet whether there is something to unlock. */
  const [held, setHeld] = useState(false);
  const [forgotten, setForgotten] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const code = useRef<SecondFactorHandle>(null);
  const now = useNow();
  const seconds = useSeconds();
  const starting = state.kind === 'starting';
  const busy = asking || held || state.kind === 'unlocking';
  useEffect(() => {
    // Somebody may be at the code already: this form can be older than its script.
    if (document.activeElement === document.body) field.current?.focus();
  }, []);
  // The form is on screen before its script runs: what was typed by then is in the field already.
  useLayoutEffect(() => setPassphrase(field.current?.value ?? ''), []);
  const aloneUntil = outcome?.kind !== 'code-needed' && waiting?.kind === 'locked' ? waiting.passphraseOnlyUntil : null;
  const alone = aloneUntil !== null && aloneUntil > seconds;
  const codeNeeded = outcome?.kind === 'code-needed';
  useEffect(() => {
    if (codeNeeded) code.current?.focus();
  }, [codeNeeded]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy) void attempt();
  };
  const attempt = async (): Promise<void> => {
    if (passphrase === '') {
      setMissing('passphrase');
      field.current?.focus();
      return;
    }
    if (starting) {
      setHeld(true);
      return;
    }
    const whole = alone ? null : wholeFactor(factor, digits);
    if (!alone && whole === null) {
      setMissing('code');
      code.current?.focus();
      return;
    }
    setAsking(true);
    setOutcome(null);
    const answer = await client.call('session.unlock', { passphrase, code: whole });
    setAsking(false);
    if (!answer.ok) setOutcome({ kind: 'not-served', failure: answer.error });
    else if (answer.value.kind === 'unlocked' || answer.value.kind === 'repair-offered') return;
    else setOutcome({ ...answer.value, given: alone ? null : factor.kind });
    if (alone) {
      field.current?.focus();
      return;
    }
    // An authenticator's code is good for one try; sixteen letters are better mended than typed again. The passphrase may well have been right.
    if (factor.kind === 'app') setFactor(nothingTyped);
    requestAnimationFrame(() => code.current?.focus());
  };

  const goOn = useEffectEvent(() => {
    setHeld(false);
    void attempt();
  });
  useEffect(() => {
    // Once the form shows what it is that is tried.
    if (held && !starting) queueMicrotask(goOn);
  }, [held, starting]);

  // After a restart the state alone remembers that a wait is on.
  const retryAt = outcome !== null && 'retryAt' in outcome ? outcome.retryAt : 'retryAt' in state ? state.retryAt : null;
  const damaged = waiting?.kind === 'repair-needed';
  const leaseEnded = state.kind === 'lease-ended';
  // Once the hub is reached there is nothing to do but to unlock, as after a suspension that was lifted.
  const hubMissing = leaseEnded && !state.online;
  const leaseEnding = state.kind === 'locked' && !state.online && leaseIsEnding(state, now);

  return (
    <Gate
      above={<Owner state={starting ? null : state} />}
      title={damaged ? repairWords.neededTitle : hubMissing ? words.titleLeaseEnded : words.title}
      lead={damaged ? <p>{repairWords.neededLead}</p> : hubMissing ? <p>{words.leadLeaseEnded}</p> : undefined}
      below={below ?? undefined}
    >
      <form className="gate-form" onSubmit={submit} aria-busy={busy}>
        <PassphraseField
          ref={field}
          label={words.passphrase}
          value={passphrase}
          onChange={(event) => {
            setPassphrase(event.target.value);
            setMissing(null);
          }}
          hint={alone ? words.aloneUntil(timeOfDay(aloneUntil)) : undefined}
          problem={missing === 'passphrase' ? words.missingPassphrase : null}
        />
        {!alone && (
          <SecondFactorField
            ref={code}
            digits={digits}
            value={factor}
            onChange={(value) => {
              setFactor(value);
              setMissing(null);
            }}
            missing={missing === 'code'}
            nextCodeAt={waiting?.nextCodeAt ?? null}
          />
        )}
        <TryOutcome problem={busy || outcome === null ? '' : outcomeWords(outcome)} retryAt={busy ? null : retryAt} />
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {damaged ? (busy ? repairWords.looking : repairWords.look) : busy ? words.unlocking : words.submit}
        </Button>
      </form>
      <output className={classNames('unlock-lease', leaseEnding && 'unlock-lease-ending')}>
        {starting ? (
          <span className="unlock-looking">{words.looking}</span>
        ) : state.kind === 'unlocking' ? null : (
          <>
            <PresenceDot look={state.online ? 'on' : 'off'} />
            {state.online ? words.online : hubMissing ? words.offlineNeedsHub : words.offline}
            {state.kind === 'locked' && ` · ${leaseWords(state.leaseUntil, now)}${leaseEnding ? `. ${words.leaseEnding}` : ''}`}
          </>
        )}
      </output>
      <div className="unlock-forgotten">
        <Button look="quiet" disabled={busy || starting} onClick={() => setForgotten(true)}>
          {damaged ? startOver.open : words.forgotten.open}
        </Button>
        {forgotten &&
          (waiting?.kind === 'repair-needed' ? (
            <StartOver client={client} state={waiting} onClose={() => setForgotten(false)} />
          ) : (
            <Forgotten client={client} onClose={() => setForgotten(false)} />
          ))}
      </div>
    </Gate>
  );
}

/** The state before `unlocking`, which says less: what it said holds until the attempt is over. Null where there was none. */
function useWaiting(state: Unlockable): Waiting | null {
  const now = state.kind === 'unlocking' || state.kind === 'starting' ? null : state;
  const [waiting, setWaiting] = useState(now);
  if (now !== null && now !== waiting) setWaiting(now);
  return now ?? waiting;
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'wrong':
      return tryRefusalWords(outcome, outcome.given === null ? words.wrongAlone : words.wrong, outcome.given);
    case 'wait':
    case 'hub-needed':
      return tryRefusalWords(outcome, words.wrong, outcome.given);
    case 'code-needed':
      return words.codeNeeded;
    case 'not-served':
      return failureWords(outcome.failure);
  }
}
