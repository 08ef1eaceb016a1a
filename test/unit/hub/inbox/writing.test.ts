import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { Teams } from '../../../../hub/people/teams.ts';
import type { Viewer } from '../../../../hub/ports.ts';
import { CannedReplies } from '../../../../hub/writing/canned-replies.ts';
import { Signatures, signed } from '../../../../hub/writing/signatures.ts';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { type CannedReplyId, type ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { hasMarks, plainReading } from '../../../../shared/marks/plain-reading.ts';
import { readMarks } from '../../../../shared/marks/read-marks.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { writtenText } from '../../../../shared/marks/written-text.ts';
import { fixture, openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let canned: CannedReplies;
let signatures: Signatures;
/** What each published event came to, per viewer that was asked. */
let told: { readonly agent: string; readonly event: HubEvent }[];
beforeEach(async () => {
  hub = await openOrganisation();
  told = [];
  const policy = () => Promise.resolve(firstPolicy);
  const fanOut = {
    async publish(tx: Parameters<Organisation['people']['active']>[0], news: (viewer: Viewer) => readonly HubEvent[]) {
      for (const agent of await hub.people.active(tx)) for (const event of news(agent)) told.push({ agent: agent.name, event });
    },
    wake: () => undefined,
  };
  canned = new CannedReplies({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, fanOut, policy });
  signatures = new Signatures({ envelope: hub.envelope, audit: hub.audit, fanOut, policy });
});
afterEach(() => hub.close());

const within = <T>(work: (tx: Parameters<CannedReplies['list']>[0]) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);
const draft = { id: null, name: 'On its way', shortcut: 'sent', teamId: null, texts: [{ language: 'en', text: 'Hello {{customer.firstName|there}}, it left today.' }], afterwards: { status: 'pending', assignToMe: true } } as const;
const save = (part: Partial<Omit<Parameters<CannedReplies['save']>[2], 'texts'>> & { texts?: { language: string; text: string }[] } = {}) => within((tx) => canned.save(tx, 'agent:lea', { ...draft, texts: [...draft.texts], ...part }));

async function arrive(mailbox: string): Promise<ConversationId> {
  const raw = fixture('plain.eml');
  await within((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  const message = hub.messages().at(-1);
  if (message === undefined) throw new Error('nothing arrived');
  return message.conversationId;
}

describe('canned replies', () => {
  it('are told to everybody who answers, and changed under the same id', async () => {
    await hub.addAgent({ name: 'Ada' });
    await hub.addAgent({ name: 'Ida', roles: ['it'] });
    const { id } = await save();
    expect(told).toMatchObject([{ agent: 'Ada', event: { e: 'canned', reply: { id, shortcut: 'sent' } } }, { agent: 'Ada', event: { e: 'canned.kept', ids: [id] } }]);
    await save({ id, name: 'Left today' });
    expect(await within((tx) => canned.list(tx))).toMatchObject([{ id, name: 'Left today' }]);
    expect((await readAudit(hub.db, 0, 100)).map(({ entry }) => entry).filter(({ action }) => action === 'canned.saved')).toMatchObject([{ subject: id, detail: { new: true } }, { subject: id, detail: { new: false } }]);
  });

  it('of a team are told to that team alone, and go from those who have it no more', async () => {
    const teams = new Teams(hub.envelope, hub.audit, hub.clock);
    const team = await within((tx) => teams.add(tx, 'test', 'Returns'));
    const ada = await hub.addAgent({ name: 'Ada', teamIds: [team.id] });
    const ben = await hub.addAgent({ name: 'Ben' });
    const { id } = await save({ teamId: team.id });
    expect(told.filter(({ event }) => event.e === 'canned').map(({ agent }) => agent)).toEqual(['Ada']);
    expect(await within((tx) => canned.eventsFor(tx, ben))).toEqual([{ e: 'canned.kept', ids: [] }]);
    expect(await within((tx) => canned.eventsFor(tx, ada))).toMatchObject([{ e: 'canned', reply: { id } }, { e: 'canned.kept', ids: [id] }]);
    told.splice(0);
    await save({ id, teamId: null });
    expect(told.filter(({ event }) => event.e === 'canned').map(({ agent }) => agent).toSorted()).toEqual(['Ada', 'Ben']);
    told.splice(0);
    await within((tx) => canned.remove(tx, 'agent:lea', id));
    expect(told.map(({ agent, event }) => [agent, event])).toEqual([['Ada', { e: 'canned.kept', ids: [] }], ['Ben', { e: 'canned.kept', ids: [] }]]);
  });

  it('have one shortcut each, a team that there is, and nothing that may not leave', async () => {
    await save();
    await expect(save({ name: 'Another' })).rejects.toMatchObject({ kind: 'shortcut-taken' });
    await expect(save({ shortcut: 'x', teamId: randomUUID() as never })).rejects.toMatchObject({ kind: 'team-unknown' });
    await expect(save({ id: randomUUID() as CannedReplyId, shortcut: 'x' })).rejects.toMatchObject({ kind: 'canned-unknown' });
    await expect(save({ shortcut: 'x', texts: [{ language: 'en', text: 'Pay with 4242 4242 4242 4242.' }] })).rejects.toMatchObject({ kind: 'withheld' });
    expect(await within((tx) => canned.list(tx))).toHaveLength(1);
  });

  it('lie sealed: neither name nor text is in the database', async () => {
    await save({ name: 'Peppermint', texts: [{ language: 'en', text: 'Chamomile' }] });
    const [row] = await hub.db.selectFrom('canned_replies').selectAll().execute();
    const bytes = Buffer.concat([row!.sealed, row!.shortcut_index].map((one) => Buffer.from(one))).toString('latin1');
    for (const word of ['Peppermint', 'Chamomile', 'sent']) expect(bytes).not.toContain(word);
  });
});

describe('a signature', () => {
  it('is the agent’s own, told to their devices alone, and stands under their e-mails as the customer gets them', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    await within((tx) => signatures.set(tx, ada, 'Ada Okafor\nNordlicht'));
    expect(told).toEqual([{ agent: 'Ada', event: { e: 'signature', text: 'Ada Okafor\nNordlicht' } }]);
    const conversationId = await arrive(await hub.addMailbox());
    for (const agent of [ada, ben]) await hub.execute(agent, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: 'It left today.', seen: hub.messages().at(-1)!.id });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound').map(({ text }) => text)).toEqual(['It left today.\n\n-- \nAda Okafor\nNordlicht', 'It left today.']);
  });

  it('with what may not leave is refused, and an empty one is none', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    await within((tx) => signatures.set(tx, ada, 'Ada'));
    for (const text of ['Card 4242 4242 4242 4242', '_4242 4242_ ~~4242~~ `4242`', '[x](https://shop.example/4242424242424242)']) await expect(within((tx) => signatures.set(tx, ada, text)), text).rejects.toMatchObject({ kind: 'withheld' });
    expect(await within((tx) => signatures.of(tx, ada.id))).toBe('Ada');
    await within((tx) => signatures.set(tx, ada, ''));
    expect(await within((tx) => signatures.of(tx, ada.id))).toBe('');
  });
});

describe('what stands above a signature', () => {
  const words = fc.array(fc.constantFrom('**', '_', '~~', '`', '[a](https://a.example)', '- ', '1. ', '> ', '\\', 'word', ' ', '\n', '-- \n'), { maxLength: 12 }).map((parts) => parts.join(''));
  it('and the signature keep their formatting, and neither changes how the other reads', () => {
    fc.assert(
      fc.property(words, words, fc.boolean(), (text, signature, knowsMarks) => {
        const own = writtenText({ text, ...(knowsMarks ? { format: 'marked' } : {}) });
        const both = signed(own, signature);
        expect(both.text).toBe(signature === '' ? own.text : `${own.text}\n\n-- \n${plainReading(signature)}`);
        if (both.marked === undefined) return;
        expect(formattedOf({ text: both.text, marked: both.marked })).toEqual({ blocks: readMarks(both.marked), below: '' });
        expect(own.marked !== undefined || hasMarks(signature)).toBe(true);
      }),
    );
  });
});

describe('a note that calls colleagues', () => {
  it('keeps those who may see the conversation, once each, and nobody else', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const ben = await hub.addAgent({ name: 'Ben' });
    const ida = await hub.addAgent({ name: 'Ida', roles: ['it'] });
    const conversationId = await arrive(await hub.addMailbox());
    const note = (mentions: (typeof ada.id)[]) => hub.execute(ada, { do: 'note', conversationId, messageId: MessageId.parse(randomUUID()), text: '@Ben look', mentions });
    expect(await note([ben.id, ben.id, ida.id])).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'note', mentions: [ben.id] });
    await note([ida.id]);
    expect(hub.messages().at(-1)).not.toHaveProperty('mentions');
  });
});

describe('a reply with a gap that nobody filled', () => {
  it('is refused', async () => {
    const ada = await hub.addAgent({ name: 'Ada' });
    const conversationId = await arrive(await hub.addMailbox());
    const reply = (text: string) => hub.execute(ada, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text, seen: null });
    expect(await reply('Dear {{customer.name}},')).toMatchObject({ kind: 'refused', message: expect.stringContaining('not filled in') as string });
    expect(await reply('Write {{name}} there.')).toEqual({ kind: 'done' });
  });
});
