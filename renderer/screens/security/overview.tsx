import { useEffect, useRef, type ReactNode } from 'react';
import type { SecurityShown } from '../../data/security.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import type { SecurityTask } from './tasks.ts';
import { words } from './words.ts';

export interface OverviewProps {
  readonly shown: SecurityShown;
  /** The change one comes back from; the focus goes to its button. */
  readonly left: { readonly task: SecurityTask; readonly done: boolean } | null;
  readonly onOpen: (task: SecurityTask) => void;
  /** What is kept on this laptop, in words; null while that is not known. */
  readonly kept: string | null;
}

export function Overview({ shown, left, onOpen, kept }: OverviewProps) {
  const title = useRef<HTMLHeadingElement>(null);
  const buttons = useRef<Partial<Record<SecurityTask, HTMLButtonElement | null>>>({});
  const from = left?.task;
  useEffect(() => {
    ((from === undefined ? null : buttons.current[from]) ?? title.current)?.focus();
  }, [from]);
  const button = (task: SecurityTask): ReactNode => (
    <Button
      ref={(element) => {
        buttons.current[task] = element;
      }}
      onClick={() => onOpen(task)}
    >
      {words.tasks[task].open}
    </Button>
  );
  return (
    <main className="security-page" aria-label={words.title}>
      <div className="security-column">
        <h1 className="gate-title" ref={title} tabIndex={-1}>
          {words.title}
        </h1>
        <p className="security-text">{words.lead}</p>
        <output className="security-done">{left?.done === true && <Banner meaning="success" title={words.tasks[left.task].done} />}</output>
        <Part name={words.tasks.passphrase.name} about={words.tasks.passphrase.about} action={button('passphrase')} />
        <Part name={words.tasks.authenticator.name} about={words.tasks.authenticator.about} action={button('authenticator')} />
        <Part name={words.tasks['recovery-codes'].name} about={`${words.recoveryAbout} ${words.codesLeft(shown.recoveryCodesLeft)}`} action={button('recovery-codes')} />
        <Part name={words.tasks['vault-key'].name} about={words.tasks['vault-key'].about} action={button('vault-key')} />
        {kept !== null && <Part name={words.kept.name} about={kept} />}
        {shown.duressAllowed && (
          <Part
            name={words.tasks.duress.name}
            about={words.tasks.duress.about}
            action={
              <>
                {button('duress')}
                {button('no-duress')}
              </>
            }
          />
        )}
      </div>
    </main>
  );
}

function Part({ name, about, action }: { readonly name: string; readonly about: string; readonly action?: ReactNode }) {
  return (
    <section className="security-part" aria-label={name}>
      <h2 className="security-part-name">{name}</h2>
      <p className="security-text">{about}</p>
      {action !== undefined && <div className="security-actions">{action}</div>}
    </section>
  );
}
