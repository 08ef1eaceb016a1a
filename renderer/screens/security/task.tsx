import { useMemo, useRef, useState } from 'react';
import type { SecurityShown } from '../../data/security.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { NewPassphrase, refusalWords, type NewPassphraseHandle } from '../passphrase/new-passphrase.tsx';
import { RecoveryCodes } from '../second-factor/recovery-codes.tsx';
import { words as factorWords } from '../second-factor/words.ts';
import { NewAuthenticator } from './new-authenticator.tsx';
import { TaskForm } from './task-form.tsx';
import { TaskFrame } from './task-frame.tsx';
import type { SecurityTask } from './tasks.ts';
import { useProof } from './use-proof.tsx';
import { words } from './words.ts';

export interface TaskProps {
  readonly shown: SecurityShown;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

/** The screen of one change. What is typed and shown in it goes with it. */
export function Task({ task, ...props }: TaskProps & { readonly task: SecurityTask }) {
  switch (task) {
    case 'passphrase':
      return <PassphraseTask {...props} />;
    case 'authenticator':
      return <AuthenticatorTask {...props} />;
    case 'recovery-codes':
      return <RecoveryCodesTask {...props} />;
    case 'duress':
      return <DuressTask {...props} />;
    case 'no-duress':
      return <NoDuressTask {...props} />;
    case 'vault-key':
      return <VaultKeyTask {...props} />;
  }
}

/** The same list at each drawing. */
function useOwnWords(): readonly string[] {
  const { organisation, agentName } = useWorkplace();
  return useMemo(() => [organisation, agentName], [organisation, agentName]);
}

function PassphraseTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  const ownWords = useOwnWords();
  const chosen = useRef<NewPassphraseHandle>(null);
  const proof = useProof(shown.codeDigits);
  const said = words.tasks.passphrase;
  return (
    <TaskFrame title={said.title} lead={said.lead} onBack={onBack}>
      <TaskForm
        proof={proof}
        submit={said.submit}
        onSubmit={async ({ passphrase, code }) => {
          const next = chosen.current?.take() ?? null;
          if (next === null) return;
          const answer = await proof.ask(client.call('security.change-passphrase', { passphrase, code, next }));
          if (answer === null) return;
          if (answer.kind === 'changed') onDone();
          else chosen.current?.refuse(refusalWords(answer));
        }}
      >
        <NewPassphrase ref={chosen} labels={words.newPassphrase} minimum={shown.passphraseMinimum} ownWords={ownWords} />
      </TaskForm>
    </TaskFrame>
  );
}

function AuthenticatorTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  return (
    <NewAuthenticator
      client={client}
      shown={shown}
      begin={words.tasks.authenticator}
      onDone={onDone}
    >
      {(step, content) => (
        <TaskFrame {...step} onBack={onBack}>
          {content}
        </TaskFrame>
      )}
    </NewAuthenticator>
  );
}

function RecoveryCodesTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const proof = useProof(shown.codeDigits);
  const said = words.tasks['recovery-codes'];
  if (codes !== null) {
    return (
      <TaskFrame focusTitle title={factorWords.recovery.title} lead={factorWords.recovery.lead} onBack={onDone}>
        <RecoveryCodes codes={codes} onKept={onDone} />
      </TaskFrame>
    );
  }
  return (
    <TaskFrame title={said.title} lead={said.lead} onBack={onBack}>
      <TaskForm
        proof={proof}
        submit={said.submit}
        onSubmit={async (given) => {
          const answer = await proof.ask(client.call('security.new-recovery-codes', given));
          if (answer !== null) setCodes(answer.recoveryCodes);
        }}
      />
    </TaskFrame>
  );
}

function DuressTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  const ownWords = useOwnWords();
  const chosen = useRef<NewPassphraseHandle>(null);
  const proof = useProof(shown.codeDigits);
  const said = words.tasks.duress;
  return (
    <TaskFrame title={said.title} lead={said.lead} onBack={onBack}>
      <TaskForm
        proof={proof}
        submit={said.submit}
        onSubmit={async ({ passphrase, code }) => {
          const duress = chosen.current?.take() ?? null;
          if (duress === null) return;
          const answer = await proof.ask(client.call('security.set-duress-passphrase', { passphrase, code, duress }));
          if (answer === null) return;
          switch (answer.kind) {
            case 'set':
              onDone();
              return;
            case 'same':
              chosen.current?.refuse(words.duress.same);
              return;
            case 'not-allowed':
              proof.fail(words.duress.notAllowed);
              return;
            case 'too-short':
            case 'too-weak':
              chosen.current?.refuse(refusalWords(answer));
          }
        }}
      >
        <NewPassphrase ref={chosen} labels={words.duress} minimum={shown.passphraseMinimum} ownWords={ownWords} />
      </TaskForm>
    </TaskFrame>
  );
}

function NoDuressTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  const proof = useProof(shown.codeDigits);
  const said = words.tasks['no-duress'];
  return (
    <TaskFrame title={said.title} lead={said.lead} onBack={onBack}>
      <TaskForm
        proof={proof}
        submit={said.submit}
        onSubmit={async (given) => {
          const answer = await proof.ask(client.call('security.set-duress-passphrase', { ...given, duress: null }));
          if (answer === null) return;
          if (answer.kind === 'set') onDone();
          else proof.fail(words.duress.notAllowed);
        }}
      />
    </TaskFrame>
  );
}

function VaultKeyTask({ shown, onBack, onDone }: TaskProps) {
  const { client } = useWorkplace();
  const proof = useProof(shown.codeDigits);
  const said = words.tasks['vault-key'];
  return (
    <TaskFrame title={said.title} lead={said.lead} onBack={onBack}>
      <TaskForm
        proof={proof}
        submit={said.submit}
        onSubmit={async (given) => {
          if ((await proof.ask(client.call('security.rotate-vault-key', given))) !== null) onDone();
        }}
      />
    </TaskFrame>
  );
}
