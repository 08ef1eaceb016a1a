import { randomUUID } from 'node:crypto';
import type { Copy } from '../../../shared/domain/copies.ts';
import type { CustomerId } from '../../../shared/domain/ids.ts';
import { EmailAddress } from '../../../shared/domain/people.ts';
import { readChannels } from '../../channels/channel-records.ts';
import { comesTo } from '../../channels/email/reply-token.ts';
import type { Envelope, Tx } from '../../ports.ts';
import type { KeptOther } from '../conversations.ts';
import { addressOf, identityRow } from '../customers.ts';

/** Somebody who gets a mail besides the customer, as it is kept with the message. */
export interface KeptCopy {
  readonly way: 'cc' | 'bcc';
  readonly address: string;
}

/** Addresses of the company's own: mailboxes that the hub reads, and those of who works here. */
export async function ownAddresses(tx: Tx, envelope: Envelope, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const mailboxes = (await readChannels(tx, envelope)).flatMap((channel) => (channel.kind === 'email' ? [channel.settings] : []));
  const own = new Set<string>();
  for (const address of addresses) {
    const agent = await tx.selectFrom('agents').select('id').where('email_index', '=', envelope.blindIndex('email', address)).executeTakeFirst();
    if (agent !== undefined || mailboxes.some((mailbox) => comesTo(mailbox, address))) own.add(address);
  }
  return own;
}

/**
 * Whom a reply to a mail can go to besides the customer: those it named, without the company's own and the customer's other addresses.
 * @param before those of the mail before: who is named again keeps the name that devices know.
 */
export async function othersOf(tx: Tx, envelope: Envelope, customerId: CustomerId, addresses: readonly string[], before: readonly KeptOther[]): Promise<KeptOther[]> {
  const valid = addresses.flatMap((address) => EmailAddress.safeParse(address).data ?? []);
  const own = await ownAddresses(tx, envelope, valid);
  const kept: KeptOther[] = [];
  for (const address of new Set(valid)) {
    if (own.has(address) || (await identityRow(tx, envelope, 'email', address))?.customer_id === customerId) continue;
    kept.push({ id: before.find((each) => each.address === address)?.id ?? randomUUID(), address });
  }
  return kept;
}

/**
 * The addresses that an agent's reply goes to besides the customer's.
 * @param stop whether what belongs to another customer is kept from this one, as the policy says.
 * @returns a sentence for the author where it must not go there
 */
export async function copiesOf(tx: Tx, envelope: Envelope, customerId: CustomerId, others: readonly KeptOther[], copies: readonly Copy[], stop: boolean): Promise<readonly KeptCopy[] | string> {
  const to = await addressOf(tx, envelope, customerId, 'email');
  const found = new Map<string, KeptCopy>();
  for (const { way, to: whom } of copies) {
    const told = whom.kind === 'other' ? others.find(({ id }) => id === whom.id)?.address : whom.address;
    // What a stranger's mail named is looked at again before it stands in a header of ours.
    const address = EmailAddress.safeParse(told).data;
    if (address === undefined) return 'It was not sent: the customer has written to other people since. Choose the recipients once more.';
    if ((await ownAddresses(tx, envelope, [address])).size > 0) return 'It was not sent: one of the recipients is the company’s own address. Leave it out; colleagues see the conversation here.';
    if (whom.kind === 'address' && stop) {
      const owner = await identityRow(tx, envelope, 'email', address);
      if (owner !== undefined && owner.customer_id !== customerId) return 'It was not sent: one of the recipients is another customer. Leave that address out.';
    }
    if (address !== to && !found.has(address)) found.set(address, { way, address });
  }
  return [...found.values()];
}
