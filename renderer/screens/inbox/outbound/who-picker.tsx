import { useEffect, useRef, useState, type Ref } from 'react';
import type { Customer } from '../../../../shared/domain/people.ts';
import { useDesk } from '../../../data/desk.tsx';
import { Picker, type PickerChoice } from '../../../ui/picker.tsx';
import { newWords as words } from './new-conversation-words.ts';

/** Whom it is with: somebody who is here, or what was typed of somebody new. */
export type Who = { readonly kind: 'customer'; readonly customer: Customer } | { readonly kind: 'typed'; readonly typed: string };

export interface WhoPickerProps {
  readonly way: 'email' | 'phone';
  readonly chosen: Who | null;
  readonly onChoose: (who: Who | null) => void;
  readonly problem: string | null;
  readonly ref?: Ref<HTMLInputElement>;
}

/** What can be an address or a number; whether it is one, the hub says. */
const looksRight = { email: /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/, phone: /^\+?[\d\s()./-]{5,}$/ } as const;
const typedValue = 'typed';

export function WhoPicker({ way, chosen, onChoose, problem, ref }: WhoPickerProps) {
  const { client } = useDesk();
  const [typed, setTyped] = useState('');
  const [{ found, by }, setAnswered] = useState<{ readonly found: readonly Customer[]; readonly by: string }>({ found: [], by: '' });
  /** Does it with whom the whole of what is typed finds. */
  const waiting = useRef<((found: readonly Customer[]) => void) | null>(null);
  useEffect(() => {
    if (typed.trim() === '') return undefined;
    let over = false;
    void client.call('inbox.customers', { typed: typed.slice(0, 200) }).then((answer) => {
      if (over) return;
      const customers = answer.ok ? answer.value : [];
      setAnswered({ found: customers, by: typed });
      const act = waiting.current;
      waiting.current = null;
      act?.(customers);
    });
    return () => {
      over = true;
      waiting.current = null;
    };
  }, [client, typed]);

  const reachable = (customer: Customer): string | undefined => customer.identities.find(({ kind }) => kind === way)?.shown;
  /** A call can be with anybody; mail goes to an address. */
  const fits = (customer: Customer): boolean => way !== 'email' || reachable(customer) !== undefined;
  const choicesFor = (asked: string): readonly PickerChoice[] => {
    const here = asked.trim() === '' ? [] : found.flatMap((customer) => {
      const shown = reachable(customer);
      return !fits(customer) ? [] : [{ value: customer.id, words: customer.name, ...(shown === undefined ? {} : { hint: shown }) }];
    });
    const fresh = looksRight[way].test(asked.trim()) ? [{ value: typedValue, words: asked.trim(), hint: way === 'email' ? words.newAddress : words.newNumber }] : [];
    return [...fresh, ...here];
  };
  /** Somebody whom a part of a name has found is not meant by the whole of it. */
  const later = (first: PickerChoice | undefined, done: (found: boolean) => boolean): boolean => {
    if (typed.trim() === '' || by === typed || first?.value === typedValue) return false;
    waiting.current = (customers) => {
      const customer = customers.find(fits);
      if (done(customer !== undefined) && customer !== undefined) onChoose({ kind: 'customer', customer });
    };
    return true;
  };
  const shown: PickerChoice | null = chosen === null ? null : chosen.kind === 'typed' ? { value: typedValue, words: chosen.typed } : { value: chosen.customer.id, words: chosen.customer.name };
  return (
    <Picker
      {...(ref === undefined ? {} : { ref })}
      label={words.who}
      placeholder={way === 'email' ? words.whoPlaceholder : words.callerPlaceholder}
      choicesFor={choicesFor}
      onTyped={setTyped}
      later={later}
      nothing={way === 'email' ? words.nobody : words.nobodyCalled}
      problem={problem}
      chosen={shown}
      onChoose={(choice) => {
        if (choice === null) onChoose(null);
        else if (choice.value === typedValue) onChoose({ kind: 'typed', typed: choice.words });
        else {
          const customer = found.find(({ id }) => id === choice.value);
          if (customer !== undefined) onChoose({ kind: 'customer', customer });
        }
      }}
    />
  );
}
