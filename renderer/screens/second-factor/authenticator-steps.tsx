import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { AuthenticatorKey, type AuthenticatorSecret } from './authenticator-key.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TwoCodes, type TwoCodesProps } from './two-codes.tsx';
import { words } from './words.ts';

export type AuthenticatorStep = 'key' | 'recovery' | 'codes';

export interface StepWords {
  readonly step: AuthenticatorStep;
  readonly title: string;
  readonly lead: string;
}

export interface AuthenticatorStepsProps extends Omit<TwoCodesProps, 'onBack'> {
  readonly made: AuthenticatorSecret & { readonly recoveryCodes: readonly string[] };
  /** What stands around each step; its title takes the focus when a step comes that has no field. */
  readonly children: (step: StepWords, content: ReactNode) => ReactNode;
}

/** Setting up an authenticator, one thing a step: its key, the recovery codes, and two codes that prove it. */
export function AuthenticatorSteps({ made, children: frame, digits, confirm, onConfirmed }: AuthenticatorStepsProps) {
  const [step, setStep] = useState<AuthenticatorStep>('key');
  switch (step) {
    case 'key':
      return frame(
        { step, title: words.key.title, lead: words.key.lead },
        <div className="gate-form">
          <AuthenticatorKey secret={made.secret} uri={made.uri} />
          <Button look="primary" size="large" wide onClick={() => setStep('recovery')}>
            {words.key.added}
          </Button>
        </div>,
      );
    case 'recovery':
      return frame({ step, title: words.recovery.title, lead: words.recovery.lead }, <RecoveryCodes codes={made.recoveryCodes} onKept={() => setStep('codes')} />);
    case 'codes':
      return frame(
        { step, title: words.codes.title, lead: words.codes.lead },
        <TwoCodes digits={digits} confirm={confirm} {...(onConfirmed && { onConfirmed })} onBack={() => setStep('key')} />,
      );
  }
}
