import { z } from 'zod';
import { CustomerId } from '../../shared/domain/ids.ts';
import { EmailAddress } from '../../shared/domain/people.ts';
import { identityRow } from '../conversations/customers.ts';
import { holderOf } from '../conversations/merging/merge-content.ts';
import type { Envelope, Tx } from '../ports.ts';

/** By what the customer is known: one of the three. */
export const WhichCustomer = z.union([
  z.strictObject({ id: CustomerId }),
  z.strictObject({ email: EmailAddress }),
  /** Digits, with the country's code, as the channels tell it. */
  z.strictObject({ phone: z.string().regex(/^\+?\d{4,20}$/).transform((number) => number.replace('+', '')) }),
]);
export type WhichCustomer = z.output<typeof WhichCustomer>;

/** Null where nobody is known by it. One who was merged into another has nothing of their own any more: it is the other. */
export async function whichCustomer(tx: Tx, envelope: Envelope, by: WhichCustomer): Promise<CustomerId | null> {
  if ('id' in by) return holderOf(tx, by.id);
  const row =
    'email' in by
      ? await identityRow(tx, envelope, 'email', by.email)
      : ((await identityRow(tx, envelope, 'phone', by.phone)) ?? (await identityRow(tx, envelope, 'whatsapp', by.phone)));
  return row === undefined ? null : CustomerId.parse(row.customer_id);
}
