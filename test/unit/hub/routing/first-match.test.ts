import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMatch } from '../../../../hub/routing/first-match.ts';
import type { Beginning } from '../../../../hub/ports.ts';
import { Routing } from '../../../../shared/domain/routing.ts';

const beginning: Beginning = { channelId: 'mail', sender: 'maria@mail.example', subject: 'Rückgabe der Stiefel', text: 'Guten Tag, ich möchte sie zurückschicken. Merci d’avance!', at: Date.parse('2026-11-30T08:30:00Z') };
const rules = (...when: object[]) => Routing.parse({ hours: { timeZone: 'UTC', hours: [{ day: 'mon', from: '08:00', to: '09:00' }] }, rules: when.map((each, place) => ({ name: `rule ${place}`, when: each })) });
const held = (...when: object[]) => firstMatch(rules(...when), beginning)?.name ?? null;

describe('the first rule that holds', () => {
  it('is the topmost, where several would', () => {
    expect(held({ words: ['boots'] }, { channels: ['mail'] }, {})).toBe('rule 1');
  });

  it.each<[object, boolean, string]>([
    [{}, true, 'no conditions'],
    [{ channels: ['chat', 'mail'] }, true, 'one of the channels'],
    [{ channels: ['chat'] }, false, 'another channel'],
    [{ senders: ['maria@mail.example'] }, true, 'the address'],
    [{ senders: ['MARIA@mail.example'] }, true, 'the address, however it is written'],
    [{ senders: ['@mail.example'] }, true, 'the domain'],
    [{ senders: ['@ail.example'] }, false, 'the end of a domain is another domain'],
    [{ senders: ['@example.mail.example'] }, false, 'a domain below'],
    [{ words: ['ruckgabe'] }, true, 'without case and accents'],
    [{ words: ['RÜCKGABE DER'] }, true, 'several words in a row'],
    [{ words: ['gabe'] }, false, 'part of a word'],
    [{ words: ['davance', 'd’avance'] }, true, 'an apostrophe is no letter'],
    [{ words: ['!!'] }, false, 'words without a letter'],
    [{ hours: 'open' }, true, 'within the hours'],
    [{ hours: 'closed' }, false, 'not outside them'],
    [{ channels: ['mail'], words: ['boots'] }, false, 'every condition has to hold'],
  ])('%j holds: %s (%s)', (when, holds, _why) => {
    expect(held(when) !== null).toBe(holds);
  });

  it('finds words in scripts that put no space between them', () => {
    expect(firstMatch(rules({ words: ['返品'] }), { ...beginning, text: 'この靴を返品したいです。' })?.name).toBe('rule 0');
  });

  it('never holds for a sender where the channel has no addresses, nor where it is switched off', () => {
    expect(firstMatch(rules({ senders: ['@mail.example'] }), { ...beginning, sender: null })).toBeNull();
    expect(firstMatch(Routing.parse({ rules: [{ name: 'off', active: false }] }), beginning)).toBeNull();
  });

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), fc.array(fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).filter((word) => word.trim() !== ''), { minLength: 1, maxLength: 5 }), (subject, text, words) => {
        expect(() => firstMatch(rules({ words }), { ...beginning, subject, text })).not.toThrow();
      }),
    );
  });

  it.each<[object, string]>([
    [{ rules: [{ name: 'same' }, { name: 'Same' }] }, 'two of one name'],
    [{ rules: [{ name: 'late', when: { hours: 'closed' } }] }, 'hours asked for where there are none'],
    [{ rules: [{ name: 'x', when: { senders: ['no address'] } }] }, 'a sender that is none'],
  ])('refuses %j: %s', (routing, _why) => {
    expect(Routing.safeParse(routing).success).toBe(false);
  });
});
