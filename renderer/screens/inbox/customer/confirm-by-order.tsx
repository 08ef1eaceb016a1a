import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { ToldKind } from '../../../../shared/contract/console/verifying.ts';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { askHub, type ConsoleOutcome } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { Button } from '../../../ui/button.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import { problemWords } from '../findings/problem-words.ts';
import { verifyWords as say } from './verify-words.ts';

interface ConfirmByOrderProps {
  readonly conversation: ConversationId;
  readonly onConfirmed: () => void;
  readonly onCancel: () => void;
}

/** What the customer has told of an order, for the hub to compare. It is kept here until the form closes, and nowhere else. */
export function ConfirmByOrder({ conversation, onConfirmed, onCancel }: ConfirmByOrderProps) {
  const { client } = useDesk();
  const [orderNumber, setOrderNumber] = useState('');
  const [kind, setKind] = useState<ToldKind>('postal-code');
  const [value, setValue] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState('');
  const numberField = useRef<HTMLInputElement>(null);
  const valueField = useRef<HTMLInputElement>(null);
  useEffect(() => numberField.current?.focus(), []);

  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onCancel();
  };
  const compare = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const lacking = orderNumber.trim() === '' ? numberField : value.trim() === '' ? valueField : null;
    setMissing(lacking !== null);
    if (lacking !== null) return lacking.current?.focus();
    setBusy(true);
    setAnswer(say.comparing);
    const outcome = await askHub(client, 'customer.verify', { conversation, orderNumber: orderNumber.trim(), known: { kind, value: value.trim() } });
    setBusy(false);
    if (outcome.kind === 'done' && outcome.value.kind === 'confirmed') return onConfirmed();
    setAnswer(answerWords(outcome));
    valueField.current?.focus();
  };

  return (
    <form className="customer-note-form" aria-label={say.form} onSubmit={(event) => void compare(event)}>
      <p>{say.ask[kind]}</p>
      <TextField ref={numberField} onKeyDown={leave} label={say.orderNumber} value={orderNumber} maxLength={60} problem={missing && orderNumber.trim() === '' ? say.needed : null} onChange={(event) => setOrderNumber(event.target.value)} />
      <SelectField
        label={say.kind}
        value={kind}
        onKeyDown={leave}
        choices={ToldKind.options.map((option) => ({ value: option, words: say.kinds[option] }))}
        onChange={(event) => {
          setKind(ToldKind.parse(event.target.value));
          setValue('');
        }}
      />
      <TextField
        ref={valueField}
        onKeyDown={leave}
        label={say.value[kind]}
        {...(kind === 'phone-end' ? { hint: say.phoneHint } : {})}
        value={value}
        maxLength={40}
        inputMode={kind === 'phone-end' ? 'numeric' : kind === 'total' ? 'decimal' : 'text'}
        problem={missing && value.trim() === '' ? say.needed : null}
        onChange={(event) => setValue(event.target.value)}
      />
      <output className="how-far-known-answer">{answer}</output>
      <div className="how-far-known-acts">
        <Button type="submit" look="primary" busy={busy}>
          {say.compare}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {say.cancel}
        </Button>
      </div>
    </form>
  );
}

function answerWords(outcome: ConsoleOutcome<ConsoleOutput<'customer.verify'>>): string {
  if (outcome.kind !== 'done') return problemWords(outcome, say.unreachable);
  switch (outcome.value.kind) {
    case 'confirmed':
      return say.confirmed;
    case 'not-confirmed':
      return say.notConfirmed(outcome.value.left);
    case 'no-shop':
      return say.noShop;
    case 'silent':
      return say.silent;
  }
}
