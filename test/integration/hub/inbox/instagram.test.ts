import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { instagramBody, instagramId, instagramMessage } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = '1789456123';
const day = 24 * 3_600_000;

let hub: MetaHub;
beforeEach(async () => {
  hub = await openMetaHub('instagram');
});
afterEach(() => hub.end());

type Json = Readonly<Record<string, unknown>>;
const send = (...events: Json[]) => hub.provider.deliver(instagramBody(events));
const write = (message: Json) => send(instagramMessage(anna, message));
const event = (content: Json, at = Date.now()) => ({ sender: { id: anna }, recipient: { id: instagramId }, timestamp: at, ...content });
const echoOf = (text: string, mid: string) => ({ sender: { id: instagramId }, recipient: { id: anna }, timestamp: Date.now(), message: { mid, text, is_echo: true } });

describe('what customers send by Instagram', () => {
  it.each<[string, () => Json, string]>([
    ['text', () => instagramMessage(anna, { text: 'Is it in stock?' }), 'Is it in stock?'],
    ['an answer to a story', () => instagramMessage(anna, { text: 'Lovely', reply_to: { story: { id: '1', url: 'https://lookaside.fbsbx.com/x' } } }), 'In answer to your story:\nLovely'],
    ['a shared post', () => instagramMessage(anna, { attachments: [{ type: 'share', payload: { url: 'https://www.instagram.com/p/x' } }] }), 'Shared a post or reel.'],
    ['a reaction', () => event({ reaction: { mid: 'm', action: 'react', reaction: 'love', emoji: '❤' } }), 'Reacted with ❤'],
    ['a reaction taken back', () => event({ reaction: { mid: 'm', action: 'unreact' } }), 'Took a reaction back'],
    ['a postback', () => event({ postback: { mid: 'p1', title: 'Opening hours', payload: 'H' } }), 'Pressed “Opening hours”'],
    ['what Instagram does not pass on', () => instagramMessage(anna, { is_unsupported: true }), 'The customer sent something that the provider does not pass on.'],
    ['a kind of event that nobody knows yet', () => event({ hologram: { mid: 'h' } }), 'A message of a kind Sealdesk does not know. Its original is kept in quarantine; ask IT for it.'],
  ])('%s reads in plain words', async (_what, made, words) => {
    await send(made());
    await hub.arrived(1);
    expect(hub.inbound()[0]).toMatchObject({ text: words, channel: 'instagram', authorName: 'Instagram user 6123' });
  });

  it('is read from every list, where another app answers too, and from the dashboard’s tests', async () => {
    await hub.provider.deliver(instagramBody([instagramMessage(anna, { text: '1' }), instagramMessage('55555', { text: '2' })], 'standby'));
    await hub.provider.deliver({ object: 'instagram', entry: [{ id: '0', time: 1, changes: [{ field: 'messages', value: instagramMessage(anna, { text: '3' }) }] }] });
    await hub.arrived(3);
    expect(new Set(hub.inbound().map(({ conversationId }) => conversationId)).size).toBe(2);
    expect(hub.inbound().map(({ text }) => text).sort()).toEqual(['1', '2', '3']);
  });

  it('pictures are fetched from the provider’s own hosts only', async () => {
    await write({ attachments: [{ type: 'image', payload: { url: hub.provider.publicAddress(Buffer.from('picture')) } }, { type: 'image', payload: { url: 'http://169.254.169.254/latest/meta-data' } }] });
    await hub.arrived(1);
    expect(hub.inbound()[0]?.attachments).toMatchObject([{ name: 'Image', size: 7, contents: { state: 'kept' } }, { name: 'Image', size: 0 }]);
    expect(hub.inbound()[0]?.attachments[1]).not.toHaveProperty('contents');
    expect(hub.inbound()[0]?.text).toBe('[Image could not be fetched and was not kept.]');
  });

  it('that was taken back leaves nothing behind of what redaction had destroyed in it', async () => {
    await write({ mid: 'gone', text: 'my card is 4242 4242 4242 4242' });
    await hub.arrived(1);
    expect(await hub.db.selectFrom('recoverable_findings').select('type').execute()).toEqual([{ type: 'card' }]);
    await write({ mid: 'gone', is_deleted: true });
    await vi.waitFor(() => expect(hub.replaced()).toHaveLength(1), waiting);
    expect(await hub.db.selectFrom('recoverable_findings').select('type').execute()).toEqual([]);
  });

  it('that was taken back is replaced, with its file, also when the news of it comes first', async () => {
    await write({ mid: 'gone', text: 'I did not mean that', attachments: [{ type: 'image', payload: { url: hub.provider.publicAddress(Buffer.from('picture')) } }] });
    await hub.arrived(1);
    await write({ mid: 'gone', is_deleted: true });
    await vi.waitFor(() => expect(hub.replaced()).toMatchObject([{ id: hub.inbound()[0]?.id, text: 'The customer removed this message.', attachments: [], revision: 2 }]), waiting);
    expect(await hub.db.selectFrom('attachments').select('id').execute()).toEqual([]);
    expect(hub.heard.flatMap(({ event: heard }) => (heard.e === 'conversation' ? [heard.conversation.preview] : [])).at(-1)).toBe('The customer removed this message.');
    await write({ mid: 'early', is_deleted: true });
    await hub.channels.idle();
    await write({ mid: 'early', text: 'Nor that' });
    await hub.arrived(2);
    await hub.hurry();
    await vi.waitFor(async () => {
      await hub.channels.stop();
      await hub.channels.start();
      expect(hub.replaced()).toHaveLength(2);
    }, waiting);
  });
});

describe('a reply by Instagram', () => {
  it('goes out once, and its echo and its receipt are known as its own', async () => {
    await write({ text: 'Hi' });
    await hub.arrived(1);
    const reply = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('sent'), waiting);
    const [taken] = hub.provider.taken;
    expect(taken).toMatchObject({ to: anna, text: 'Hello', tag: null });
    await send(event({ read: { mid: taken?.id } }));
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('read'), waiting);
    await hub.channels.idle();
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toHaveLength(1);
  });

  it('whose answer was lost is known by its echo, and goes out once', async () => {
    await write({ text: 'Hi' });
    await hub.arrived(1);
    hub.provider.next.push('taken-without-answer');
    const reply = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('sent'), waiting);
    await vi.waitFor(async () => expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'sent' }]), waiting);
    await hub.hurry();
    await hub.channels.idle();
    expect(hub.provider.taken).toHaveLength(1);
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toHaveLength(1);
  });

  it('written in another program is shown as the company’s, never as the customer’s', async () => {
    await send(echoOf('Card 4111 1111 1111 1111', 'elsewhere-1'));
    await send(echoOf('Card 4111 1111 1111 1111', 'elsewhere-1'));
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(1), waiting);
    await hub.channels.idle();
    expect(hub.messages()).toMatchObject([{ kind: 'outbound', agentId: null, authorName: 'Written in another program', text: 'Card [card **** 1111]', status: 'sent' }]);
    await write({ text: 'Thanks' });
    await hub.arrived(1);
    expect(new Set(hub.messages().map(({ conversationId }) => conversationId)).size).toBe(1);
  });

  it.each([
    ['within 24 hours', day - 60_000, null],
    ['within 7 days, as written by a person', day + 60_000, 'HUMAN_AGENT'],
  ])('%s goes out as Instagram wants it', async (_when, ago, tag) => {
    await send({ ...instagramMessage(anna, { text: 'Hi' }), timestamp: Date.now() - ago });
    await hub.arrived(1);
    await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ tag }]), waiting);
  });

  it('fails at once after 7 days, and when it is longer than 1,000 characters; it is never split', async () => {
    await send({ ...instagramMessage(anna, { text: 'Hi' }), timestamp: Date.now() - 7 * day - 1_000 });
    await hub.arrived(1);
    const late = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(late).at(-1)?.failure).toContain('more than 7 days ago'), waiting);
    await write({ text: 'again' });
    await hub.arrived(2);
    const long = await hub.reply('x'.repeat(1_001), hub.inbound()[1]);
    await vi.waitFor(() => expect(hub.statusesOf(long).at(-1)?.failure).toContain('1,000 characters'), waiting);
    expect(hub.provider.taken).toEqual([]);
  });
});

describe('the token of an Instagram channel', () => {
  it('is made anew and kept sealed, and is what the hub uses then, after a start too', async () => {
    const health = () => hub.channels.health(hub.hook.id);
    await vi.waitFor(() => expect(health()?.tokenExpiresAt).toBeGreaterThan(Date.now() + 59 * day), waiting);
    expect(hub.provider.token).toMatch(/^IGAA/);
    const renewed = hub.provider.token;
    await hub.channels.stop();
    await hub.channels.start();
    await vi.waitFor(() => expect(health()?.state).toBe('working'), waiting);
    expect(hub.provider.token).toBe(renewed);
    await write({ text: 'Hi' });
    await hub.arrived(1);
    await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.provider.taken).toHaveLength(1), waiting);
  });

  it('that is dead is told to IT, and the reply waits', async () => {
    await write({ text: 'Hi' });
    await hub.arrived(1);
    hub.provider.tokenDead = true;
    await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.channels.health(hub.hook.id)).toMatchObject({ state: 'failing', problem: expect.stringContaining('refuses the access token') }), waiting);
    expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'waiting' }]);
    expect((await hub.channels.test(hub.hook.id))?.map(({ ok }) => ok)).toEqual([false, false]);
  });
});
