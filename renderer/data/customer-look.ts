import { useCallback, useEffect, useState } from 'react';
import type { CustomerNote, CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { ConversationId, CustomerId, CustomerNoteId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { Verification } from '../../shared/domain/verification.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { askHub, type ConsoleOutcome } from './console/ask.ts';
import { useDesk } from './desk.tsx';
import { useStore } from './store.ts';

/** A conversation that is passed over with the keys is no look: in milliseconds. */
const settled = 400;
const mostOthers = 20;

export type CustomerLook =
  | { readonly kind: 'asking' }
  | { readonly kind: 'offline' }
  /** Their role has no part in it. */
  | { readonly kind: 'not-allowed' }
  /** The hub's own words. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'seen'; readonly seen: CustomerSeen };

export interface LookInHand {
  readonly look: CustomerLook;
  readonly again: () => void;
  /** Null where it was kept; otherwise why it was not. */
  readonly addNote: (text: string) => Promise<ConsoleOutcome<CustomerNote>>;
  readonly removeNote: (id: CustomerNoteId) => Promise<ConsoleOutcome<null>>;
}

const asking: CustomerLook = { kind: 'asking' };

/**
 * What the hub shows of the customer of a conversation. Kept in the memory of this panel and nowhere else: another
 * conversation, or a panel that is folded, forgets it. Asked anew when the customer has come to be known otherwise, or is one with another, or is so no more.
 */
export function useCustomerLook(id: ConversationId, level: Verification, customer: Customer): LookInHand {
  const { client, may, sync } = useDesk();
  const online = useStore(sync.connection, ({ state }) => state === null || state.connection === 'online');
  const [turn, setTurn] = useState(0);
  const allowed = may('customer.read.masked');
  const key = `${id} ${level} ${customer.id} ${JSON.stringify(customer.identities)} ${turn}`;
  const [answered, setAnswered] = useState<{ readonly key: string; readonly look: CustomerLook } | null>(null);
  const fresh = answered !== null && answered.key === key;

  useEffect(() => {
    if (!online || !allowed || fresh) return undefined;
    let given = true;
    const timer = setTimeout(() => {
      void askHub(client, 'customer.look', { conversation: id }).then((outcome) => {
        if (given) setAnswered({ key, look: lookOf(outcome) });
      });
    }, settled);
    return () => {
      given = false;
      clearTimeout(timer);
    };
  }, [client, id, key, online, allowed, fresh]);

  const again = useCallback(() => setTurn((now) => now + 1), []);
  const changeNotes = useCallback((change: (notes: readonly CustomerNote[]) => CustomerNote[]): void => {
    setAnswered((now) => (now?.look.kind === 'seen' && now.look.seen.notes !== null ? { ...now, look: { kind: 'seen', seen: { ...now.look.seen, notes: change(now.look.seen.notes) } } } : now));
  }, []);
  const addNote = useCallback(
    async (text: string) => {
      const outcome = await askHub(client, 'customer.note.add', { conversation: id, text });
      if (outcome.kind === 'done') changeNotes((notes) => [outcome.value, ...notes]);
      return outcome;
    },
    [client, id, changeNotes],
  );
  const removeNote = useCallback(
    async (note: CustomerNoteId) => {
      const outcome = await askHub(client, 'customer.note.remove', { conversation: id, note });
      if (outcome.kind === 'done') changeNotes((notes) => notes.filter((one) => one.id !== note));
      return outcome;
    },
    [client, id, changeNotes],
  );

  const look = !allowed ? ({ kind: 'not-allowed' } as const) : fresh ? answered.look : online ? asking : ({ kind: 'offline' } as const);
  return { look, again, addNote, removeNote };
}

function lookOf(outcome: ConsoleOutcome<CustomerSeen>): CustomerLook {
  switch (outcome.kind) {
    case 'done':
      return { kind: 'seen', seen: outcome.value };
    case 'refused':
      return outcome;
    case 'unreachable':
    case 'not-served':
      return { kind: 'unreachable' };
  }
}

/** Other conversations with a customer, as this laptop holds them; null until they are read. */
export function useOtherConversations(customer: CustomerId, except: ConversationId): IpcOutput<'customer.conversations'> | null {
  const { client } = useDesk();
  const [found, setFound] = useState<{ readonly of: ConversationId; readonly value: IpcOutput<'customer.conversations'> } | null>(null);
  useEffect(() => {
    let given = true;
    const read = (): void => {
      void client.call('customer.conversations', { customer, except, limit: mostOthers }).then((answer) => {
        if (given && answer.ok) setFound({ of: except, value: answer.value });
      });
    };
    read();
    const stop = client.on('inbox.changed', read);
    return () => {
      given = false;
      stop();
    };
  }, [client, customer, except]);
  return found?.of === except ? found.value : null;
}
