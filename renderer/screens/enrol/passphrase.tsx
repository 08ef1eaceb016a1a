import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { PassphraseField } from '../../ui/field.tsx';
import { Gate } from '../../ui/gate.tsx';
import { failureWords } from '../../words/failures.ts';
import './enrol.css';
import { passphraseStrength } from './passphrase-strength.ts';
import { enrolmentProgress } from './progress.ts';
import { words } from './words.ts';

type Approved = Extract<SessionState, { kind: 'approved' }>;

/** As main counts them: code points, not UTF-16 units (NIST SP 800-63B-4 section 3.1.1.2). */
const lengthOf = (text: string): number => Array.from(text).length;

export function PassphraseScreen({ client, state, below }: { readonly client: Client; readonly state: Approved; readonly below: string | null }) {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<{ readonly at: 'first' | 'second'; readonly words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const firstField = useRef<HTMLInputElement>(null);
  const secondField = useRef<HTMLInputElement>(null);
  useEffect(() => firstField.current?.focus(), []);

  const missing = state.passphraseMinimum - lengthOf(first);
  const hint =
    first === ''
      ? words.passphrase.minimum(state.passphraseMinimum)
      : missing > 0
        ? words.passphrase.missing(missing)
        : words.passphrase.strengths[passphraseStrength(first)];

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (missing > 0) {
      setProblem({ at: 'first', words: words.passphrase.tooShort(state.passphraseMinimum) });
      firstField.current?.focus();
      return;
    }
    if (first !== second) {
      setProblem({ at: 'second', words: words.passphrase.different });
      secondField.current?.focus();
      return;
    }
    setBusy(true);
    const answer = await client.call('enrolment.choose-passphrase', { passphrase: first });
    setBusy(false);
    if (!answer.ok) setProblem({ at: 'first', words: failureWords(answer.error) });
    else if (answer.value.kind === 'too-short') setProblem({ at: 'first', words: words.passphrase.tooShort(answer.value.minimum) });
  };

  return (
    <Gate
      above={<Owner state={state} />}
      title={words.passphrase.title}
      lead={<p>{words.passphrase.lead}</p>}
      progress={enrolmentProgress(3)}
      below={below ?? undefined}
    >
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <PassphraseField
          ref={firstField}
          label={words.passphrase.first}
          value={first}
          onChange={(event) => {
            setFirst(event.target.value);
            setProblem(null);
          }}
          hint={<span aria-live="polite">{hint}</span>}
          problem={problem?.at === 'first' ? problem.words : null}
        />
        <PassphraseField
          ref={secondField}
          label={words.passphrase.second}
          value={second}
          onChange={(event) => {
            setSecond(event.target.value);
            setProblem(null);
          }}
          problem={problem?.at === 'second' ? problem.words : null}
        />
        <Banner meaning="caution" role="note" title={words.passphrase.warning} />
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {words.passphrase.submit}
        </Button>
      </form>
    </Gate>
  );
}

/** Whose laptop this is becoming. */
export function Owner({ state }: { readonly state: { readonly organisation: string; readonly deviceName: string; readonly agentName: string } }) {
  return (
    <>
      <strong>{state.organisation}</strong>
      <span>
        {state.agentName} · {state.deviceName}
      </span>
    </>
  );
}
