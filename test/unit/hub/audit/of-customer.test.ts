import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditOfCustomer } from '../../../../hub/audit/audit-log.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { forward } from '../../../../hub/conversations/outbound/forward.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { ConversationId, type CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let lea: Agent;
beforeEach(async () => {
  hub = await openOrganisation({ forwardDomains: ['carrier.example'] });
  mailbox = await hub.addMailbox();
  lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>) => hub.db.transaction().execute(work);
const customer = (name: string) => inTx(async (tx): Promise<{ readonly customerId: CustomerId; readonly conversationId: ConversationId }> => {
  const customerId = await createCustomer(tx, hub.envelope, { kind: 'email', value: `${name.toLowerCase()}@mail.example` }, name, 1);
  const conversationId = ConversationId.parse((await createConversation(tx, hub.envelope, { customerId, channel: 'email', channelId: mailbox, teamId: null, status: 'open', subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 })).id);
  await insertMessage(tx, hub.envelope, {
    id: MessageId.parse(randomUUID()), conversationId, customerId, kind: 'inbound', agentId: null, status: 'received', sentAt: 1, messageId: null, automatic: false, authentication: null,
    content: { authorName: name, subject: 'Tent', text: 'Where is it?', html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
  });
  return { customerId, conversationId };
});
const told = async (id: CustomerId) => (await inTx((tx) => auditOfCustomer(tx, id))).map(({ action }) => action);

describe('what the audit log has of a customer', () => {
  it('is also to whom their messages were forwarded', async () => {
    const [maria, olga] = [await customer('Maria'), await customer('Olga')];
    const wish = { conversation: maria.conversationId, messageId: MessageId.parse(randomUUID()), messages: null, to: 'desk@carrier.example', text: '' };
    await inTx((tx) => forward(tx, { envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, policy: hub.policy, clock: hub.clock, deviceId: null }, lea, wish));
    const [entry, ...more] = await inTx((tx) => auditOfCustomer(tx, maria.customerId));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ action: 'conversation.forwarded', detail: { to: 'carrier.example' } });
    expect(await told(olga.customerId)).toEqual([]);
  });

  it('is also what was done while they were two, as long as they are one', async () => {
    const [maria, double, olga] = [await customer('Maria'), await customer('Maria Lopez'.replace(' ', '.')), await customer('Olga')];
    for (const { customerId } of [maria, double, olga]) await inTx((tx) => hub.audit.append(tx, { actor: `agent:${lea.id}`, action: 'customer.noted', subject: customerId, detail: { conversation: 'x' } }));
    const merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
    const merge = await inTx((tx) => merges.merge(tx, lea, maria.customerId, double.customerId));
    expect(await told(maria.customerId)).toEqual(['customer.noted', 'customer.noted', 'customer.merged']);
    await inTx((tx) => merges.split(tx, lea, merge));
    expect(await told(maria.customerId)).toEqual(['customer.noted', 'customer.merged', 'customer.split']);
    expect(await told(double.customerId)).toEqual(['customer.noted']);
  });
});
