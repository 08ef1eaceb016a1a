import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Line } from '../../../../main/sync/line.ts';
import { PresenceExchange } from '../../../../main/sync/presence-exchange.ts';
import type { ControlToHub } from '../../../../shared/contract/wire/index.ts';
import { AgentId, ConversationId } from '../../../../shared/domain/ids.ts';
import { type OwnPresence, type Present, presenceApart, presenceForgotten, PresenceDoing } from '../../../../shared/domain/presence.ts';
import { runs } from '../../../doubles/how-often.ts';
import { Time } from '../../../doubles/time.ts';

const conversationId = ConversationId.parse('00000001-0000-4000-8000-000000000001');
const here: OwnPresence = { conversationId, doing: 'viewing' };
const colleague: Present = { conversationId, agentId: AgentId.parse('00000002-0000-4000-8000-000000000001'), doing: 'writing' };

function made() {
  const said: { readonly at: OwnPresence; readonly when: number }[] = [];
  const shown: (readonly Present[])[] = [];
  const time = new Time();
  const session = { open: true };
  const line = { tell: (message: ControlToHub) => message.c === 'presence' && said.push({ at: message.at, when: time.now() }) } as unknown as Line;
  return { said, shown, time, session, exchange: new PresenceExchange({ timers: time, line, sessionOpen: () => session.open, changed: (present) => shown.push(present) }) };
}

describe('where the agent is', () => {
  test('is told at once, then at most once a second, and what holds in the end is what was told last', async () => {
    const step = fc.record({ wait: fc.nat(700), at: fc.option(fc.record({ conversationId: fc.constant(conversationId), doing: fc.constantFrom(...PresenceDoing.options) })) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        const { said, time, exchange } = made();
        for (const { wait, at } of steps) {
          exchange.tell(at);
          await time.pass(wait);
        }
        await time.pass(presenceApart);
        expect(said.at(-1)?.at).toEqual(steps.at(-1)?.at);
        for (const [n, { when }] of said.entries()) if (n > 0) expect(when - said[n - 1]!.when).toBeGreaterThanOrEqual(presenceApart);
      }),
      runs(60),
    );
  });

  test('is renewed often enough that the hub does not forget it, and not where nothing is open', async () => {
    const { said, time, exchange } = made();
    exchange.tell(here);
    await time.pass(60_000);
    for (const [n, { when }] of said.entries()) if (n > 0) expect(when - said[n - 1]!.when).toBeLessThan(presenceForgotten);
    const told = said.length;
    expect(told).toBeGreaterThan(2);
    exchange.tell(null);
    await time.pass(60_000);
    expect(said).toHaveLength(told + 1);
  });

  test('is told when the hub session is there, and to no hub before that or before the screen has said anything', async () => {
    const { said, session, time, exchange } = made();
    exchange.sessionOpened();
    session.open = false;
    exchange.tell(here);
    await time.pass(20_000);
    expect(said).toEqual([]);
    session.open = true;
    exchange.sessionOpened();
    expect(said.map(({ at }) => at)).toEqual([here]);
  });

  test('is taken back when the vault closes, also where the session is to be taken up again', async () => {
    const { said, time, exchange } = made();
    exchange.tell(here);
    exchange.leave();
    expect(said.at(-1)?.at).toBeNull();
    await time.pass(60_000);
    expect(said).toHaveLength(2);
  });
});

describe('where colleagues are', () => {
  test('is shown as the hub tells it, and is not known any more without a session', () => {
    const { shown, session, exchange } = made();
    exchange.told([colleague]);
    expect(exchange.tell(here)).toEqual([colleague]);
    exchange.silent();
    expect(shown).toEqual([[colleague], []]);
    expect(exchange.tell(here)).toEqual([]);
    session.open = false;
    exchange.told([colleague]);
    expect(exchange.tell(here)).toEqual([]);
  });
});
