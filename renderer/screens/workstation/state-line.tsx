import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SyncState } from '../../../shared/domain/sync-state.ts';
import { useNow } from '../../data/now.ts';
import { useStore, type Store } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { CodeCells, type CodeCellsHandle } from '../../ui/code-cells.tsx';
import { PresenceDot } from '../../ui/presence-dot.tsx';
import { failureWords } from '../../words/failures.ts';
import { leaseIsEnding } from '../../words/lease.ts';
import { dayAndTime, dayName, leaseWords } from '../../words/times.ts';
import './state-line.css';
import { words } from './words.ts';

const looks = { online: 'on', offline: 'off', connecting: 'busy', 'code-needed': 'asks' } as const satisfies Record<SyncState['connection'], string>;

/** The line at the bottom: how this workstation stands to the hub, honestly. */
export function StateLine({ codeDigits, notice }: { readonly codeDigits: Store<number>; readonly notice: string | null }) {
  const workplace = useWorkplace();
  const { state, offlineSince } = useStore(workplace.sync.connection);
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const codeNeeded = state?.connection === 'code-needed';
  return (
    <footer className="state-line" aria-label={words.state.footer}>
      {codeNeeded && asking && <FreshCode codeDigits={codeDigits} onDone={() => setAsking(false)} />}
      <div className="state-facts">
        <output className="state-connection" aria-label={words.state.label}>
          {state !== null && <PresenceDot look={looks[state.connection]} />}
          {state === null ? words.state.starting : connectionWords(state, offlineSince, now)}
        </output>
        {codeNeeded && !asking && (
          <button type="button" className="state-action" onClick={() => setAsking(true)}>
            {words.state.enterCode}
          </button>
        )}
        {state !== null && (
          <>
            <span className="state-fact">{cacheWords(state, now)}</span>
            {state.resolvedSince !== null && <span className="state-fact state-reach">{words.state.resolvedSince(dayName(state.resolvedSince, now))}</span>}
            {state.queued > 0 && <span className="state-fact state-queued">{words.state.queued(state.queued)}</span>}
            {state.conflicts > 0 && <span className="state-fact state-conflicts">{words.state.conflicts(state.conflicts)}</span>}
            {state.diskFull && (
              <output className="state-fact state-full">{words.state.diskFull}</output>
            )}
            {state.mailStopped === true && <output className="state-fact state-full">{words.state.mailStopped}</output>}
            <span className="state-rest" />
            {notice !== null && (
              <span className="state-fact state-notice" title={notice}>
                {notice}
              </span>
            )}
            <span className={classNames('state-fact', 'state-lease', leaseIsEnding(state, now) && 'state-lease-ending')}>{leaseWords(state.leaseUntil, now)}</span>
          </>
        )}
      </div>
    </footer>
  );
}

function connectionWords(state: SyncState, offlineSince: number | null, now: number): string {
  switch (state.connection) {
    case 'online':
      return words.state.online;
    case 'offline':
      return offlineSince === null ? words.state.offline : words.state.offlineSince(dayAndTime(offlineSince, now));
    case 'connecting':
      return words.state.connecting;
    case 'code-needed':
      return words.state.codeNeeded;
  }
}

function cacheWords(state: SyncState, now: number): string {
  if (state.backfill === 'running') return state.backfilledTo === null ? words.state.backfill(state.messages) : words.state.backfillTo(state.messages, dayAndTime(state.backfilledTo, now));
  if (state.connection === 'online' && state.backfill === 'done' && state.mailStopped !== true) return words.state.upToDate;
  return state.cachedTo === null ? '' : words.state.cachedTo(dayAndTime(state.cachedTo, now));
}

/** The hub wants a fresh code before it opens the mailbox; the inbox stays usable meanwhile. */
function FreshCode({ codeDigits, onDone }: { readonly codeDigits: Store<number>; readonly onDone: () => void }) {
  const workplace = useWorkplace();
  const digits = useStore(codeDigits);
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const cells = useRef<CodeCellsHandle>(null);
  useEffect(() => cells.current?.focusFirst(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || code.length < digits) return;
    setBusy(true);
    setProblem(null);
    const answer = await workplace.client.call('session.code', { code });
    setBusy(false);
    if (answer.ok && answer.value.kind === 'accepted') {
      onDone();
      return;
    }
    setProblem(!answer.ok ? failureWords(answer.error) : answer.value.kind === 'wrong' ? words.state.codeWrong : words.state.codeOffline);
    setCode('');
    cells.current?.focusFirst();
  };

  return (
    <form className="state-code" onSubmit={(event) => void submit(event)}>
      <CodeCells ref={cells} small label={words.state.code} labelHidden digits={digits} value={code} onChange={setCode} />
      <Button type="submit" look="primary" busy={busy} disabled={!busy && code.length < digits}>
        {words.state.sendCode}
      </Button>
      <Button look="quiet" onClick={onDone}>
        {words.state.cancel}
      </Button>
      <span className="state-problem" role="alert">
        {problem}
      </span>
    </form>
  );
}
