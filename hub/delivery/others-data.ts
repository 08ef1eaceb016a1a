import type { CustomerId } from '../../shared/domain/ids.ts';
import { defaultPolicy, inspectText, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { readChannels } from '../channels/channel-records.ts';
import { identityRow } from '../conversations/customers.ts';
import type { Envelope, Tx } from '../ports.ts';

/** Only what customers are known by is looked for; nothing is changed. */
const whatCustomersAreKnownBy: RedactionPolicy = {
  types: { ...defaultPolicy.types, ...Object.fromEntries(Object.keys(defaultPolicy.types).map((type) => [type, { action: 'keep' }])), email: { action: 'warn' }, phone: { action: 'warn' } },
  overrides: [],
  patterns: [],
};
/** Most addresses and numbers of one answer that are looked up; who writes more writes a list. */
const most = 50;

/**
 * data-loss check: an e-mail address or telephone number by which the company knows another customer must not go to this
 * one. Looked up by keyed hash, as everywhere.
 *
 * @returns a sentence for the author; null when there is none.
 */
export async function othersData(tx: Tx, envelope: Envelope, customerId: CustomerId, text: string): Promise<string | null> {
  for (const { type, start, end } of inspectText(text, whatCustomersAreKnownBy).findings.slice(0, most)) {
    const found = text.slice(start, end);
    const owners = type === 'email' ? [await identityRow(tx, envelope, 'email', found.trim().toLowerCase())] : await ownersOfNumber(tx, envelope, found);
    const known = owners.filter((row) => row !== undefined);
    if (known.length === 0 || known.some(({ customer_id }) => customer_id === customerId)) continue;
    if (type === 'email' && (await isOurs(tx, envelope, found.trim().toLowerCase()))) continue;
    const what = type === 'email' ? 'the e-mail address' : 'the phone number';
    return `It was not sent: it contains ${what} of another customer. Remove it, then send it again.`;
  }
  return null;
}

/** Of a channel or a colleague who once wrote in as customers do: it stands below every answer of theirs. */
async function isOurs(tx: Tx, envelope: Envelope, address: string): Promise<boolean> {
  const agent = await tx.selectFrom('agents').select('id').where('email_index', '=', envelope.blindIndex('email', address)).executeTakeFirst();
  return agent !== undefined || (await readChannels(tx, envelope)).some((channel) => channel.kind === 'email' && channel.settings.address.toLowerCase() === address);
}

/** Numbers are kept as E.164 has them, without the plus. */
function ownersOfNumber(tx: Tx, envelope: Envelope, written: string) {
  const digits = written.normalize('NFKC').replaceAll(/\D/g, '').replace(/^00/, '');
  return Promise.all((['phone', 'whatsapp'] as const).map((kind) => identityRow(tx, envelope, kind, digits)));
}
