import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Gate } from '../../ui/gate.tsx';
import { failureWords } from '../../words/failures.ts';
import { Owner } from '../owner.tsx';
import { NewPassphrase, refusalWords, type NewPassphraseHandle } from '../passphrase/new-passphrase.tsx';
import './enrol.css';
import { enrolmentProgress } from './progress.ts';
import { words } from './words.ts';

type Approved = Extract<SessionState, { kind: 'approved' }>;

export function PassphraseScreen({ client, state, below }: { readonly client: Client; readonly state: Approved; readonly below: string | null }) {
  const [busy, setBusy] = useState(false);
  const chosen = useRef<NewPassphraseHandle>(null);
  const { organisation, agentName, agentEmail } = state;
  const ownWords = useMemo(() => [organisation, agentName, agentEmail], [organisation, agentName, agentEmail]);
  useEffect(() => chosen.current?.focus(), []);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const passphrase = chosen.current?.take() ?? null;
    if (passphrase === null) return;
    setBusy(true);
    const answer = await client.call('enrolment.choose-passphrase', { passphrase });
    setBusy(false);
    // The state that follows brings its own screen.
    if (!answer.ok) chosen.current?.refuse(failureWords(answer.error));
    else if (answer.value.kind !== 'chosen') chosen.current?.refuse(refusalWords(answer.value));
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
        <NewPassphrase ref={chosen} labels={{ first: words.passphrase.first, second: words.passphrase.second }} minimum={state.passphraseMinimum} ownWords={ownWords} />
        <Banner meaning="caution" role="note" title={words.passphrase.warning} />
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {words.passphrase.submit}
        </Button>
      </form>
    </Gate>
  );
}
