import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { changeConversation, conversationEvent } from './conversations.ts';
import { type Identity, identityRow, identityRows, profileOf, readCustomer, renameCustomer, setProfile } from './customers.ts';
import { type ReassignDeps, sealdeskItself, writeLine } from './reassign.ts';

/** What stands in the place of a name until the channel says one. */
const noNames = /^(?:Instagram user .{1,4}|Unknown sender|Customer)$/u;

/** How somebody is shown whom the channel names by an id alone: its last letters tell two people in a list apart. */
export const namelessOnInstagram = (id: string): string => `Instagram user ${id.slice(-4)}`;

/**
 * The customer goes by what the channel calls them, as long as their name came from there: one by which a mail, a shop or
 * a person called them stays.
 * @param name as the channel says it now, redacted
 * @returns what they were called there before, where that was another name and another name stands there now
 */
export async function takeProfileName(tx: Tx, envelope: Envelope, identity: Pick<Identity, 'kind' | 'value'>, name: string): Promise<{ readonly customerId: CustomerId; readonly before: string | null } | null> {
  const row = await identityRow(tx, envelope, identity.kind, identity.value);
  if (row === undefined || name.trim() === '') return null;
  const last = await profileOf(tx, envelope, row);
  if (last !== name) await setProfile(tx, envelope, row, name);
  const customerId = CustomerId.parse(row.customer_id);
  const { name: present } = await readCustomer(tx, envelope, customerId);
  if (present === name) return null;
  const nameless = noNames.test(present);
  // Before names were kept beside identities, who is known by this channel alone had theirs from it.
  const fromHere = last === null ? (await identityRows(tx, customerId)).every(({ kind, merge_id }) => merge_id === null && (kind === identity.kind || kind === 'phone')) : present === last;
  if (!nameless && !fromHere) return null;
  await renameCustomer(tx, envelope, customerId, name);
  return { customerId, before: nameless && last === null ? null : present };
}

/** Devices learn the name in each of the customer's conversations but the one that they are told of anyway. */
export async function tellName(tx: Tx, envelope: Envelope, customerId: CustomerId, but: string): Promise<{ readonly row: ConversationTable; readonly event: HubEvent }[]> {
  const told = [];
  for (const row of await tx.selectFrom('conversations').selectAll().where('customer_id', '=', customerId).where('id', '!=', but).execute()) {
    const changed = await changeConversation(tx, envelope, row, {});
    told.push({ row: changed, event: await conversationEvent(tx, envelope, changed) });
  }
  return told;
}

/** Whoever goes by another name may want to be taken for somebody else: the conversation says so. */
export function writeRenamed(tx: Tx, deps: ReassignDeps, conversation: ConversationTable, before: string, now: string): Promise<HubEvent> {
  return writeLine(tx, deps, conversation, sealdeskItself, `The customer goes by “${now}” now, no longer by “${before}”.`);
}
