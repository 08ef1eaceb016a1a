import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { CodeCells, type CodeCellsHandle } from '../../ui/code-cells.tsx';
import { Gate } from '../../ui/gate.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { failureWords } from '../../words/failures.ts';
import './enrol.css';
import { Owner } from './passphrase.tsx';
import { enrolmentProgress } from './progress.ts';
import { words } from './words.ts';

type Approved = Extract<SessionState, { kind: 'approved' }>;
type Key = { readonly secret: string; readonly uri: string };

/** In groups of four, as authenticator apps show them. */
export function keyGroups(secret: string): readonly string[] {
  return secret.replace(/\s/g, '').match(/.{1,4}/g) ?? [];
}

export function TotpScreen({ client, state, below }: { readonly client: Client; readonly state: Approved; readonly below: string | null }) {
  const [key, setKey] = useState<Key | 'failed' | null>(null);
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(false);
  const firstCells = useRef<CodeCellsHandle>(null);
  const secondCells = useRef<CodeCellsHandle>(null);
  const digits = state.codeDigits;

  const provision = useCallback(async () => {
    setKey(null);
    const answer = await client.call('enrolment.provision-totp', null);
    setKey(answer.ok ? answer.value : 'failed');
  }, [client]);
  useEffect(() => {
    // Each call may make a new key: once only, or the phone and main would hold different ones.
    if (asked.current) return;
    asked.current = true;
    void provision();
  }, [provision]);
  const ready = key !== null && key !== 'failed';
  useEffect(() => {
    if (ready) firstCells.current?.focusFirst();
  }, [ready]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || first.length < digits || second.length < digits) return;
    if (first === second) {
      setProblem(words.totp.same);
      setSecond('');
      secondCells.current?.focusFirst();
      return;
    }
    setBusy(true);
    const answer = await client.call('enrolment.confirm-totp', { first, second });
    setBusy(false);
    if (answer.ok && answer.value.kind === 'confirmed') return;
    setProblem(!answer.ok ? failureWords(answer.error) : answer.value.kind === 'wrong' ? words.totp.wrong : words.totp.hubUnreachable);
    setFirst('');
    setSecond('');
    firstCells.current?.focusFirst();
  };

  return (
    <Gate above={<Owner state={state} />} title={words.totp.title} lead={<p>{words.totp.lead}</p>} progress={enrolmentProgress(4)} below={below ?? undefined}>
      {key === 'failed' ? (
        <div className="gate-form">
          <p className="gate-problem" role="alert">
            {words.totp.noKey}
          </p>
          <Button onClick={() => void provision()}>{words.totp.tryAgain}</Button>
        </div>
      ) : (
        <form className="gate-form" onSubmit={(event) => void submit(event)}>
          <div className="totp">
            {key === null ? (
              <output className="qr qr-waiting" aria-label={words.totp.loading}>
                <Spinner />
              </output>
            ) : (
              <QrCode text={key.uri} label={words.totp.qr} />
            )}
            <div className="totp-key">
              <span className="field-label">{words.totp.key}</span>
              <code className="totp-key-text" data-testid="totp-key">
                {key !== null &&
                  keyGroups(key.secret).map((group, place) => (
                    // The gaps are drawn, not typed: what is copied is the key alone. Two groups may be the same.
                    // eslint-disable-next-line react/no-array-index-key
                    <span key={place} className="totp-key-group">
                      {group}
                    </span>
                  ))}
              </code>
            </div>
          </div>
          <p className="totp-lead" id="codes-lead">
            {words.totp.codesLead}
          </p>
          <CodeCells
            ref={firstCells}
            label={words.totp.first}
            digits={digits}
            value={first}
            describedBy="codes-lead"
            onChange={(value) => {
              setFirst(value);
              setProblem(null);
              if (value.length === digits) secondCells.current?.focusFirst();
            }}
          />
          <div>
            <CodeCells
              ref={secondCells}
              label={words.totp.second}
              digits={digits}
              value={second}
              onChange={(value) => {
                setSecond(value);
                setProblem(null);
              }}
            />
            <output className="totp-next">
              {first.length === digits && second === '' && problem === null ? words.totp.waitForNext : ''}
            </output>
          </div>
          <p className="gate-problem" role="alert">
            {problem}
          </p>
          <Button type="submit" look="primary" size="large" wide busy={busy} disabled={!busy && (first.length < digits || second.length < digits)}>
            {words.totp.submit}
          </Button>
        </form>
      )}
    </Gate>
  );
}
