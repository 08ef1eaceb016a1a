import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SessionState } from '../../../shared/domain/session-state.ts';
import type { Client } from '../../client.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Gate } from '../../ui/gate.tsx';
import { failureWords } from '../../words/failures.ts';
import { enrolmentProgress } from './progress.ts';
import { words } from './words.ts';

type Unenrolled = Extract<SessionState, { kind: 'unenrolled' }>;

/** An invite that came by a link: already in the field, or kept beside it because something else was typed there. */
interface Offered {
  readonly invite: string;
  readonly filled: boolean;
}

export function InviteScreen({ client, state, below }: { readonly client: Client; readonly state: Unenrolled; readonly below: string | null }) {
  const [invite, setInvite] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);

  const [offered, setOffered] = useState<Offered | null>(null);
  const latest = useRef('');
  useEffect(() => {
    latest.current = invite;
  });
  useEffect(() => {
    let here = true;
    /** What the last link brought, so that the next one may replace it; what was typed is never replaced unasked. */
    let filled = '';
    const take = async (): Promise<void> => {
      const answer = await client.call('enrolment.offered', null);
      if (!here || !answer.ok || answer.value.invite === null) return;
      const fresh = answer.value.invite;
      const free = latest.current.trim() === '' || latest.current === filled;
      if (free) {
        filled = fresh;
        setInvite(fresh);
        setProblem(null);
      }
      setOffered({ invite: fresh, filled: free });
    };
    void take();
    const stop = client.on('enrolment.offered', () => void take());
    return () => {
      here = false;
      stop();
    };
  }, [client]);

  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    // Mail programs wrap long lines; an invite has no white space of its own.
    const whole = invite.replace(/\s+/g, '');
    if (busy || whole === '') return;
    setBusy(true);
    setProblem(null);
    const answer = await client.call('enrolment.begin', { invite: whole });
    setBusy(false);
    if (!answer.ok) setProblem(answer.error.kind === 'invalid' ? words.invite.refused['invite-malformed'] : failureWords(answer.error));
    else if (answer.value.kind === 'refused') setProblem(words.invite.refused[answer.value.reason]);
    if (!answer.ok || answer.value.kind === 'refused') field.current?.focus();
  };

  return (
    <Gate title={words.invite.title} lead={<p>{words.invite.lead}</p>} progress={enrolmentProgress(1)} below={below ?? words.invite.below}>
      {state.notice !== undefined && <Banner meaning="caution" role="alert" title={state.notice} />}
      <output>
        {offered !== null && (
          <Banner
            meaning="info"
            title={offered.filled ? words.invite.offered : words.invite.offeredBeside}
            action={
              !offered.filled && (
                <Button
                  onClick={() => {
                    setInvite(offered.invite);
                    setProblem(null);
                    setOffered({ ...offered, filled: true });
                    field.current?.focus();
                  }}
                >
                  {words.invite.takeOffered}
                </Button>
              )
            }
          >
            {words.invite.offeredMore}
          </Banner>
        )}
      </output>
      <form className="gate-form" onSubmit={(event) => void submit(event)}>
        <TextArea
          ref={field}
          code
          label={words.invite.field}
          placeholder={words.invite.placeholder}
          value={invite}
          onChange={(event) => {
            setInvite(event.target.value);
            setProblem(null);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            void submit();
          }}
          problem={problem}
        />
        <Button type="submit" look="primary" size="large" wide busy={busy}>
          {words.invite.submit}
        </Button>
      </form>
    </Gate>
  );
}
