import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { moveConversation, readConversation } from '../../../../hub/conversations/conversations.ts';
import type { DeviceMail } from '../../../../shared/contract/wire/index.ts';
import { type ConversationId, CustomerId, IdempotencyKey } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { type DraftLaptop, DraftWorld } from '../../../doubles/draft-world.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

const day = 24 * 3_600_000;
const card = 'Please charge 4242 4242 4242 4242 once more.';
let ahead = 0;
let hub: Organisation;
let ada: Agent;
let world: DraftWorld;
let home: DraftLaptop;
let office: DraftLaptop;
let bens: DraftLaptop;
let id: ConversationId;
beforeAll(async () => {
  hub = await openOrganisation({ clock: { now: () => Date.now() + ahead, monotonic: () => performance.now() } });
  ada = await hub.addAgent({ name: 'Ada' });
  world = await DraftWorld.of(hub, [ada, ada, await hub.addAgent({ name: 'Ben' })]);
  [home, office, bens] = world.laptops as [DraftLaptop, DraftLaptop, DraftLaptop];
});
beforeEach(async () => {
  id = await world.conversation();
});
afterEach(() => {
  ahead = 0;
});
afterAll(async () => {
  world.remove();
  await hub.close();
});

const row = async (kind = 'reply') => hub.db.selectFrom('drafts').selectAll().where('conversation_id', '=', id).where('kind', '=', kind as 'reply').executeTakeFirst();
const replyOn = (laptop: DraftLaptop) => laptop.open(id).drafts.reply;
const elsewhereOn = (laptop: DraftLaptop) => laptop.open(id).draftsElsewhere.reply;

async function writtenAtHome(text: string): Promise<void> {
  home.look(id);
  home.type(id, text);
  await world.settle();
  office.look(id);
}

describe('a draft', () => {
  it('is on the agent’s other laptop, a note as a note, and on nobody else’s; neither audit, news nor log know of it', async () => {
    const before = { audit: (await readAudit(hub.db, 0, 1000)).length, news: hub.heard.length, logged: hub.logged.length };
    home.type(id, 'The tent left today');
    home.look(id, 'note');
    home.type(id, 'She wrote twice', 'note');
    await world.settle();
    expect(office.open(id).drafts).toEqual({ reply: 'The tent left today', note: 'She wrote twice' });
    expect(bens.open(id).drafts).toEqual({ reply: '', note: '' });
    expect({ audit: (await readAudit(hub.db, 0, 1000)).length, news: hub.heard.length, logged: hub.logged.length }).toEqual(before);
  });

  it('lies sealed under the customer’s key, and is gone with it', async () => {
    await writtenAtHome('Peppermint');
    const content = (await row())?.content;
    expect(Buffer.from(content ?? []).toString('latin1')).not.toContain('Peppermint');
    const told = () => world.within((tx) => world.drafts.eventsFor(tx, ada, office.id));
    expect(await told()).toContainEqual(expect.objectContaining({ conversationId: id, text: 'Peppermint' }));
    await world.within(async (tx) => hub.envelope.destroyKey(tx, CustomerId.parse((await readConversation(tx, id))!.customer_id)));
    expect(JSON.stringify(await told())).not.toContain('Peppermint');
    home.type(id, 'Peppermint, still');
    await world.settle();
    expect(elsewhereOn(home).stays).toBe('refused');
  });

  it('goes along with its conversation to another customer', async () => {
    await writtenAtHome('Chamomile');
    await world.within(async (tx) => {
      const other = await createCustomer(tx, hub.envelope, null, 'Maria L.', 1);
      const conversation = (await readConversation(tx, id))!;
      await moveConversation(tx, hub.envelope, conversation, other, { subject_index: null, merge_id: null, identity_id: null });
      await hub.envelope.destroyKey(tx, CustomerId.parse(conversation.customer_id));
    });
    expect(await world.within((tx) => world.drafts.eventsFor(tx, ada, office.id))).toContainEqual(expect.objectContaining({ conversationId: id, text: 'Chamomile' }));
  });

  it('is in the first mail of a laptop that is new, of those conversations alone that the agent may see', async () => {
    await writtenAtHome('For both of us');
    const told = (agent: Agent) => world.within((tx) => world.drafts.eventsFor(tx, agent, office.id));
    expect(await told(ada)).toContainEqual({ e: 'draft', conversationId: id, kind: 'reply', version: 1, text: 'For both of us', files: 0, sent: false });
    expect(await told({ ...ada, roles: ['it'] })).toEqual([]);
    expect(await told(bens.agent)).toEqual([]);
  });

  it('of a conversation that the agent may not see is neither kept nor answered with one', async () => {
    await writtenAtHome('Mine');
    const mail: Extract<DeviceMail, { m: 'draft' }> = { m: 'draft', conversationId: id, kind: 'reply', key: IdempotencyKey.parse(randomUUID()), base: 0, text: 'Anybody', files: 0, sent: false };
    for (const conversationId of [id, randomUUID() as ConversationId]) {
      await world.within((tx) => world.drafts.take(tx, { ...ada, roles: ['it'] }, office.id, { ...mail, conversationId }));
      expect(office.down.splice(0)).toMatchObject([{ e: 'draft.stays', why: 'refused', version: 0 }]);
    }
    expect(await row()).toMatchObject({ version: 1 });
  });

  it('sent a second time under its key is kept once', async () => {
    home.type(id, 'Once');
    home.rest();
    const [mail] = home.up;
    await world.take(home);
    home.hear();
    await world.within((tx) => world.drafts.take(tx, ada, home.id, mail!));
    expect(home.down.splice(0)).toMatchObject([{ e: 'draft.kept', version: 1 }]);
    expect(await row()).toMatchObject({ version: 1 });
    await world.settle();
  });

  it('that a hub put back from a backup has forgotten is kept there anew', async () => {
    await writtenAtHome('Older');
    const older = (await row())!;
    await writtenAtHome('Older and newer');
    await hub.db.updateTable('drafts').set(older).where('conversation_id', '=', id).execute();
    home.type(id, 'Older, newer and newest');
    await world.settle();
    expect([replyOn(office), (await row())?.version]).toEqual(['Older, newer and newest', 3]);
    await home.anew(world);
    await hub.db.deleteFrom('drafts').where('conversation_id', '=', id).execute();
    await world.settle();
    expect(replyOn(home)).toBe('Older, newer and newest');
    expect(await row()).toBeDefined();
  });

  it('of a version that nobody could write on from is not kept', async () => {
    const mail = { m: 'draft', conversationId: id, kind: 'reply', key: IdempotencyKey.parse(randomUUID()), base: Number.MAX_SAFE_INTEGER, text: 'The last one', files: 0, sent: false } as const;
    await world.within((tx) => world.drafts.take(tx, ada, home.id, mail));
    expect(await row()).toBeUndefined();
    await writtenAtHome('The first one');
    expect([replyOn(office), (await row())?.version]).toEqual(['The first one', 1]);
  });

  it('more than the hub keeps of one agent stays on its laptop', async () => {
    const filler = { agent_id: ada.id, conversation_id: id, version: 1, key: randomUUID(), content: new Uint8Array([1]), sent: 0, withheld: 0, changed_at: 1 };
    await hub.db.insertInto('drafts').values(Array.from({ length: 2000 }, (_, n) => ({ ...filler, kind: `filler ${n}` as 'reply' }))).execute();
    await writtenAtHome('One too many');
    expect([replyOn(office), elsewhereOn(home).stays]).toEqual(['', 'refused']);
    await hub.db.deleteFrom('drafts').where('kind', 'like', 'filler%' as 'reply').execute();
    home.type(id, 'One too many, then');
    await world.settle();
    expect([replyOn(office), elsewhereOn(home).stays]).toEqual(['One too many, then', null]);
  });
});

describe('a draft that two laptops have changed', () => {
  it('has both texts on both, which is said once, where it was joined', async () => {
    await writtenAtHome('Dear Maria,');
    home.type(id, 'Dear Maria, it left today.');
    office.type(id, 'Dear Maria, it left on Monday.');
    await world.settle();
    const both = 'Dear Maria, it left today.\n\nDear Maria, it left on Monday.';
    expect([replyOn(home), replyOn(office)]).toEqual([both, both]);
    expect([elsewhereOn(home).joined, elsewhereOn(office).joined]).toEqual([false, true]);
  });

  it('takes in what is typed in a page that has not heard of it yet', async () => {
    await writtenAtHome('Dear Maria,');
    home.type(id, 'Dear Maria, it left today.');
    await world.settle();
    office.type(id, 'Dear Maria,\n\nI am sorry');
    expect(replyOn(office)).toBe('Dear Maria, it left today.\n\nI am sorry');
    office.type(id, `${office.page.text}.`);
    await world.settle();
    expect(replyOn(home)).toBe('Dear Maria, it left today.\n\nI am sorry.');
  });

  it('goes out without what its author has not seen, and that stays', async () => {
    await writtenAtHome('Dear Maria,');
    home.type(id, 'Dear Maria,\n\nand a discount');
    await world.settle();
    office.reply(id);
    await world.settle();
    expect([replyOn(office), replyOn(home)]).toEqual(['and a discount', 'and a discount']);
  });
});

describe('a draft that went out', () => {
  it('is gone everywhere, and an older version that was under way does not bring it back', async () => {
    await writtenAtHome('It left today.');
    office.type(id, 'It left today, by air.');
    office.rest();
    const late = office.up.splice(0);
    office.drop();
    office.look(id);
    office.reply(id);
    await world.settle();
    office.up.push(...late);
    await world.take(office);
    await world.settle();
    expect([replyOn(home), replyOn(office), (await row())?.content]).toEqual(['', '', null]);
  });

  it('leaves on the other laptop what was written there since, which goes nowhere until it is gone on with', async () => {
    await writtenAtHome('It left today.');
    office.drop();
    office.type(id, 'It left today. A gift is in it.');
    home.reply(id);
    await world.settle();
    expect([replyOn(home), replyOn(office), elsewhereOn(office).stays]).toEqual(['', 'It left today. A gift is in it.', 'sent']);
    office.type(id, 'A gift is in it.');
    await world.settle();
    expect([replyOn(home), elsewhereOn(office).stays]).toEqual(['A gift is in it.', null]);
  });

  it('that was emptied, not sent, gives way to what was written elsewhere since', async () => {
    await writtenAtHome('It left today.');
    office.type(id, 'It left today. A gift is in it.');
    home.type(id, '');
    await world.settle();
    expect([replyOn(home), replyOn(office)]).toEqual(['It left today. A gift is in it.', 'It left today. A gift is in it.']);
  });
});

describe('a draft with what must not be kept', () => {
  it('stays on its laptop, takes the version before it from hub and other laptop, and goes up again without', async () => {
    await writtenAtHome('Please charge 4242 4242 4242');
    expect(replyOn(office)).toBe('Please charge 4242 4242 4242');
    home.type(id, card);
    await world.settle();
    expect([replyOn(home), replyOn(office), elsewhereOn(home).stays, (await row())?.content]).toEqual([card, '', 'withheld', null]);
    home.rest();
    expect(home.up).toEqual([]);
    home.type(id, 'Please charge the same card once more.');
    await world.settle();
    expect([replyOn(office), elsewhereOn(home).stays]).toEqual(['Please charge the same card once more.', null]);
  });

  it('is told so again where the answer was lost', async () => {
    home.type(id, card);
    home.rest();
    await world.take(home);
    home.down.splice(0);
    home.drop();
    await world.settle();
    expect(elsewhereOn(home).stays).toBe('withheld');
  });
});

describe('files of a draft', () => {
  const attach = (laptop: DraftLaptop, name: string) =>
    laptop.vault.database.run("INSERT INTO outgoing_files (id, conversation_id, message_id, at, name, media_type, size, key, sha256, file, chunks) VALUES (?, ?, NULL, 1, ?, 'application/pdf', 1, x'01', '00', ?, 1)", [randomUUID(), id, name, randomUUID()]);

  it('stay where they were attached, and the other laptop knows how many there are, also without a text', async () => {
    attach(home, 'one.pdf');
    attach(home, 'two.pdf');
    await world.settle();
    expect([elsewhereOn(office).files, elsewhereOn(home).files, office.open(id).files]).toEqual([2, 0, { reply: [], note: [] }]);
    attach(office, 'three.pdf');
    await writtenAtHome('Here they are.');
    expect([elsewhereOn(office).files, elsewhereOn(home).files]).toEqual([2, 1]);
  });

  it('of a laptop that is lost are not spoken of', async () => {
    attach(home, 'one.pdf');
    await world.settle();
    await hub.db.updateTable('devices').set({ state: 'revoked' }).where('id', '=', home.id).execute();
    const told = await world.within((tx) => world.drafts.eventsFor(tx, ada, office.id));
    await hub.db.updateTable('devices').set({ state: 'active' }).where('id', '=', home.id).execute();
    expect(told.find((event) => event.e === 'draft' && event.conversationId === id)).toMatchObject({ files: 0 });
  });
});

describe('drafts that nobody goes on with', () => {
  const letGo = () => world.within((tx) => world.drafts.letGo(tx, 90));

  it('go with their days, where the conversation is resolved; open ones stay', async () => {
    await writtenAtHome('Never sent');
    ahead = 91 * day;
    await letGo();
    expect(replyOn(office)).toBe('Never sent');
    expect((await row())?.content).not.toBeNull();
    await hub.db.updateTable('conversations').set({ status: 'resolved' }).where('id', '=', id).execute();
    await letGo();
    await world.settle();
    expect([replyOn(home), replyOn(office), (await row())?.content]).toEqual(['', '', null]);
    ahead += 61 * day;
    await letGo();
    expect(await row()).toBeUndefined();
  });

  it('of an agent who is not there any more go as well', async () => {
    await writtenAtHome('Left behind');
    await hub.db.updateTable('agents').set({ status: 'suspended' }).where('id', '=', ada.id).execute();
    await letGo();
    expect((await row())?.content).not.toBeNull();
    ahead = 91 * day;
    await letGo();
    await hub.db.updateTable('agents').set({ status: 'active' }).where('id', '=', ada.id).execute();
    expect((await row())?.content).toBeNull();
  });
});
