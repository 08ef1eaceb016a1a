import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MailFrame } from '../../../../main/boundary/opened-vault.ts';
import type { DeviceMail } from '../../../../shared/contract/wire/index.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import type { FromChild, ToChild, VaultChildOptions } from '../../../doubles/vault-child.ts';
import { workers } from '../../../doubles/vault-entries.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

const undoSeconds = 10;
let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

type Sent = Extract<DeviceMail, { m: 'command' }>;
const about = conversation();
const other = conversation();
const open = async (id = about.id) => (await test.opened.query('conversation.open', { id, before: null, limit: 50 }))!;
const commandsSent = async (): Promise<Sent['command'][]> => (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail.command] : []));
const reply = (text: string, id = about.id) => test.opened.query('conversation.reply', { id, text });
const undo = (messageId: MessageId, id = about.id) => test.opened.query('conversation.undo-reply', { id, messageId });
const draft = (text: string) => test.opened.query('conversation.draft', { id: about.id, kind: 'reply', text });
/** The clock goes on; what is due then goes out, as it does when the timer rings. */
async function later(milliseconds: number): Promise<void> {
  test.now += milliseconds;
  await test.opened.goLive();
}

async function begin(): Promise<void> {
  await test.open({ undoSeconds });
  await test.opened.goLive();
  await test.hub.start(await test.opened.newSession());
  await test.opened.receive(await test.hub.mail([]));
  await test.tell(conversationEvent(about), conversationEvent(other), messageEvent(message({ conversationId: about.id, sentAt: about.lastMessageAt })), { e: 'backfill.page', next: null });
  await test.mails();
}

describe('a reply that can be taken back', () => {
  it('is shown and not given to the hub before its time, and then once', async () => {
    await begin();
    const { messageId, until } = await reply('On its way.');
    expect(until).toBe(test.now + 10_000);
    expect((await open()).held).toEqual([{ messageId, until }]);
    expect((await open()).messages.at(-1)).toMatchObject({ status: 'queued', text: 'On its way.' });
    expect(await commandsSent()).toEqual([]);
    await later(9_999);
    expect(await commandsSent()).toEqual([]);
    await later(1);
    expect(await commandsSent()).toMatchObject([{ do: 'reply', messageId }]);
    expect((await open()).held).toEqual([]);
    expect(await undo(messageId)).toEqual({ kind: 'too-late' });
  });

  it('goes out by itself once its time has come', async () => {
    await test.open({ undoSeconds: 1, clock: { now: () => Date.now(), monotonic: () => performance.now() } });
    await test.opened.goLive();
    await test.hub.start(await test.opened.newSession());
    await test.opened.receive(await test.hub.mail([conversationEvent(about), { e: 'backfill.page', next: null }]));
    await test.mails();
    const { messageId } = await reply('On its way.');
    const sent: Sent['command'][] = [];
    await vi.waitFor(async () => {
      sent.push(...(await commandsSent()));
      expect(sent).toMatchObject([{ do: 'reply', messageId }]);
    });
  });

  it('leaves at once where the policy holds nothing; a note is never held', async () => {
    await test.open({ undoSeconds: 0 });
    await test.opened.goLive();
    await test.hub.start(await test.opened.newSession());
    await test.opened.receive(await test.hub.mail([conversationEvent(about), { e: 'backfill.page', next: null }]));
    await test.mails();
    expect(await reply('On its way.')).toMatchObject({ until: null });
    expect(await commandsSent()).toMatchObject([{ do: 'reply' }]);
    await test.close();
    await test.open({ create: false, undoSeconds });
    await test.opened.goLive();
    await test.mails();
    await reply('Held.');
    await test.opened.query('conversation.note', { id: about.id, text: 'She called.' });
    expect(await commandsSent()).toMatchObject([{ do: 'note' }]);
  });

  it('comes back whole into the draft, and the message is gone', async () => {
    await begin();
    const { messageId } = await reply('On its way.\n\n  Zoe');
    expect(await undo(messageId)).toEqual({ kind: 'undone', text: 'On its way.\n\n  Zoe', draft: 'On its way.\n\n  Zoe', status: false });
    expect(await open()).toMatchObject({ drafts: { reply: 'On its way.\n\n  Zoe' }, held: [] });
    expect((await open()).messages).toHaveLength(1);
    expect(await test.opened.state()).toMatchObject({ queued: 0 });
    await later(60_000);
    expect(await commandsSent()).toEqual([]);
  });

  it('stands above what was begun since, a blank line between', async () => {
    await begin();
    const { messageId } = await reply('On its way.');
    await draft('And one thing more');
    expect(await undo(messageId)).toMatchObject({ draft: 'On its way.\n\nAnd one thing more' });
    expect((await open()).drafts.reply).toBe('On its way.\n\nAnd one thing more');
  });

  it('takes along the status that was to follow it, and keeps other work of the conversation behind it', async () => {
    await begin();
    const { messageId } = await reply('On its way.');
    await test.opened.query('conversation.assign', { id: about.id, assigneeId: null });
    await test.opened.query('conversation.status', { id: about.id, status: 'resolved' });
    await test.opened.query('conversation.status', { id: other.id, status: 'pending' });
    // What is done elsewhere waits for nobody.
    expect(await commandsSent()).toMatchObject([{ do: 'status', conversationId: other.id }]);
    expect(await undo(messageId)).toMatchObject({ kind: 'undone', status: true });
    expect((await open()).conversation.status).toBe('open');
    expect(await commandsSent()).toMatchObject([{ do: 'assign', conversationId: about.id }]);
  });

  it('goes out before what was done in its conversation after it', async () => {
    await begin();
    await reply('On its way.');
    await test.opened.query('conversation.status', { id: about.id, status: 'resolved' });
    await test.opened.query('conversation.status', { id: other.id, status: 'pending' });
    await later(10_000);
    const sent = await commandsSent();
    // Once on the connection that was, and, unanswered, once more on this one.
    expect(sent.filter(({ conversationId }) => conversationId === about.id)).toMatchObject([{ do: 'reply' }, { do: 'status' }]);
  });

  it('is not held for longer than it should because the clock was set back', async () => {
    await begin();
    await reply('On its way.');
    await later(-3_600_000);
    expect(await commandsSent()).toMatchObject([{ do: 'reply' }]);
  });

  it('once let go is not taken back, whatever the clock says then', async () => {
    await begin();
    const { messageId } = await reply('On its way.');
    await later(10_000);
    test.now -= 9_000;
    expect(await undo(messageId)).toEqual({ kind: 'too-late' });
    expect((await open()).messages.at(-1)).toMatchObject({ id: messageId });
  });

  it('waits where the hub is out of reach, and is taken back there as well', async () => {
    await begin();
    test.opened.goQuiet();
    const first = await reply('First.');
    const second = await reply('Second.');
    expect(await undo(second.messageId)).toMatchObject({ kind: 'undone', text: 'Second.' });
    await later(10_000);
    expect(await commandsSent()).toMatchObject([{ do: 'reply', messageId: first.messageId }]);
  });

  it('stays whole over a lock: within its time it can still be taken back, after it it goes out once', async () => {
    await begin();
    const first = await reply('First.');
    const second = await reply('Second.', other.id);
    await test.close();
    test.now += 5_000;
    await test.open({ create: false, undoSeconds });
    await test.opened.goLive();
    expect(await commandsSent()).toEqual([]);
    expect((await open()).held).toMatchObject([{ messageId: first.messageId }]);
    expect(await undo(first.messageId)).toMatchObject({ kind: 'undone', draft: 'First.' });
    await later(5_000);
    expect(await commandsSent()).toMatchObject([{ do: 'reply', messageId: second.messageId }]);
  });

  it('loses no text, whatever is written, sent and taken back in whatever order', async () => {
    await begin();
    const words = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== '');
    const step = fc.oneof(
      fc.record({ do: fc.constant('type' as const), text: words }),
      fc.record({ do: fc.constant('send' as const), text: fc.constant('') }),
      fc.record({ do: fc.constant('undo' as const), text: fc.constant('') }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await draft('');
        let typed = '';
        const held: { messageId: MessageId; text: string }[] = [];
        for (const { do: what, text } of steps) {
          if (what === 'type') {
            typed += text;
            await draft(typed);
          } else if (what === 'send' && typed.trim() !== '') {
            held.push({ messageId: (await reply(typed.trim())).messageId, text: typed.trim() });
            typed = '';
          } else if (what === 'undo') {
            const last = held.pop();
            if (last === undefined) continue;
            const back = await undo(last.messageId);
            expect(back).toMatchObject({ kind: 'undone', text: last.text });
            typed = typed.trim() === '' ? last.text : `${last.text}\n\n${typed}`;
          }
          const now = await open();
          expect(now.drafts.reply).toBe(typed);
          expect(now.held.map(({ messageId }) => messageId)).toEqual(held.map(({ messageId }) => messageId));
        }
        for (const { messageId } of held) await undo(messageId);
      }),
      { numRuns: 40 },
    );
    expect(await commandsSent()).toEqual([]);
  });
});

describe('the process killed within the time', () => {
  it('loses nothing: the reply goes out once, at the next connection, or is taken back there', async () => {
    const options: VaultChildOptions = {
      file: test.file,
      key: test.key.toString('hex'),
      deviceId: test.deviceId,
      hubSignalIdentity: Buffer.from(test.hub.identityKey).toString('hex'),
      agent,
      workers,
      undoSeconds,
    };
    const child = fork(fileURLToPath(new URL('../../../doubles/vault-child.ts', import.meta.url)), [JSON.stringify(options)], {
      execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    const sent: MailFrame[] = [];
    const ask = (told: ToChild) => child.send(told);
    const replied: MessageId[] = [];
    let received = 0;
    const stored = new Promise<void>((resolve) => {
      child.on('message', (told: FromChild) => {
        if ('sent' in told) sent.push(told.sent);
        else if ('open' in told && told.open.preKeys !== null) {
          void test.hub.start(told.open.preKeys).then(async () => {
            ask({ mail: await test.hub.mail([]) });
            ask({ mail: await test.hub.mail([conversationEvent(about), conversationEvent(other), { e: 'backfill.page', next: null }]) });
          });
        } else if ('received' in told) {
          received += 1;
          if (received !== 2) return;
          ask({ ask: { name: 'conversation.reply', input: { id: about.id, text: 'Kept.' } } });
          ask({ ask: { name: 'conversation.reply', input: { id: other.id, text: 'Taken back.' } } });
        } else if ('answered' in told && told.answered.name === 'conversation.reply') {
          replied.push((told.value as { messageId: MessageId }).messageId);
          if (replied.length === 2) resolve();
        }
      });
    });
    await stored;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const before: DeviceMail[] = [];
    for (const mail of sent) before.push(await test.hub.read(mail));
    expect(before.filter(({ m }) => m === 'command')).toEqual([]);

    test.now = Date.now();
    await test.open({ create: false, undoSeconds });
    const [kept, back] = replied as [MessageId, MessageId];
    expect((await open(other.id)).held.map(({ messageId }) => messageId)).toEqual([back]);
    expect(await undo(back, other.id)).toMatchObject({ kind: 'undone', draft: 'Taken back.' });
    await later(20_000);
    expect(await commandsSent()).toMatchObject([{ do: 'reply', messageId: kept, text: 'Kept.' }]);
    // On a later connection, unanswered, it is the same command under the same key; answered, it is gone.
    await later(1);
    const [again] = (await test.mails()).filter((mail) => mail.m === 'command');
    if (again === undefined) throw new Error('What was not answered was not told again.');
    await test.tell({ e: 'command.result', key: again.key, outcome: { kind: 'done' } });
    await later(1);
    expect(await commandsSent()).toEqual([]);
  });
});
