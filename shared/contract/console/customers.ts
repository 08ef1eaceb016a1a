import { z } from 'zod';
import { AgentId, ConversationId, CustomerNoteId, Timestamp } from '../../domain/ids.ts';
import { CustomerIdentity } from '../../domain/people.ts';
import { ShownName } from '../../domain/shown-text.ts';
import { Verification } from '../../domain/verification.ts';
import { consoleCall } from './call.ts';
import { OrderRef } from './order-actions.ts';

/** Longest note about a customer, in UTF-16 code units. */
export const maxCustomerNote = 2000;
/** So many are kept of one customer; then one has to go first. */
export const mostCustomerNotes = 100;

export const OrderState = z.enum(['unpaid', 'open', 'on-hold', 'partly-shipped', 'shipped', 'completed', 'cancelled', 'refunded', 'failed', 'other']);
export type OrderState = z.infer<typeof OrderState>;

/** In what way it was paid, and nothing more: no number, no bank, no name. */
export const PaymentMethod = z.enum(['card', 'paypal', 'klarna', 'wallet', 'bank-transfer', 'cash-on-delivery', 'invoice', 'gift-card', 'other']);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** A decimal number as the shop writes it, and an ISO 4217 code. */
export const Amount = z.strictObject({ amount: z.string().regex(/^-?\d{1,12}(?:\.\d{1,6})?$/), currency: z.string().regex(/^[A-Z]{3}$/) });
export type Amount = z.infer<typeof Amount>;

const Line = z.string().max(200);
/** ISO 3166-1 alpha-2. */
const Country = z.string().regex(/^[A-Z]{2}$/);
export const addressLines = 8;
const AddressLines = z.array(Line).max(addressLines);

/** An order, as far as it is seen. What is not there is not known or not for this role at this level: the page is not told which. */
export const OrderCard = z.strictObject({
  shop: z.string().max(80),
  /** By which it is named where something is done to it; only where this agent may do anything. */
  ref: OrderRef.optional(),
  /** Whole, or its last three characters behind dots. */
  number: z.string().max(60).optional(),
  placedAt: Timestamp,
  state: OrderState.optional(),
  items: z.array(z.strictObject({ title: Line, quantity: z.number().int().min(0) })).max(20).optional(),
  /** Pieces, also where the items are not seen. */
  pieces: z.number().int().min(0).optional(),
  total: Amount.optional(),
  payment: PaymentMethod.optional(),
  city: Line.optional(),
  country: Country.optional(),
  shipping: AddressLines.optional(),
  billing: AddressLines.optional(),
  tracking: z.array(z.strictObject({ carrier: z.string().max(80).nullable(), number: z.string().max(60) })).max(10).optional(),
  note: z.string().max(1000).optional(),
});
export type OrderCard = z.infer<typeof OrderCard>;

export const OrdersSeen = z.discriminatedUnion('kind', [
  /** No shop is connected. */
  z.strictObject({ kind: z.literal('no-shop') }),
  /** Nothing is known of the customer by which a shop could find them. */
  z.strictObject({ kind: z.literal('no-key') }),
  /** Not for this role, or not at this level; `needs` names the level that would bring them. */
  z.strictObject({ kind: z.literal('hidden'), needs: Verification.nullable() }),
  /** That there are orders, and no more. */
  z.strictObject({ kind: z.literal('counted'), count: z.number().int().min(0), more: z.boolean(), needs: Verification.nullable() }),
  /** Newest first. `needs`: the level at which the address is seen, where that is a higher one. */
  z.strictObject({ kind: z.literal('listed'), orders: z.array(OrderCard).max(50), more: z.boolean(), needs: Verification.nullable() }),
]);
export type OrdersSeen = z.infer<typeof OrdersSeen>;

export const CustomerNote = z.strictObject({
  id: CustomerNoteId,
  text: z.string().max(maxCustomerNote * 2),
  agentId: AgentId,
  agentName: z.string().max(120),
  at: Timestamp,
});
export type CustomerNote = z.infer<typeof CustomerNote>;

/** What the panel shows of a customer, made at the hub for one agent, role and level. */
export const CustomerSeen = z.strictObject({
  level: Verification,
  /** Whole, or initials. */
  name: ShownName(200).optional(),
  identities: z.array(CustomerIdentity.extend({ whole: z.boolean() }).strict()).max(50),
  /** Of the newest order. */
  city: Line.optional(),
  country: Country.optional(),
  orders: OrdersSeen,
  /** Shops that said nothing. */
  silent: z.array(z.strictObject({ shop: z.string().max(80), why: z.enum(['unreachable', 'busy', 'refused', 'unusable']) })).max(20),
  /** Newest first; null where the role does not see them. */
  notes: z.array(CustomerNote).max(mostCustomerNotes).nullable(),
  /** Whether they want to be written to with offers. */
  consent: z.boolean().optional(),
  privacy: z.strictObject({ knownSince: Timestamp, exportedAt: Timestamp.nullable() }),
});
export type CustomerSeen = z.infer<typeof CustomerSeen>;

/** Asked from the inbox and answered by the hub alone: never from a cache on the laptop. The conversation names the customer. */
export const customerConsoleCalls = {
  'customer.look': consoleCall({ permission: 'customer.read.masked', waitsForOthers: true, input: z.object({ conversation: ConversationId }), output: CustomerSeen }),
  'customer.note.add': consoleCall({ permission: 'customer.note', input: z.object({ conversation: ConversationId, text: z.string().trim().min(1).max(maxCustomerNote) }), output: CustomerNote }),
  /** Only the author's own. */
  'customer.note.remove': consoleCall({ permission: 'customer.note', input: z.object({ conversation: ConversationId, note: CustomerNoteId }), output: z.null() }),
};
