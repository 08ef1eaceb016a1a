import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChannelAdapter, MessagePart, OutgoingMessage } from '../../../../hub/channels/channel.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { createDelivery, type Delivery } from '../../../../hub/delivery/delivery.ts';
import { Erasures } from '../../../../hub/privacy/erasures.ts';
import { ConversationId, type CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

let hub: Organisation;
let delivery: Delivery;
let nora: Agent;
let mailbox: string;
let sent: string[];
let warned: string[];
/** Whom a message is to whose sending lasts until they are erased. */
let erasedMeanwhile: CustomerId | null;
/** As what a message goes out, where it is more than one; and whom it is to who is erased as soon as that is known. */
let parts: readonly MessagePart[];
let erasedAtParts: CustomerId | null;
let erasing: Promise<unknown>;

beforeEach(async () => {
  [sent, warned, erasedMeanwhile, parts, erasedAtParts, erasing] = [[], [], null, [], null, Promise.resolve()];
  hub = await openOrganisation();
  nora = await hub.addAgent({ name: 'Nora' });
  const paul = await hub.addAgent({ name: 'Paul', roles: ['privacy'] });
  mailbox = await hub.addMailbox();
  const erasures = new Erasures({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, policy: hub.policy, agents: hub.people, blockedSenders: hub.blockedSenders, mailboxes: { send: () => Promise.resolve(), discardWaiting: () => Promise.resolve() }, beginnings: hub.beginnings });
  const erase = (id: CustomerId) => hub.db.transaction().execute((tx) => erasures.erase(tx, { by: paul.email, actor: 'command:0' }, id, { confirmed: 'Maria', because: 'Request 17' }, () => false));
  const adapter: ChannelAdapter = {
    channelId: mailbox, kind: 'email', capabilities: { subjects: true, html: true, maxText: 1e6, reports: [], settlesWithinMs: 0 },
    receive: () => Promise.resolve(), status: () => undefined, health: () => ({ state: 'working' }) as never, stop: () => Promise.resolve(),
    parts() {
      // In line before what is to be noted of the parts.
      if (erasedAtParts !== null) erasing = erase(erasedAtParts);
      erasedAtParts = null;
      return parts;
    },
    async send({ text }: OutgoingMessage) {
      const id = erasedMeanwhile;
      erasedMeanwhile = null;
      if (id !== null) await erase(id);
      sent.push(text);
      return { kind: 'sent', remoteId: 'theirs' };
    },
  };
  const warn = (event: string) => void warned.push(event);
  delivery = createDelivery({ db: hub.db, envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, clock: hub.clock, log: { info: () => undefined, warn }, policy: hub.policy, arrivals: hub.arrivals, documents: { look: () => Promise.resolve(null) }, ratingLink: () => Promise.resolve(null), adapterOf: () => adapter });
  await delivery.start();
});
afterEach(async () => {
  await delivery.stop();
  await hub.close();
});

async function reply(name: string): Promise<CustomerId> {
  const [conversationId, customer] = await hub.db.transaction().execute(async (tx) => {
    const id = await createCustomer(tx, hub.envelope, { kind: 'email', value: `${name.toLowerCase()}@mail.example` }, name, 1);
    return [ConversationId.parse((await createConversation(tx, hub.envelope, { customerId: id, channel: 'email', channelId: mailbox, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at: 1 })).id), id];
  });
  await hub.execute(nora, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: `For ${name}`, seen: null });
  return customer;
}

it('whose customer is erased while it is being sent has gone out, leaves nothing behind, and holds up no other', async () => {
  await delivery.stop();
  erasedMeanwhile = await reply('Maria');
  await delivery.start();
  await delivery.idle();
  await reply('Ben');
  delivery.look();
  await delivery.idle();
  expect(sent).toEqual(['For Maria', 'For Ben']);
  expect(warned).toEqual([]);
  expect((await hub.db.selectFrom('deliveries').select('state').execute()).map(({ state }) => state)).toEqual(['sent']);
  expect(await hub.db.selectFrom('customers').select('id').execute()).toHaveLength(1);
});

it('whose customer is erased between being read and being cut into parts has none: nothing is written of them again, and nothing goes out', async () => {
  await delivery.stop();
  parts = ['one', 'two'].map((text) => ({ text, marked: null, files: [] }));
  erasedAtParts = await reply('Maria');
  await delivery.start();
  await delivery.idle();
  await erasing;
  expect([sent, warned]).toEqual([[], []]);
  expect(await hub.db.selectFrom('delivery_parts').select('message_id').execute()).toEqual([]);
});
