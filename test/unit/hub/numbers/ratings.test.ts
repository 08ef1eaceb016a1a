import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Joining } from '../../../../hub/conversations/joining/joining.ts';
import { readRatingToken, ratingToken } from '../../../../hub/numbers/rating-token.ts';
import { goodFor } from '../../../../hub/numbers/ratings.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { wordsIn } from '../../../../shared/customer-words/words.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { Satisfaction } from '../../../../shared/domain/satisfaction.ts';
import { runs } from '../../../doubles/how-often.ts';
import { type History, hour, minute, monday, openHistory } from './a-history.ts';

const day = 24 * hour;
let history: History;
beforeEach(async () => {
  history = await openHistory();
  history.clock.at = monday + 10 * hour;
  await wanted({ channels: [history.mailbox] });
});
afterEach(() => history.close());

const wanted = (satisfaction: object) => history.setRouting({ satisfaction, rules: [] });
const states = async () => (await history.hub.db.selectFrom('ratings').select('state').orderBy('asked_at').execute()).map(({ state }) => state);
const questions = () => history.hub.messages().filter(({ authorName }) => authorName === 'Automatic question');
const lines = () => history.hub.messages().filter(({ authorName, kind }) => kind === 'event' && authorName === 'Customer').map(({ text }) => text);

/** A conversation that a customer began, answered and resolved, some time ago. */
async function resolved(customer = 'maria', ago = 16 * minute): Promise<ConversationId> {
  const id = await history.arrives(customer);
  await history.reply(history.ada, id);
  await history.status(history.ada, id, 'resolved');
  history.clock.at += ago;
  return id;
}
async function asked(customer = 'maria'): Promise<{ readonly id: string; readonly token: string; readonly conversationId: ConversationId }> {
  const conversationId = await resolved(customer);
  await history.asks();
  const { id } = await history.hub.db.selectFrom('ratings').select('id').where('conversation_id', '=', conversationId).where('state', '=', 'asked').executeTakeFirstOrThrow();
  return { id, token: ratingToken(history.hub.envelope, id), conversationId };
}

describe('a customer is asked how it went', () => {
  it('a quarter of an hour after an agent has resolved the conversation, once, in the company’s words, as a program writes', async () => {
    await wanted({ channels: [history.mailbox], text: 'Was it good?' });
    await resolved('maria', 14 * minute);
    await history.asks();
    expect(questions()).toEqual([]);
    history.clock.at += 2 * minute;
    await history.asks();
    await history.asks();
    expect(questions()).toMatchObject([{ kind: 'outbound', text: 'Was it good?', subject: 'Re: Tent' }]);
    expect(await history.hub.db.selectFrom('messages').select('automatic').where('id', '=', questions()[0]?.id ?? '').executeTakeFirst()).toEqual({ automatic: 1 });
    const queued = await history.hub.db.selectFrom('deliveries').select('message_id').execute();
    expect(queued.map(({ message_id }) => message_id)).toContain(questions()[0]?.id);
  });

  it.each([
    ['German', 'Guten Tag, das Zelt ist leider undicht. Wir haben es nur einmal benutzt.', null, wordsIn('de').rating.question],
    ['English', 'Hello, the tent leaks. We have used it only once.', 'de', wordsIn('en').rating.question],
    ['a language that Sealdesk does not speak', 'Bonjour, où est mon colis ? Je l’attends depuis trois jours.', 'de', wordsIn('de').rating.question],
    ['nothing that tells', '4711', null, wordsIn('en').rating.question],
  ] as const)('in Sealdesk’s words where the company has none: who writes %s', async (_, text, channel, question) => {
    await wanted({ channels: [history.mailbox] });
    await history.hub.db.updateTable('channels').set({ language: channel }).where('id', '=', history.mailbox).execute();
    const id = await history.arrives('maria', { text });
    await history.reply(history.ada, id);
    await history.status(history.ada, id, 'resolved');
    history.clock.at += 16 * minute;
    await history.asks();
    expect(questions().map((message) => message.text)).toEqual([question]);
    const { id: rating } = await history.hub.db.selectFrom('ratings').select('id').executeTakeFirstOrThrow();
    // The page is in that language where the browser asks for none.
    expect(wordsIn((await history.hub.ratings.languageOf(ratingToken(history.hub.envelope, rating))) ?? 'en').rating.question).toBe(question);
  });

  it('in the company’s words whatever the customer’s language; those that hubs of before came with are nobody’s', async () => {
    expect(Satisfaction.parse({ text: 'How did we do? A click is enough; your answer helps us.' }).text).toBeNull();
    expect(Satisfaction.parse({ text: ' Was it good? ' }).text).toBe('Was it good?');
    expect(await history.hub.ratings.languageOf('made-up')).toBeNull();
  });

  it('by a link that is put in on the way out, and stands in no message that is kept or shown', async () => {
    const { id, token } = await asked();
    expect(await history.hub.db.transaction().execute((tx) => history.hub.ratings.linkOf(tx, id))).toBe(`https://hub.shop.example/rate/${token}`);
    expect(JSON.stringify(history.hub.heard)).not.toContain(token);
    const reply = history.hub.messages().find(({ kind, authorName }) => kind === 'outbound' && authorName === 'Ada');
    expect(await history.hub.db.transaction().execute((tx) => history.hub.ratings.linkOf(tx, reply?.id ?? ''))).toBeNull();
  });

  it('not where nobody has switched it on for the channel', async () => {
    await wanted({});
    await resolved();
    await history.asks();
    await wanted({ channels: [await history.hub.addMailbox()] });
    await history.asks();
    expect(await states()).toEqual([]);
  });

  it('not while it is open again, nor twice for being resolved twice', async () => {
    const id = await resolved('maria', minute);
    await history.status(history.ada, id, 'open');
    history.clock.at += hour;
    await history.asks();
    expect(questions()).toEqual([]);
    await history.status(history.ada, id, 'resolved');
    history.clock.at += 14 * minute;
    await history.status(history.ada, id, 'open');
    await history.status(history.ada, id, 'resolved');
    history.clock.at += 2 * minute;
    await history.asks();
    expect(questions()).toEqual([]);
    history.clock.at += hour;
    await history.asks();
    expect(questions()).toHaveLength(1);
  });

  it('not a customer who was asked in the last thirty days, on whatever conversation, and again after that', async () => {
    await asked();
    const again = async (subject: string) => {
      const id = await history.arrives('maria', { subject });
      await history.reply(history.ada, id);
      await history.status(history.ada, id, 'resolved');
      history.clock.at += hour;
      await history.asks();
    };
    await again('Boots');
    expect(questions()).toHaveLength(1);
    history.clock.at += 30 * day;
    await again('Socks');
    expect(questions()).toHaveLength(2);
  });

  it('not a sender whom nothing vouches for, a blocked one, a program, nor one who was not answered', async () => {
    const forged = await history.arrives('forged', {}, null);
    const program = await history.arrives('program', { automatic: true });
    const blocked = await history.arrives('blocked');
    const unanswered = await history.arrives('unanswered');
    for (const id of [forged, program, blocked]) await history.reply(history.ada, id);
    for (const id of [forged, program, blocked, unanswered]) await history.status(history.ada, id, 'resolved');
    await history.hub.db.transaction().execute((tx) => history.hub.blockedSenders.block(tx, 'test', { kind: 'email', value: 'blocked@mail.example' }));
    history.clock.at += hour;
    await history.asks();
    expect(questions()).toEqual([]);
    expect(await states()).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  it('not about what was resolved a day ago or by nobody, nor a customer who was erased', async () => {
    await resolved('old', 25 * hour);
    await history.asks();
    const id = await resolved('gone');
    const { customer_id } = await history.hub.db.selectFrom('conversations').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow();
    await history.hub.db.transaction().execute((tx) => history.hub.envelope.destroyKey(tx, customer_id as never));
    await history.asks();
    expect(await states()).toEqual(['passed']);
    expect(questions()).toEqual([]);
  });

  it('on WhatsApp within its window alone', async () => {
    const ids = [await history.arrives('maria'), await history.arrives('jon')] as const;
    await history.hub.db.insertInto('channels').values({ id: 'wa', kind: 'whatsapp', name: 'WhatsApp', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: null }).execute();
    await wanted({ channels: ['wa'] });
    for (const [id, customer, window] of [[ids[0], 'maria', hour], [ids[1], 'jon', 5 * minute]] as const) {
      const { customer_id } = await history.hub.db.selectFrom('conversations').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow();
      await history.hub.db.transaction().execute((tx) => history.addIdentity(tx, customer_id, customer));
      await history.reply(history.ada, id);
      await history.hub.db.updateTable('conversations').set({ channel: 'whatsapp', channel_id: 'wa', reply_until: history.clock.now() + window, identity_id: null }).where('id', '=', id).execute();
      await history.status(history.ada, id, 'resolved');
    }
    history.clock.at += 16 * minute;
    await history.asks();
    expect(questions().map(({ conversationId }) => conversationId)).toEqual([ids[0]]);
  });
});

describe('a rating', () => {
  it('is a line in the conversation and a figure of who resolved it, and nothing else', async () => {
    const { token } = await asked();
    expect(await history.hub.ratings.look(token)).toBe('open');
    expect(await history.hub.ratings.rate(token, 4, '')).toBe('open');
    expect(lines()).toEqual(['Customer rated this 4 of 5.']);
    const { total, rows } = await history.show({ by: 'agent' });
    expect(total.rated).toEqual({ count: 1, satisfied: 1, sum: 4 });
    expect(rows.find(({ name }) => name === 'Ada')?.figures.rated).toEqual({ count: 1, satisfied: 1, sum: 4 });
  });

  it('of a conversation that was merged since stands where the question is, in the customer’s language, and counts for who resolved it; also once it is taken apart', async () => {
    const { hub, ada, ben, clock } = history;
    const joining = new Joining({ envelope: hub.envelope, audit: hub.audit, people: hub.people, clock, fanOut: hub.fanOut, arrivals: arrivalsOf(hub) });
    const into = await history.arrives('maria', { subject: 'Stove' });
    const first = await history.arrives('maria', { subject: 'Tent', text: 'Guten Tag, das Zelt ist leider undicht. Wir haben es nur einmal benutzt.' });
    expect(first).not.toBe(into);
    await history.reply(ben, first);
    await history.status(ben, first, 'resolved');
    clock.at += 16 * minute;
    await history.asks();
    const { id } = await hub.db.selectFrom('ratings').select('id').where('state', '=', 'asked').executeTakeFirstOrThrow();
    const token = ratingToken(hub.envelope, id);
    await hub.db.transaction().execute((tx) => joining.merge(tx, ada, into, [first]));
    expect(await hub.ratings.languageOf(token)).toBe('de');
    expect(await hub.ratings.rate(token, 5, 'Danke')).toBe('open');
    const said = () => hub.messages().filter(({ kind, authorName }) => kind === 'event' && authorName === 'Customer').map(({ conversationId, text }) => [conversationId, text]);
    expect(said()).toEqual([[into, 'Customer rated this 5 of 5: “Danke”']]);
    const { total, rows } = await history.show({ by: 'agent' });
    expect(total.rated).toEqual({ count: 1, satisfied: 1, sum: 5 });
    expect(rows.find(({ name }) => name === 'Ben')?.figures.rated).toEqual({ count: 1, satisfied: 1, sum: 5 });

    // Another question, asked where both are one, whose merge is undone before it is answered.
    clock.at += 31 * day;
    await history.reply(ada, into);
    await history.status(ada, into, 'resolved');
    clock.at += 16 * minute;
    await history.asks();
    const again = await hub.db.selectFrom('ratings').select('id').where('state', '=', 'asked').executeTakeFirstOrThrow();
    await hub.db.transaction().execute((tx) => joining.split(tx, ada, into, { kind: 'merged', back: first }));
    expect(await hub.ratings.rate(ratingToken(hub.envelope, again.id), 2, '')).toBe('open');
    expect(said().at(-1)).toEqual([into, 'Customer rated this 2 of 5.']);
    expect((await history.show()).total.rated).toEqual({ count: 1, satisfied: 0, sum: 2 });
  });

  it('counts once: a link that was used is used, also when it is used twice at once', async () => {
    const { token } = await asked();
    const both = await Promise.all([history.hub.ratings.rate(token, 5, ''), history.hub.ratings.rate(token, 1, '')]);
    expect(both.toSorted()).toEqual(['open', 'rated']);
    expect(await history.hub.ratings.rate(token, 1, 'again')).toBe('rated');
    expect(await history.hub.ratings.look(token)).toBe('rated');
    expect(lines()).toHaveLength(1);
    expect((await history.facts()).filter(({ kind }) => kind === 'rated')).toHaveLength(1);
  });

  it('is not taken after two weeks', async () => {
    const { token } = await asked();
    history.clock.at += goodFor;
    expect(await history.hub.ratings.look(token)).toBe('over');
    expect(await history.hub.ratings.rate(token, 5, '')).toBe('over');
    expect(lines()).toEqual([]);
  });

  it('is not taken by a token that this hub has not made, nor for a conversation that nobody was asked about', async () => {
    const { id } = await asked();
    const other = await openHistory();
    expect(await history.hub.ratings.rate(ratingToken(other.hub.envelope, id), 5, '')).toBe('unknown');
    await other.close();
    expect(await history.hub.ratings.rate(ratingToken(history.hub.envelope, randomUUID()), 5, '')).toBe('unknown');
    await history.hub.db.updateTable('ratings').set({ state: 'passed' }).execute();
    expect(await history.hub.ratings.rate(ratingToken(history.hub.envelope, id), 5, '')).toBe('unknown');
    expect(lines()).toEqual([]);
  });

  it('with a comment is read for data as it will be seen: signs that nobody sees hide no card number', async () => {
    for (const [customer, sign] of [['maria', '\u0001'], ['jan', '\u0000'], ['eva', '\u001b']] as const) {
      const { token } = await asked(customer);
      await history.hub.ratings.rate(token, 1, `I paid with 4111${sign}1111${sign}1111${sign}1111`);
    }
    expect(lines()).toEqual(Array(3).fill('Customer rated this 1 of 5: “I paid with [card **** 1111]”'));
  });

  it('with a comment has gone through redaction before it is stored: a card number in it is nowhere', async () => {
    const { token } = await asked();
    await history.hub.ratings.rate(token, 1, 'I paid with 4111 1111 1111 1111 and nobody answers maria.lopez@mail.example');
    expect(lines().join()).toMatch(/^Customer rated this 1 of 5: “I paid with \[card \*{4} 1111\]/);
    expect(lines().join()).not.toContain('maria.lopez@');
    const files = ['hub.db', 'hub.db-wal'].map((name) => readFileSync(join(history.hub.folder, name)).toString('latin1'));
    for (const content of [...files, JSON.stringify(history.hub.heard)]) expect(content).not.toContain('4111 1111 1111');
  });

  it('of a customer who was erased meanwhile is not taken', async () => {
    const { token, conversationId } = await asked();
    const { customer_id } = await history.hub.db.selectFrom('conversations').select('customer_id').where('id', '=', conversationId).executeTakeFirstOrThrow();
    await history.hub.db.transaction().execute((tx) => history.hub.envelope.destroyKey(tx, customer_id as never));
    expect(await history.hub.ratings.rate(token, 5, '')).toBe('over');
    expect(await states()).toEqual(['asked']);
  });
});

describe('a token', () => {
  it('is read back to its id, and no other spelling is: not with a bit changed, not shorter, not longer, not made up', () => {
    const { envelope } = history.hub;
    fc.assert(
      fc.property(fc.uuid(), fc.nat(37), fc.constantFrom('A', 'B', 'C', 'x', 'y', 'z', '0', '1', '9', '-', '_'), fc.string({ maxLength: 60 }), (id, place, sign, made) => {
        const token = ratingToken(envelope, id);
        expect(token).toMatch(/^[A-Za-z0-9_-]{38}$/);
        expect(readRatingToken(envelope, token)).toBe(id);
        const changed = `${token.slice(0, place)}${sign}${token.slice(place + 1)}`;
        if (changed !== token) expect(readRatingToken(envelope, changed)).toBeNull();
        for (const wrong of [token.slice(1), `${token}A`, ` ${token}`, made]) expect(readRatingToken(envelope, wrong)).toBeNull();
      }),
      runs(200),
    );
  });
});
