import type { FormEvent, ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import type { Given, Proof } from './use-proof.tsx';

export interface TaskFormProps<Code extends string | null> {
  readonly proof: Proof<Code>;
  readonly submit: string;
  /** Besides passphrase and code, what this change asks for. */
  readonly children?: ReactNode;
  readonly onSubmit: (given: Given<Code>) => Promise<void>;
}

/** One change: what is asked for, why it was refused, and the button. */
export function TaskForm<Code extends string | null>({ proof, submit, children, onSubmit }: TaskFormProps<Code>) {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (proof.busy) return;
    const given = proof.take();
    if (given !== null) void onSubmit(given);
  };
  return (
    <form className="gate-form" onSubmit={send} aria-busy={proof.busy}>
      {proof.passphrase}
      {children}
      {proof.code}
      {proof.outcome}
      <Button type="submit" look="primary" size="large" wide busy={proof.busy}>
        {submit}
      </Button>
    </form>
  );
}
