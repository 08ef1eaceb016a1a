import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { keepBeginnings } from '../../../renderer/data/beginnings.ts';
import { beginningOf, emptyForm, formOf } from '../../../renderer/screens/inbox/outbound/outgoing-form.ts';
import { Beginning } from '../../../shared/domain/beginning.ts';
import { BeginningId, ConversationId } from '../../../shared/domain/ids.ts';
import { nordlicht } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const now = 1_700_000_000_000;
const channel = { id: '00000000-0000-4000-8000-00000000000c', kind: 'email', name: 'Support', address: 'support@shop.example', country: null } as const;
const form = { ...emptyForm(channel, now), who: { kind: 'typed', typed: 'ida@mail.example' }, subject: 'Your tent' } as const;
const content = (text: string): Beginning => beginningOf({ ...form, text }, channel) ?? expect.fail();
const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

function setUp() {
  const double = createSealdeskDouble(nordlicht(now));
  const beginnings = keepBeginnings(createClient(double.api), true);
  return { double, beginnings, saved: () => double.calls.filter(({ name }) => name === 'beginnings.save').map(({ input }) => input as { content: Beginning | null; leaving?: boolean }), there: () => (double.world.beginnings ?? []).map((each) => each.content.text) };
}

describe('the form of a new conversation', () => {
  it('is saved soon after the first key, in its newest words alone, and at once where it is left', async () => {
    const { beginnings, saved, there } = setUp();
    beginnings.write(content('It'), null);
    await settle(100);
    beginnings.write(content('It is back'), null);
    await settle(200);
    expect(there()).toEqual(['It is back']);
    expect(saved()).toHaveLength(1);
    await beginnings.leave();
    expect(saved().at(-1)).toMatchObject({ leaving: true });
  });

  it('that nothing was typed in is not kept, and one that was emptied is gone', async () => {
    const { beginnings, saved, there } = setUp();
    beginnings.write(beginningOf(emptyForm(channel, now), channel), null);
    await beginnings.leave();
    expect(saved()).toEqual([]);
    beginnings.write(content('It'), null);
    await settle();
    beginnings.write(null, null);
    await settle();
    expect(there()).toEqual([]);
  });

  it('is kept when another is begun or gone on with, and shows that one', async () => {
    const { beginnings, there } = setUp();
    beginnings.write(content('One'), null);
    await beginnings.startAfresh();
    expect(beginnings.open.get().content).toBeNull();
    beginnings.write(content('Two'), null);
    await beginnings.resume(beginnings.list.get().find((each) => each.content.text === 'One') ?? expect.fail());
    expect([beginnings.open.get().content?.text, there().toSorted()]).toEqual(['One', ['One', 'Two']]);
  });

  it('has its files under its own id, as the vault has them where it goes on under another', async () => {
    const { beginnings, double } = setUp();
    const files = () => beginnings.open.get().files;
    beginnings.write(content('One'), null);
    await settle();
    const ofOne = files();
    const one = beginnings.open.get().id;
    expect(ofOne).toBe(one);
    const other = BeginningId.parse('00000000-0000-4000-8000-00000000000b');
    double.answer('beginnings.save', ({ stamp }) => ({ id: other, stamp }));
    beginnings.write(content('One, and more'), null);
    await settle();
    expect(files()).toBe(other);
    await beginnings.startAfresh();
    expect(files()).not.toBe(ofOne);
  });

  it('finds its files again where it comes back from the hub, and where it was thrown away and brought back', async () => {
    const { beginnings } = setUp();
    const files = () => beginnings.open.get().files;
    const given = ConversationId.parse('00000000-0000-4000-8000-00000000000d');
    await beginnings.startAfresh(content('Again'), given);
    expect(files()).toBe(given);
    const back = await beginnings.discard(beginnings.open.get().id);
    expect(files()).not.toBe(given);
    await back();
    await beginnings.resume(beginnings.list.get().find((each) => each.content.text === 'Again') ?? expect.fail());
    expect(files()).toBe(given);
  });

  it('takes over what the other laptop has written, unless something is being typed, and says where it has gone', async () => {
    const { beginnings, double } = setUp();
    beginnings.write(content('It'), null);
    await beginnings.leave();
    const other = (text: string) => (double.world.beginnings = (double.world.beginnings ?? []).map((each) => ({ ...each, stamp: each.stamp + 1, content: content(text) })));
    other('It is back');
    await beginnings.refresh();
    expect(beginnings.open.get()).toMatchObject({ content: { text: 'It is back' }, why: 'renewed' });
    beginnings.write(content('It is back, mine'), null);
    other('It is back, theirs');
    await beginnings.refresh();
    expect(beginnings.open.get().content?.text).toBe('It is back, mine');
    await settle();
    double.world.beginnings = [];
    await beginnings.refresh();
    expect(beginnings.open.get()).toMatchObject({ content: null, why: 'gone' });
  });

  it('goes on under the id that main answers with', async () => {
    const { beginnings, double, saved } = setUp();
    const id = BeginningId.parse('00000000-0000-4000-8000-0000000000b9');
    double.answer('beginnings.save', () => ({ id, stamp: 4 }));
    beginnings.write(content('It'), null);
    await settle();
    beginnings.write(content('It is'), null);
    await settle();
    expect(saved().at(-1)).toMatchObject({ id, stamp: 4 });
  });

  it('that went out is empty, and what was thrown away can be brought back', async () => {
    const { beginnings, there } = setUp();
    beginnings.write(content('It'), null);
    const went = await beginnings.sending((as) => Promise.resolve(as), (as) => as !== undefined);
    expect([went?.stamp, beginnings.open.get().content, beginnings.open.get().why]).toEqual([0, null, null]);
    beginnings.write(content('Two'), null);
    await settle();
    const restore = await beginnings.discard(beginnings.open.get().id);
    expect(there()).not.toContain('Two');
    await restore();
    expect(there()).toContain('Two');
  });

  it('stands as it was when it is shown again, a call as well', () => {
    const called = { ...emptyForm(channel, now), who: { kind: 'typed', typed: '+49 30 901820' }, text: 'A pole', direction: 'out', minutes: '3', outcome: 'callback-wanted', recording: 'https://calls.example/7' } as const;
    const kept = Beginning.parse(beginningOf(called, { ...channel, kind: 'phone', address: null }));
    expect(formOf(kept, null, now)).toEqual(called);
  });
});
