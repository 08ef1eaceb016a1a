import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cannedFound, cannedIn, inserted } from '../../../renderer/screens/inbox/writing/canned.ts';
import { colleaguesNamed, mentionsIn } from '../../../renderer/screens/inbox/writing/mentions.ts';
import { typedTrigger } from '../../../renderer/screens/inbox/writing/typed-trigger.ts';
import type { CannedReply } from '../../../shared/domain/canned-reply.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';

const at = (text: string, sign: '/' | '@') => typedTrigger(text, text.length, sign);

describe('what opens a list', () => {
  it('is “/” as the first sign of a line', () => {
    expect(at('/se', '/')).toEqual({ start: 0, query: 'se' });
    expect(at('Hello\n/on way', '/')).toEqual({ start: 6, query: 'on way' });
    for (const text of ['either/or', 'see /etc', '/usr/bin', 'Hello\n/a\n']) expect(at(text, '/')).toBeNull();
  });

  it('is “@” at the beginning of a word', () => {
    expect(at('@Be', '@')).toEqual({ start: 0, query: 'Be' });
    expect(at('ask @Ben Bra', '@')).toEqual({ start: 4, query: 'Ben Bra' });
    for (const text of ['maria@web', '@Ben Brandt said', '@9']) expect(at(text, '@')).toBeNull();
  });

  it('stands where it says, whatever the text and the caret', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.constantFrom('/' as const, '@' as const), (text, place, sign) => {
        const caret = text.length === 0 ? 0 : place % (text.length + 1);
        const typed = typedTrigger(text, caret, sign);
        if (typed !== null) expect(text.slice(typed.start, caret)).toBe(sign + typed.query);
      }),
    );
  });
});

describe('canned replies', () => {
  const reply = (name: string, shortcut: string, ...languages: string[]): CannedReply => ({ id: shortcut as CannedReply['id'], name, shortcut, teamId: null, texts: languages.map((language) => ({ language, text: language })), afterwards: { status: null, assignToMe: false } });
  const replies = [reply('Sent today', 'gone', 'en', 'de'), reply('Thanks', 'thanks', 'en'), reply('Today closed', 'today', 'en')];

  it('are found by shortcut first, then by a word of the name', () => {
    expect(cannedFound(replies, 'tod').map(({ shortcut }) => shortcut)).toEqual(['today', 'gone']);
    expect(cannedFound(replies, '')).toHaveLength(3);
    expect(cannedFound(replies, 'usr')).toEqual([]);
  });

  it('come in the language chosen last, or in the first they were written in', () => {
    expect(cannedIn(replies[0]!, 'de').language).toBe('de');
    expect(cannedIn(replies[1]!, 'de').language).toBe('en');
  });

  it('stand in place of what was typed, and a gap nobody has filled is selected', () => {
    expect(inserted('Hi\n/se', 3, 6, 'On its way.')).toEqual({ text: 'Hi\nOn its way.', select: [14, 14] });
    const { text, select } = inserted('/x', 0, 2, 'Dear {{customer.name}},');
    expect(text.slice(...select)).toBe('{{customer.name}}');
  });
});

describe('mentions', () => {
  const [ada, ben, benedikt] = ['a', 'b', 'c'].map((id) => id as AgentId) as [AgentId, AgentId, AgentId];
  const colleagues = [{ id: ada, name: 'Ada Okafor' }, { id: ben, name: 'Ben' }, { id: benedikt, name: 'Ben Brandt' }];

  it('are those whose whole name stands behind “@”', () => {
    expect(mentionsIn('@Ben Brandt, look', colleagues)).toEqual([benedikt]);
    expect(mentionsIn('@Ben and @Ada Okafor', colleagues).toSorted()).toEqual([ada, ben]);
    expect(mentionsIn('Ben Brandt, @Adam', colleagues)).toEqual([]);
  });

  it('offer no one themself', () => {
    expect(colleaguesNamed(colleagues, 'b', ben).map(({ id }) => id)).toEqual([benedikt]);
    expect(colleaguesNamed(colleagues, 'oka', ben).map(({ id }) => id)).toEqual([ada]);
  });
});
