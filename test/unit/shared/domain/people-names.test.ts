import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersonName, TeamName } from '../../../../shared/domain/people.ts';

/** What breaks a line, turns letters round, or is seen by nobody. */
const misleading = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/u;

describe.each([['a person', PersonName, 120], ['a team', TeamName, 80]] as const)('the name of %s', (_whose, schema, most) => {
  it('is kept as people write it, in whatever script', () => {
    for (const name of ['Anna Nord', 'Zoë O’Neil-Ruiz', 'مریم احمدی‌نژاد', '王小明', 'Müller, IT']) expect(schema.parse(` ${name} `)).toBe(name);
  });

  it('is one line that reads as it is', () => {
    expect(schema.parse('Anna\r\nBcc: all@shop.example')).toBe('Anna Bcc: all@shop.example');
    expect(schema.parse('Anna \u202eTI fo\u202c')).toBe('Anna TI fo');
    for (const nothing of ['', ' ', '\u202e', '\u200b\u200b', '\n']) expect(schema.safeParse(nothing).success).toBe(false);
    expect([schema.safeParse('x'.repeat(most)).success, schema.safeParse('x'.repeat(most + 1)).success]).toEqual([true, false]);
  });

  it('whatever is typed: it is refused, or has nothing in it that misleads, is no longer than allowed and stays what it is', () => {
    const typed = fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('\u202e', '\u2066', '\n', '\u0000', '\u2028', '\u200b', '\u{1f600}'.repeat(60), 'e', '\u0301')), { maxLength: 20 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(typed, (text) => {
        const read = schema.safeParse(text);
        if (!read.success) return;
        expect(misleading.test(read.data)).toBe(false);
        expect(Array.from(read.data).length).toBeLessThanOrEqual(most);
        expect(schema.parse(read.data)).toBe(read.data);
      }),
    );
  });
});
