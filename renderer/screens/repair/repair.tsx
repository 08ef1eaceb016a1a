import { Wrench } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/field.tsx';
import { Gate } from '../../ui/gate.tsx';
import { failureWords } from '../../words/failures.ts';
import './repair.css';
import { losesSomething, parts, words } from './words.ts';

type Offered = Extract<SessionState, { kind: 'repair-offered' }>;

/** What can be saved of a damaged vault, and what not, before anything is done. */
export function RepairScreen({ client, state, below }: { readonly client: Client; readonly state: Offered; readonly below: string | null }) {
  const { salvage } = state;
  const loses = losesSomething(salvage);
  const [understood, setUnderstood] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || (loses && !understood)) return;
    setBusy(true);
    setProblem(null);
    const answer = await client.call('session.repair', { understood: true });
    setBusy(false);
    // The state that follows brings its own screen.
    if (!answer.ok) setProblem(failureWords(answer.error));
  };

  return (
    <Gate
      focusTitle
      icon={<Wrench className="gate-icon gate-icon-caution" aria-hidden="true" />}
      title={words.title}
      lead={<p>{salvage.readable ? words.lead : words.nothing}</p>}
      below={below ?? undefined}
    >
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        {salvage.readable && (
          <table className="repair-table" aria-label={words.list}>
            <thead>
              <tr>
                <th scope="col">{words.what}</th>
                <th scope="col" className="repair-count">
                  {words.saved}
                </th>
                <th scope="col" className="repair-count">
                  {words.lost}
                </th>
              </tr>
            </thead>
            <tbody>
              {parts(salvage).map(({ name, saved, lost }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td className="repair-count">{saved}</td>
                  <td className={lost > 0 ? 'repair-count repair-lost' : 'repair-count'}>{lost}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {salvage.readable && salvage.unsure && <p>{words.unsure}</p>}
        <p>
          {words.aside} {words.unread}
        </p>
        {loses && <CheckField label={words.understood} checked={understood} onChange={(event) => setUnderstood(event.target.checked)} />}
        <p className="gate-problem" role="alert">
          {problem}
        </p>
        <div className="repair-choice">
          <Button disabled={busy} onClick={() => void client.call('session.lock', null)}>
            {words.later}
          </Button>
          <Button type="submit" look="primary" busy={busy} disabled={loses && !understood}>
            {words.repair}
          </Button>
        </div>
      </form>
    </Gate>
  );
}
