import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandIds, factsOf } from '../../../renderer/screens/palette/commands.ts';
import { entryGroups } from '../../../renderer/screens/palette/entries.ts';
import { ariaKeys, beginsSequence, capsOf, commandsOf, inTheWay, isSingle, keysOf, strokeOf, withoutShift } from '../../../renderer/screens/palette/keys.ts';
import { ranked, score } from '../../../renderer/screens/palette/rank.ts';
import { keysShown, presses } from '../../../renderer/screens/palette/words.ts';
import { firstDisplay } from '../../../shared/domain/display.ts';
import { runs } from '../../doubles/how-often.ts';

const pressed = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

describe('what was typed is looked for in names', () => {
  it('without case and accents, at the beginning of any word, and in the order of letters', () => {
    expect(score('uber', 'Überall')).toBeGreaterThan(0);
    expect(score('inbox', 'Go to the inbox')).toBeGreaterThan(score('box', 'Go to the inbox'));
    expect(score('gti', 'Go to the inbox')).toBeGreaterThan(0);
    expect(score('lock', 'Lock')).toBeGreaterThan(score('lock', 'Block'));
    expect(score('xq', 'Go to the inbox')).toBe(0);
    expect(score('inbox lock', 'Lock')).toBe(0);
  });

  it('finds every name by itself, first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-zäöüß]{2,12}( [a-zäöüß]{2,12})?$/u), { minLength: 1, maxLength: 12 }), fc.nat(), (names, n) => {
        const name = names[n % names.length] as string;
        const found = ranked(names, name, (one) => one, () => 0);
        expect(found).toContain(name);
        expect(score(name, found[0] as string)).toBeGreaterThanOrEqual(score(name, name));
      }),
      runs(300),
    );
  });

  it('takes whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (query, text) => {
        expect(score(query, text)).toBeGreaterThanOrEqual(0);
      }),
      runs(500),
    );
  });

  it('puts what was used last first among equals', () => {
    const offered = { commands: ['reply', 'note', 'resolve'] as const, extras: [], found: [] };
    const first = (used: string) => entryGroups(offered, '', (id) => Number(id === used))[0]?.entries[0]?.id;
    expect(first('note')).toBe('note');
    expect(first('resolve')).toBe('resolve');
    expect(first('')).toBe('reply');
  });

  it('leaves out what moves in a list, and parts with nothing in them', () => {
    const groups = entryGroups({ commands: ['next', 'previous', 'back', 'enter', 'palette', 'lock'], extras: [], found: [] }, '', () => 0);
    expect(groups.map(({ id, entries }) => [id, entries.map((entry) => entry.id)])).toEqual([['everywhere', ['lock']]]);
  });
});

describe('keys', () => {
  it('are written alike whatever keyboard they come from', () => {
    expect(strokeOf(pressed('r'))).toBe('R');
    expect(strokeOf(pressed('R', { shiftKey: true }))).toBe('Shift+R');
    expect(withoutShift('Shift+R')).toBe('R');
    expect(withoutShift('Ctrl+Shift+R')).toBe('Ctrl+Shift+R');
    expect(strokeOf(pressed('?', { shiftKey: true }))).toBe('?');
    expect(strokeOf(pressed('k', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(strokeOf(pressed('k', { metaKey: true }))).toBe('Ctrl+K');
    expect(strokeOf(pressed('K', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+Shift+K');
    expect(strokeOf(pressed('ArrowDown'))).toBe('Down');
    expect(strokeOf(pressed('Shift', { shiftKey: true }))).toBeNull();
  });

  it('of the start mean one thing each where they are at hand', () => {
    for (const id of commandIds) if (factsOf(id).keys !== '') expect([id, inTheWay(factsOf(id).keys, id, firstDisplay)]).toEqual([id, null]);
  });

  it('as chosen take the place of those of the start, but for those that cannot be chosen', () => {
    const display = { ...firstDisplay, keys: { reply: 'Ctrl+Shift+R', lock: 'Q', note: '' } };
    expect(commandsOf('Ctrl+Shift+R', display)).toEqual(['reply']);
    expect(commandsOf('R', display)).toEqual([]);
    expect(commandsOf('N', display)).toEqual([]);
    expect(keysOf('lock', display)).toBe('Ctrl+L');
  });

  it('that another command has, or begins with, stand in the way, unless the two are never at hand together', () => {
    expect(inTheWay('R', 'note', firstDisplay)).toBe('reply');
    expect(inTheWay('G', 'note', firstDisplay)).toBe('goInbox');
    expect(inTheWay('R X', 'goInbox', firstDisplay)).toBe('reply');
    expect(inTheWay('Ctrl+M', 'note', firstDisplay)).toBeNull();
    expect(inTheWay('R', 'note', { ...firstDisplay, singleKeys: false })).toBe('reply');
  });

  it('that are one character do nothing once single keys are switched off; the others stay', () => {
    const display = { ...firstDisplay, singleKeys: false };
    for (const id of commandIds) expect(keysOf(id, display).split(' ').some(isSingle)).toBe(false);
    expect(commandsOf('R', display)).toEqual([]);
    expect(beginsSequence('G', display)).toBe(false);
    expect(commandsOf('Ctrl+K', display)).toEqual(['palette']);
    expect(commandsOf('Esc', display)).toEqual(['back']);
  });

  it('are found by pressing what is shown', () => {
    for (const id of commandIds) {
      for (const stroke of presses(factsOf(id).keys)) expect(stroke.every((cap) => cap !== '')).toBe(true);
    }
    expect(presses('G D')).toEqual([['G'], ['D']]);
    expect(presses('Ctrl+K')).toEqual([['Ctrl', 'K']]);
    expect(presses('+')).toEqual([['+']]);
    expect(keysShown('Ctrl++')).toBe('Ctrl++');
  });

  it('are told to a screen reader by their names, unless they are two one after the other, for which it has none', () => {
    expect(['R', 'Shift+J', 'Ctrl+Shift+K', 'Esc', 'Alt+Left', '+', 'Ctrl++', ''].map(ariaKeys)).toEqual(['R', 'Shift+J', 'Control+Shift+K', 'Escape', 'Alt+ArrowLeft', 'Plus', 'Control+Plus', '']);
    expect(ariaKeys('G D')).toBe('');
  });

  it('of one press are put together as they were taken apart', () => {
    fc.assert(
      fc.property(fc.subarray(['Ctrl', 'Alt', 'Shift']), fc.constantFrom('A', '+', '-', 'Esc', 'Ö', ','), (held, key) => {
        expect(capsOf([...held, key].join('+'))).toEqual([...held, key]);
      }),
      runs(200),
    );
  });

  it('of any press are a stroke or none, and never stop anything', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.boolean(), fc.boolean(), fc.boolean(), (key, ctrlKey, altKey, shiftKey) => {
        const stroke = strokeOf({ ...pressed(key), ctrlKey, altKey, shiftKey });
        if (stroke !== null) expect(commandsOf(stroke, firstDisplay).length).toBeLessThanOrEqual(1);
      }),
      runs(500),
    );
  });
});
