import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSelection } from '../../../renderer/data/selection.ts';
import { standing } from '../../../renderer/screens/inbox/queue/use-sorting.ts';
import { snoozeTimes } from '../../../renderer/screens/inbox/queue/snooze-times.ts';
import { fieldTime, timeOfField } from '../../../renderer/ui/field-time.ts';
import { shortUntil } from '../../../renderer/words/times.ts';
import { longestSnooze } from '../../../shared/domain/conversation.ts';
import type { ConversationRow } from '../../../shared/contract/ipc/inbox.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { runs } from '../../doubles/how-often.ts';

const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2034, 0, 1) });
const ids = Array.from({ length: 260 }, (_, n) => `conversation ${n}` as ConversationId);

describe('the moments offered to snooze until', () => {
  it('are ahead, each later than the one before, within two years, and mornings are at nine', () => {
    fc.assert(
      fc.property(moment, (now) => {
        const times = snoozeTimes(now);
        let before = now;
        for (const [choice, at] of times) {
          expect(at).toBeGreaterThan(before);
          before = at;
          const date = new Date(at);
          expect([date.getMinutes(), date.getSeconds(), date.getMilliseconds()]).toEqual([0, 0, 0]);
          if (choice === 'later') {
            expect(date.toDateString()).toBe(new Date(now).toDateString());
            expect(at - now).toBeGreaterThanOrEqual(3 * 3_600_000);
          } else expect(date.getHours()).toBe(9);
          if (choice === 'monday') expect(date.getDay()).toBe(1);
        }
        expect(before - now).toBeLessThan(longestSnooze);
        expect(times.some(([choice]) => choice === 'tomorrow')).toBe(true);
      }),
      runs(1000),
    );
  });

  it('on a Sunday name tomorrow once, and on a Monday the next one', () => {
    expect(snoozeTimes(new Date(2026, 10, 29, 12).getTime()).map(([choice]) => choice)).toEqual(['later', 'tomorrow', 'week']);
    expect(snoozeTimes(new Date(2026, 10, 30, 23).getTime()).map(([choice]) => choice)).toEqual(['tomorrow', 'monday']);
  });
});

describe('the field for date and time', () => {
  it('reads what it shows, to the minute', () => {
    fc.assert(
      fc.property(moment, (at) => {
        // An hour that the clocks go through twice is the first of the two.
        expect([0, 3_600_000]).toContain(Math.abs((timeOfField(fieldTime(at)) ?? 0) - (at - (at % 60_000))));
      }),
      runs(500),
    );
  });

  it('reads nothing that is no time', () => {
    fc.assert(
      fc.property(fc.string().filter((text) => !/^\d{4}-/.test(text)), (text) => {
        expect(timeOfField(text)).toBeNull();
      }),
      runs(500),
    );
    for (const none of ['', '2026', '2026-13-01T09:00', '2026-01-01', '1950-01-01T09:00']) expect(timeOfField(none)).toBeNull();
  });
});

describe('a time to come, in a list', () => {
  const now = new Date(2026, 10, 26, 15).getTime();
  it('is named by its hour today, by its weekday within the week, by its date after', () => {
    expect(shortUntil(new Date(2026, 10, 26, 18).getTime(), now)).toMatch(/^0?6|^18/);
    expect(shortUntil(new Date(2026, 10, 30, 9).getTime(), now)).toMatch(/^Mon 0?9/);
    expect(shortUntil(new Date(2026, 11, 9, 9).getTime(), now)).not.toMatch(/2026|:/);
    expect(shortUntil(new Date(2027, 11, 9, 9).getTime(), now)).toContain('2027');
  });
});

describe('several conversations chosen', () => {
  it('are those toggled and all between, in the order they were chosen, and never more than can be changed at once', () => {
    const selection = createSelection();
    selection.toggle(ids[3]!);
    selection.extendTo(ids[6]!, ids);
    selection.toggle(ids[4]!);
    expect([...selection.chosen.get()]).toEqual([ids[3], ids[5], ids[6]]);
    selection.extendTo(ids[2]!, ids);
    expect([...selection.chosen.get()]).toEqual([ids[3], ids[5], ids[6], ids[4], ids[2]]);
    selection.extendTo(ids[259]!, ids);
    expect(selection.chosen.get().size).toBe(200);
    expect(selection.chosen.get().has(ids[10]!)).toBe(true);
    selection.clear();
    expect(selection.chosen.get().size).toBe(0);
    // Nothing is anchored any more: it begins where it is pointed.
    selection.extendTo(ids[8]!, ids);
    expect([...selection.chosen.get()]).toEqual([ids[8]]);
  });

  it('of a list they are not in, choose nothing', () => {
    const selection = createSelection();
    selection.extendTo('elsewhere' as ConversationId, ids);
    expect(selection.chosen.get().size).toBe(0);
  });

  it('are no longer those that have left the list', () => {
    const selection = createSelection();
    for (const id of ids.slice(0, 3)) selection.toggle(id);
    const before = selection.chosen.get();
    selection.keep(ids);
    // Nothing is drawn anew for it.
    expect(selection.chosen.get()).toBe(before);
    selection.keep(ids.slice(1));
    expect([...selection.chosen.get()]).toEqual([ids[1], ids[2]]);
  });

  it('are each brought back to where they stood, those that stood alike together', () => {
    const now = 1_000;
    const stood = (n: number, status: ConversationRow['status'], snoozedUntil: number | null = null) => ({ id: ids[n], status, snoozedUntil }) as ConversationRow;
    const rows = [stood(0, 'open'), stood(1, 'pending'), stood(2, 'open'), stood(3, 'snoozed', 2_000), stood(4, 'snoozed', 500), stood(5, 'resolved')];
    expect(standing(rows, ids.slice(0, 5), now)).toEqual([
      // What was to wake by now is open.
      { ids: [ids[0], ids[2], ids[4]], change: { do: 'status', status: 'open' } },
      { ids: [ids[1]], change: { do: 'status', status: 'pending' } },
      { ids: [ids[3]], change: { do: 'status', status: 'snoozed', until: 2_000 } },
    ]);
  });
});
