import type { CustomerIdentityTable } from '../store/tables/customers.ts';
import type { Identifier } from './shop.ts';

/** As mail programs write addresses, less what could mean something to a shop's search. Others are not looked up. */
const plainAddress = /^[a-z0-9.!#$%&*+/=?^_`{|}~'-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])$/;
/** ITU-T E.164 has at most fifteen digits; WhatsApp names accounts by them, without the plus. */
const digits = /^\+?([1-9]\d{6,14})$/;

/** By what shops can find a customer, of all that the hub knows them by. */
export function identifiersOf(identities: readonly { readonly kind: CustomerIdentityTable['kind']; readonly value: string }[]): Identifier[] {
  const found = new Map<string, Identifier>();
  for (const { kind, value } of identities) {
    const identifier = identifierIn(kind, value);
    if (identifier !== null) found.set(`${identifier.kind} ${identifier.value}`, identifier);
  }
  return [...found.values()];
}

function identifierIn(kind: CustomerIdentityTable['kind'], value: string): Identifier | null {
  switch (kind) {
    case 'email': {
      const address = value.toLowerCase();
      return plainAddress.test(address) ? { kind: 'email', value: address } : null;
    }
    case 'phone':
    case 'whatsapp': {
      const number = digits.exec(value)?.[1];
      return number === undefined ? null : { kind: 'phone', value: `+${number}` };
    }
    case 'webchat':
    case 'instagram':
      return null;
    default:
      return kind satisfies never;
  }
}
