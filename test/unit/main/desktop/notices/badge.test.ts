import { beforeEach, expect, it } from 'vitest';
import { AskedConversation } from '../../../../../main/desktop/notices/asked-conversation.ts';
import { Badge } from '../../../../../main/desktop/notices/badge.ts';
import { ConversationId } from '../../../../../shared/domain/ids.ts';
import { Time } from '../../../../doubles/time.ts';

let time: Time;
let unread: number;
let asked: number;
let shown: number[];
let badge: Badge;

beforeEach(() => {
  time = new Time();
  [unread, asked, shown] = [3, 0, []];
  badge = new Badge({ timers: time, count: async () => ((asked += 1), unread), show: (n) => shown.push(n) });
});

it('shows how many of the agent’s are unread, and counts once however much changes', async () => {
  badge.opened();
  for (let n = 0; n < 100; n += 1) badge.changed();
  await time.pass(5_000);
  unread = 2;
  badge.changed();
  await time.pass(5_000);
  expect(shown).toEqual([3, 2]);
  expect(asked).toBe(2);
});

it('shows nothing while it is locked, and counts nothing', async () => {
  badge.opened();
  await time.pass(5_000);
  badge.closed();
  badge.changed();
  await time.pass(5_000);
  expect(shown).toEqual([3, 0]);
  expect(asked).toBe(1);
});

it('a count that comes back after the lock is not shown', async () => {
  let answer: (n: number) => void = () => undefined;
  const slow = new Badge({ timers: time, count: () => new Promise((resolve) => (answer = resolve)), show: (n) => shown.push(n) });
  slow.opened();
  await time.pass(5_000);
  slow.closed();
  answer(7);
  await time.pass(1);
  expect(shown).toEqual([]);
});

it('the conversation of a clicked notification is handed out once', () => {
  let told = 0;
  const id = ConversationId.parse('0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10');
  const click = new AskedConversation(() => (told += 1));
  click.ask(id);
  expect([told, click.take(), click.take()]).toEqual([1, id, null]);
});
