import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import type { Channel } from '../../../../shared/domain/conversation.ts';
import type { CustomerId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import type { Verification } from '../../../../shared/domain/verification.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let lea: Agent;
let merges: Merges;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
  merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);
const customer = (value: string) => inTx((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value }, 'Anna Nord', hub.clock.now()));
const conversation = async (customerId: CustomerId, channel: Channel, verification: Verification) =>
  (await inTx((tx) => createConversation(tx, hub.envelope, { customerId, channel, channelId: mailbox, teamId: null, subject: 'Boots', subjectIndex: null, verification, at: hub.clock.now() }))).id;
const level = async (id: string) => (await hub.db.selectFrom('conversations').select('verification').where('id', '=', id).executeTakeFirstOrThrow()).verification;
const toldLast = (id: string) => hub.heard.flatMap(({ event }) => (event.e === 'conversation' && event.conversation.id === id ? [event.conversation.verification] : [])).at(-1);

describe('how far a customer is known, where two are made one or one is made two', () => {
  it('is no more than their account shows: who proved an order of the one has proven nothing of the other', async () => {
    const [one, other] = [await customer('anna@home.example'), await customer('anna@work.example')];
    const [stays, goes, chat, contact] = [await conversation(one, 'email', 'order'), await conversation(other, 'email', 'identity'), await conversation(other, 'whatsapp', 'order'), await conversation(other, 'email', 'contact')];
    const id = await inTx((tx) => merges.merge(tx, lea, one, other));
    expect([await level(stays), await level(goes), await level(chat), await level(contact)]).toEqual(['unverified', 'unverified', 'contact', 'contact']);
    expect([toldLast(stays), toldLast(goes), toldLast(chat)]).toEqual(['unverified', 'unverified', 'contact']);
    // Shown anew, by an order of whichever of them.
    await hub.db.updateTable('conversations').set({ verification: 'order' }).where('id', 'in', [stays, goes]).execute();
    await inTx((tx) => merges.split(tx, lea, id));
    expect([await level(stays), await level(goes), await level(contact)]).toEqual(['unverified', 'unverified', 'contact']);
  });
});
