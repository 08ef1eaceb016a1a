import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { Joining } from '../../../../hub/conversations/joining/joining.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
let ada: Agent;
let ben: Agent;
let first: ConversationId;

/** @param answers the Message-ID of what it answers. */
async function mail(subject: string, extra: readonly string[] = []): Promise<ConversationId> {
  const raw = Buffer.from(['From: Maria Lopez <maria@mail.example>', `Subject: ${subject}`, `Message-ID: <${randomUUID()}@mail.example>`, ...extra, '', 'Where is my tent?', ''].join('\r\n'));
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  return hub.messages().findLast(({ kind }) => kind === 'inbound')?.conversationId ?? expect.fail('nothing arrived');
}

const row = (id: ConversationId) => hub.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const leaves = (agent: Agent) => hub.db.transaction().execute((tx) => hub.people.setStatus(tx, 'test', agent.id, 'suspended'));
const has = async (id: ConversationId, agent: Agent) => {
  await hub.execute(agent, { do: 'assign', conversationId: id, assigneeId: agent.id, was: null });
};
const resolved = (id: ConversationId) => hub.execute(ben, { do: 'status', conversationId: id, status: 'resolved' });
const lines = (id: ConversationId) => hub.messages().filter((message) => message.kind === 'event' && message.conversationId === id).map(({ text }) => text);
const nobodys = 'Whoever had this has no access any more; nobody has it yet.';

beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  [ada, ben] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Ben', roles: ['agent', 'lead'] })];
  first = await mail('Tent');
  await has(first, ada);
});
afterEach(() => hub.close());

describe('a conversation of somebody who has no access any more', () => {
  it('is nobody’s once the customer writes again, and a line says so', async () => {
    await resolved(first);
    await leaves(ada);
    expect(await mail('Re: Tent')).toBe(first);
    expect(await row(first)).toMatchObject({ status: 'open', assignee_id: null });
    expect(lines(first)).toContain(nobodys);
  });

  it('stays whose it was while nothing opens it: a program that writes asks nobody', async () => {
    await resolved(first);
    await leaves(ada);
    expect(await mail('Re: Tent', ['Auto-Submitted: auto-replied'])).toBe(first);
    expect(await row(first)).toMatchObject({ status: 'resolved', assignee_id: ada.id });
    expect(lines(first)).not.toContain(nobodys);
  });

  it('is nobody’s once a colleague opens it again', async () => {
    await resolved(first);
    await leaves(ada);
    await hub.execute(ben, { do: 'status', conversationId: first, status: 'open', was: 'resolved' });
    expect(await row(first)).toMatchObject({ status: 'open', assignee_id: null });
    expect(lines(first)).toContain(nobodys);
  });

  it('is nobody’s once it is taken out of the one that it was merged into, and gives nobody to one that it goes into', async () => {
    const second = await mail('Lamp');
    expect(second).not.toBe(first);
    const joining = new Joining({ envelope: hub.envelope, audit: hub.audit, people: hub.people, clock: hub.clock, arrivals: hub.arrivals, fanOut: hub.fanOut });
    await hub.db.transaction().execute((tx) => joining.merge(tx, ben, second, [first]));
    await has(second, ben);
    await leaves(ada);
    await hub.db.transaction().execute((tx) => joining.split(tx, ben, second, { kind: 'merged', back: first }));
    expect(await row(first)).toMatchObject({ status: 'open', assignee_id: null, merged_into: null });
    expect(lines(first)).toContain(nobodys);

    await hub.db.updateTable('conversations').set({ assignee_id: ada.id }).where('id', '=', first).execute();
    await hub.db.updateTable('conversations').set({ assignee_id: null }).where('id', '=', second).execute();
    await hub.db.transaction().execute((tx) => joining.merge(tx, ben, second, [first]));
    expect(await row(second)).toMatchObject({ status: 'open', assignee_id: null });
  });

  it('stays with who is there', async () => {
    await resolved(first);
    expect(await mail('Re: Tent')).toBe(first);
    expect(await row(first)).toMatchObject({ status: 'open', assignee_id: ada.id });
    expect(lines(first)).not.toContain(nobodys);
  });
});
