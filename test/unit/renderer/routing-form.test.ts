import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hoursFormOf, readHours } from '../../../renderer/data/console/hours-form.ts';
import { emptyRule, readRule, ruleFormOf } from '../../../renderer/data/console/rule-form.ts';
import { readServiceLevel, serviceLevelFormOf } from '../../../renderer/data/console/service-level-form.ts';
import { BusinessHours, weekdays } from '../../../shared/domain/business-hours.ts';
import { RoutingRule } from '../../../shared/domain/routing.ts';

const word = fc.stringMatching(/^[a-zäöé]{1,12}$/);
const rule = fc
  .record({
    name: word,
    active: fc.boolean(),
    when: fc.record(
      { channels: fc.uniqueArray(word, { maxLength: 3 }), senders: fc.array(fc.constantFrom('@mail.example', 'a@b.example'), { maxLength: 3 }), words: fc.array(word, { maxLength: 3 }), hours: fc.constantFrom('open' as const, 'closed' as const) },
      { requiredKeys: ['channels', 'senders', 'words'] },
    ),
    does: fc.record(
      {
        team: fc.uuid({ version: 4 }),
        assign: fc.oneof(fc.constant({ to: 'nobody' as const }), fc.record({ to: fc.constant('agent' as const), agent: fc.uuid({ version: 4 }) }), fc.record({ to: fc.constantFrom('in-turn' as const, 'least-busy' as const), skills: fc.array(word, { maxLength: 3 }) })),
        priority: fc.constantFrom('low' as const, 'urgent' as const),
        tags: fc.uniqueArray(word, { maxLength: 3 }),
        setAside: fc.boolean(),
      },
      { requiredKeys: ['assign', 'tags', 'setAside'] },
    ),
    answers: fc.oneof(fc.constant({}), fc.record({ acknowledge: word }), fc.record({ acknowledge: word, acknowledgeIn: fc.record({ de: word, en: word }, { requiredKeys: ['de'] }) })),
  })
  .map(({ answers, does, ...made }) => RoutingRule.parse({ ...made, does: { ...does, ...answers } }));

describe('the form of a rule', () => {
  it('gives back every rule as it was', () => {
    fc.assert(
      fc.property(rule, (made) => {
        expect(readRule(ruleFormOf(made), [])).toEqual({ kind: 'whole', rule: made });
      }),
    );
  });

  it('says which fields are wrong, and keeps nothing of them', () => {
    const wrong = (part: object, others: string[] = []) => {
      const read = readRule({ ...emptyRule, name: 'x', ...part }, others);
      return read.kind === 'wrong' ? [...read.fields] : [];
    };
    expect(wrong({ name: ' ' })).toEqual(['name']);
    expect(wrong({ name: 'Returns' }, ['RETURNS'])).toEqual(['name']);
    expect(wrong({ senders: 'a@b.example\nnobody' })).toEqual(['senders']);
    expect(wrong({ words: 'x'.repeat(81) })).toEqual(['words']);
    expect(wrong({ assign: 'in-turn', skills: 'x'.repeat(41) })).toEqual(['skills']);
    expect(wrong({ acknowledge: 'x'.repeat(4_001) })).toEqual(['acknowledge']);
    expect(wrong({ acknowledge: 'x', acknowledgeIn: { en: '', de: 'x'.repeat(4_001) } })).toEqual(['acknowledgeIn']);
    expect(wrong({ acknowledgeIn: { en: '', de: 'Danke.' } })).toEqual(['acknowledge']);
    expect(wrong({ tags: 'VIP, vip' })).toEqual(['tags']);
    expect(wrong({})).toEqual([]);
  });
});

describe('the form of what is promised', () => {
  const minutes = fc.option(fc.integer({ min: 1, max: 43_200 }));
  const target = fc.record({ first: minutes, next: minutes });

  it('gives it back as it was', () => {
    fc.assert(
      fc.property(fc.record({ low: target, normal: target, high: target, urgent: target }), (level) => {
        expect(readServiceLevel(serviceLevelFormOf(level))).toEqual({ kind: 'whole', level });
      }),
    );
  });

  it.each(['0', '-5', '1.5', '1e3', 'soon', '43201'])('says that %s is none', (typed) => {
    expect(readServiceLevel({ 'urgent.first': typed })).toEqual({ kind: 'wrong', fields: new Set(['urgent.first']) });
  });
});

describe('the form of business hours', () => {
  const hours = BusinessHours.parse({ timeZone: 'Europe/Berlin', hours: [{ day: 'mon', from: '09:00', to: '12:00' }, { day: 'mon', from: '13:00', to: '17:30' }, { day: 'sat', from: '10:00', to: '24:00' }], daysOff: ['2026-12-25'] });

  it('gives them back as they were, and none where no day has any', () => {
    expect(readHours(hoursFormOf(hours, 'UTC'))).toEqual({ kind: 'whole', hours });
    expect(readHours(hoursFormOf(null, 'UTC'))).toEqual({ kind: 'whole', hours: null });
  });

  it('takes them as people type them', () => {
    const form = hoursFormOf(null, 'UTC');
    expect(readHours({ ...form, days: { ...form.days, fri: '9.00 – 12:30,13:00-18:00' } })).toMatchObject({ kind: 'whole', hours: { hours: [{ day: 'fri', from: '09:00', to: '12:30' }, { day: 'fri', from: '13:00', to: '18:00' }] } });
  });

  it('says which are wrong, whatever is typed', () => {
    const form = hoursFormOf(hours, 'UTC');
    const wrong = (part: object) => {
      const read = readHours({ ...form, ...part });
      return read.kind === 'wrong' ? [...read.fields] : [];
    };
    expect(wrong({ timeZone: 'Berlin' })).toEqual(['timeZone']);
    expect(wrong({ days: { ...form.days, tue: 'nine to five' } })).toEqual(['tue']);
    expect(wrong({ days: { ...form.days, sun: '17:00-09:00' } })).toEqual(['sun']);
    expect(wrong({ daysOff: '25.12.' })).toEqual(['daysOff']);
    fc.assert(
      fc.property(fc.constantFrom(...weekdays), fc.string({ unit: 'binary' }), (day, typed) => {
        expect(() => readHours({ ...form, days: { ...form.days, [day]: typed }, daysOff: typed, timeZone: typed })).not.toThrow();
      }),
    );
  });
});
