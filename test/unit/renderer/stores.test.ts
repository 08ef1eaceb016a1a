import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { coalesce } from '../../../renderer/data/coalesce.ts';
import { followConversations } from '../../../renderer/data/conversation-list.ts';
import { followCounts } from '../../../renderer/data/counts.ts';
import fc from 'fast-check';
import { keepDrafts } from '../../../renderer/data/drafts.ts';
import { followIdleWarning } from '../../../renderer/data/idle-warning.ts';
import { followOpened } from '../../../renderer/data/opened-conversation.ts';
import { createSending } from '../../../renderer/data/sending.ts';
import { followSession } from '../../../renderer/data/session.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { nordlicht, sessionStates } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';

const now = Date.UTC(2025, 8, 10, 12);
const setUp = () => {
  const double = createSealdeskDouble(nordlicht(now));
  return { double, client: createClient(double.api) };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

describe('the client', () => {
  it('turns a call that main never answered into a failure', async () => {
    const client = createClient({ call: () => Promise.reject(new Error('gone')), on: () => () => undefined });
    expect(await client.call('session.state', null)).toMatchObject({ ok: false, error: { kind: 'failed' } });
  });
});

describe('the session', () => {
  it('keeps an event that was quicker than the answer to the first question', async () => {
    const { double, client } = setUp();
    double.answer('session.state', async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { kind: 'starting' };
    });
    const session = followSession(client);
    double.enter(sessionStates(now).locked);
    await settle();
    expect(session.state.get().kind).toBe('locked');
  });

  it('remembers how many digits a code has when the state no longer says', async () => {
    const { double, client } = setUp();
    const session = followSession(client);
    double.enter({ ...sessionStates(now).locked, codeDigits: 8 });
    double.enter(sessionStates(now).unlocked);
    await settle();
    expect(session.codeDigits.get()).toBe(8);
  });
});

describe('the list', () => {
  it('drops the answer for a view that was left', async () => {
    const { double, client } = setUp();
    const list = followConversations(client, 'open');
    await settle();
    double.answer('inbox.list', async ({ view }) => {
      await new Promise((resolve) => setTimeout(resolve, view === 'all' ? 500 : 10));
      return { rows: [], next: null, total: view === 'all' ? 1 : 2 };
    });
    list.show('all');
    list.show('mine');
    await settle();
    expect(list.state.get()).toMatchObject({ view: 'mine', total: 2 });
  });

  it('reads to the end without a row twice, and reads the same again when something changes', async () => {
    const { double, client } = setUp();
    const list = followConversations(client, 'all');
    await settle();
    for (let page = 0; page < 6; page += 1) {
      list.more();
      await settle();
    }
    const { rows } = list.state.get();
    const total = list.state.get().total ?? expect.fail('nobody knows how many');
    expect(new Set(rows.map((row) => row.id)).size).toBe(total);
    expect(rows).toHaveLength(total);
    double.receive(rows[200]!.id, 'Neu');
    list.refresh();
    await settle();
    expect(list.state.get().rows).toHaveLength(total);
    expect(list.state.get().rows.filter((row) => !rows.includes(row))).toHaveLength(1);
  });

  it('that is read again and is as it was, is the same: nothing of it is drawn anew', async () => {
    const { double, client } = setUp();
    const list = followConversations(client, 'all');
    const counts = followCounts(client);
    await settle();
    const [before, countsBefore] = [list.state.get(), counts.counts.get()];
    const told = vi.fn<() => void>();
    list.state.subscribe(told);
    counts.counts.subscribe(told);
    list.refresh();
    counts.refresh();
    await settle();
    expect(double.calls.filter(({ name }) => name === 'inbox.list')).toHaveLength(2);
    expect([list.state.get(), counts.counts.get()]).toEqual([before, countsBefore]);
    expect(told).not.toHaveBeenCalled();
    double.receive(before.rows[3]!.id, 'Neu');
    list.refresh();
    counts.refresh();
    await settle();
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe('the open conversation', () => {
  it('reads back to a message that a search has found', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const long = double.world.conversations[7]!;
    opened.open(long.row.id, long.messages[12]!.id);
    await settle();
    const state = opened.state.get();
    expect(state.kind === 'open' && state.messages.some((message) => message.id === long.messages[12]!.id)).toBe(true);
  });

  it('keeps earlier pages, without a gap, when a message comes in', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const long = double.world.conversations[7]!;
    opened.open(long.row.id);
    await settle();
    await opened.loadEarlier();
    double.receive(long.row.id, 'Noch da?');
    opened.refresh();
    await settle();
    const state = opened.state.get();
    if (state.kind !== 'open') throw new Error('not open');
    expect(state.messages.map((message) => message.id)).toEqual(long.messages.slice(-state.messages.length).map((message) => message.id));
    expect(state.messages.length).toBeGreaterThanOrEqual(101);
  });

  it('shows a message that was replaced', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const [first] = double.world.conversations;
    opened.open(first!.row.id);
    await settle();
    first!.messages[0] = { ...first!.messages[0]!, text: 'Removed', revision: 2 };
    opened.refresh();
    await settle();
    const state = opened.state.get();
    expect(state.kind === 'open' && state.messages[0]!.text).toBe('Removed');
  });

  it('has what was expected at once, and anew what has changed since', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const [first, second, third] = double.world.conversations;
    opened.open(first!.row.id);
    await settle();
    opened.expect([second!.row.id, third!.row.id]);
    await settle();
    double.receive(third!.row.id, 'One thing more');
    opened.changed([third!.row.id]);
    opened.open(second!.row.id);
    expect(opened.state.get()).toMatchObject({ kind: 'open', id: second!.row.id });
    opened.open(third!.row.id);
    expect(opened.state.get().kind).toBe('loading');
    await settle();
    const state = opened.state.get();
    expect(state.kind === 'open' && state.messages.at(-1)?.text).toBe('One thing more');
  });

  it('shows nothing that was read ahead of a change it was not told of for longer than it takes to ask', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const [first, second] = double.world.conversations;
    opened.open(first!.row.id);
    await settle();
    opened.expect([second!.row.id]);
    await settle();
    double.receive(second!.row.id, 'One thing more');
    opened.open(second!.row.id);
    await settle();
    const state = opened.state.get();
    expect(state.kind === 'open' && state.messages.at(-1)?.text).toBe('One thing more');
  });

  it('stays the same where what is read again is as it was', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const first = double.world.conversations[0]!;
    opened.open(first.row.id);
    await settle();
    const before = opened.state.get();
    opened.refresh();
    await settle();
    expect(opened.state.get()).toBe(before);
    first.row = { ...first.row, subject: 'Another one' };
    opened.refresh();
    await settle();
    expect(opened.state.get()).toMatchObject({ kind: 'open', conversation: { subject: 'Another one' } });
  });

  it('holds no more than was expected last', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    const [first, second, third] = double.world.conversations;
    opened.expect([first!.row.id, second!.row.id]);
    await settle();
    opened.expect([third!.row.id]);
    opened.open(first!.row.id);
    expect(opened.state.get().kind).toBe('loading');
  });

  it('says so when the conversation is purged', async () => {
    const { double, client } = setUp();
    const opened = followOpened(client, () => undefined);
    opened.open(double.world.conversations[0]!.row.id);
    await settle();
    double.world.conversations.shift();
    opened.refresh();
    await settle();
    expect(opened.state.get().kind).toBe('gone');
  });
});

describe('a reply that is taken back', () => {
  const { row } = nordlicht(now).conversations[0]!;

  it('comes back above what was begun since, and nothing typed meanwhile is lost or saved over it', async () => {
    vi.useRealTimers();
    const text = fc.string({ maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 10 }).filter((sent) => sent.trim() === sent && sent !== ''), text, text, async (sent, begun, meanwhile) => {
        const { double, client } = setUp();
        const drafts = keepDrafts(client);
        const sending = createSending(client, drafts);
        const { id } = row;
        drafts.adopt(id, { reply: '', note: '' });
        const answer = await client.call('conversation.reply', { id, text: sent });
        if (!answer.ok) throw new Error('It was not sent.');
        if (begun !== '') drafts.type(id, 'reply', begun);
        const undone = sending.undo({ id, messageId: answer.value.messageId });
        // Main has not answered yet.
        if (meanwhile !== '') drafts.type(id, 'reply', begun + meanwhile);
        expect(await undone).toMatchObject({ kind: 'undone' });
        await drafts.flush();
        const typed = begun + meanwhile;
        const whole = typed.trim() === '' ? sent : `${sent}\n\n${typed}`;
        expect(drafts.all.get().get(id)?.reply).toBe(whole);
        const kept = double.world.conversations.find((one) => one.row.id === id)?.drafts.reply;
        expect(kept).toBe(whole);
      }),
    );
  });

  it('stays as it was where it is too late', async () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const sending = createSending(client, drafts);
    drafts.type(row.id, 'reply', 'Next');
    double.answer('conversation.undo-reply', () => ({ kind: 'too-late' }));
    expect(await sending.undo({ id: row.id, messageId: row.id as string as MessageId })).toEqual({ kind: 'too-late' });
    expect(drafts.all.get().get(row.id)?.reply).toBe('Next');
  });
});

describe('drafts', () => {
  it('are saved once the typing rests, a note as a note and never as a reply', async () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const { id } = double.world.conversations[1]!.row;
    for (const text of ['H', 'Ha', 'Hallo']) drafts.type(id, 'reply', text);
    await settle();
    drafts.type(id, 'note', 'Nur intern');
    await settle();
    expect(double.calls.filter((call) => call.name === 'conversation.draft').map((call) => call.input)).toEqual([
      { id, kind: 'reply', text: 'Hallo' },
      { id, kind: 'note', text: 'Nur intern' },
    ]);
  });

  it('are saved while somebody types without a pause: a lock that asks nobody costs a quarter of a second', async () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const { id } = double.world.conversations[1]!.row;
    const saved = () => double.calls.filter((call) => call.name === 'conversation.draft').map((call) => (call.input as { text: string }).text);
    let text = '';
    for (let key = 0; key < 100; key += 1) {
      text += 'x';
      drafts.type(id, 'reply', text);
      await settle(100);
      expect(text.length - (saved().at(-1) ?? '').length).toBeLessThanOrEqual(3);
    }
  });

  it('on their way are handed to main when an idle lock is announced', () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const { id } = double.world.conversations[1]!.row;
    const { lockAt, stop } = followIdleWarning(client, () => void drafts.flush());
    drafts.type(id, 'note', 'Sie ist');
    drafts.type(id, 'reply', 'Wir schi');
    double.emit('session.idle-warning', now + 20_000);
    expect(double.calls.filter((call) => call.name === 'conversation.draft').map((call) => call.input)).toEqual([
      { id, kind: 'reply', text: 'Wir schi' },
      { id, kind: 'note', text: 'Sie ist' },
    ]);
    expect(lockAt.get()).toBe(now + 20_000);
    double.emit('session.idle-warning', null);
    expect(lockAt.get()).toBeNull();
    stop();
  });

  it('that were kept are taken up, a note that was alone as a note', () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const [first, second, third] = double.world.conversations.map(({ row }) => row.id) as [ConversationId, ConversationId, ConversationId];
    drafts.adopt(first, { reply: '', note: 'Sie ist im Recht' });
    drafts.adopt(second, { reply: 'Gern', note: 'Sie ist im Recht' });
    drafts.type(third, 'note', 'schon da');
    drafts.adopt(third, { reply: 'Gern', note: 'von vorhin' });
    expect([first, second, third].map((id) => drafts.all.get().get(id))).toEqual([
      { mode: 'note', reply: '', note: 'Sie ist im Recht' },
      { mode: 'reply', reply: 'Gern', note: 'Sie ist im Recht' },
      { mode: 'note', reply: '', note: 'schon da' },
    ]);
  });

  const draftCalls = (double: ReturnType<typeof setUp>['double']) => double.calls.filter((call) => call.name === 'conversation.draft').map((call) => call.input);
  /** Main takes so long to answer. */
  const answeredAfter = (ms: number, ok = true) => () => new Promise<{ readonly ok: boolean }>((resolve) => setTimeout(() => resolve({ ok }), ms));

  it('do not come back after the reply has gone out, however long main takes', async () => {
    for (const ms of [0, 100, 2_000]) {
      const { double, client } = setUp();
      const drafts = keepDrafts(client);
      const { id } = double.world.conversations[1]!.row;
      drafts.type(id, 'reply', 'Gern!');
      const sending = drafts.sending(id, 'reply', 'Gern!', answeredAfter(ms));
      await settle(5_000);
      await sending;
      expect(draftCalls(double)).toEqual([]);
      expect(drafts.all.get().get(id)?.reply).toBe('');
    }
  });

  it('that were typed while the reply was on its way stay, and are saved after it', async () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const { id } = double.world.conversations[1]!.row;
    const sending = drafts.sending(id, 'reply', 'Gern!', answeredAfter(1_000));
    drafts.type(id, 'reply', 'Gern! Und noch etwas');
    await settle(900);
    expect(draftCalls(double)).toEqual([]);
    await settle(2_000);
    await sending;
    expect(drafts.all.get().get(id)?.reply).toBe('Gern! Und noch etwas');
    expect(draftCalls(double)).toContainEqual(expect.objectContaining({ id, kind: 'reply', text: 'Gern! Und noch etwas' }));
  });

  it('whose reply main did not take stay, and are saved', async () => {
    const { double, client } = setUp();
    const drafts = keepDrafts(client);
    const { id } = double.world.conversations[1]!.row;
    drafts.type(id, 'reply', 'Gern!');
    const sending = drafts.sending(id, 'reply', 'Gern!', answeredAfter(500, false));
    await settle(2_000);
    await sending;
    expect(drafts.all.get().get(id)?.reply).toBe('Gern!');
    expect(draftCalls(double)).toEqual([expect.objectContaining({ id, kind: 'reply', text: 'Gern!' })]);
  });
});

describe('many requests for the same work', () => {
  it('become few runs, and none is forgotten', async () => {
    let runs = 0;
    const request = coalesce(async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }, 100);
    for (let n = 0; n < 20; n += 1) request();
    await settle();
    expect(runs).toBe(2);
  });
});
