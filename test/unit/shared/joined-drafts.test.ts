import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draftWithout, joinedDrafts } from '../../../shared/domain/joined-drafts.ts';
import { runs } from '../../doubles/how-often.ts';

const join = (base: string, mine: string, theirs: string) => joinedDrafts({ base, mine, theirs });

describe('two drafts that grew from one', () => {
  it('are the one that was changed, where only one was', () => {
    expect(join('a', 'a', 'a b')).toEqual({ text: 'a b', joined: false });
    expect(join('a', 'a b', 'a')).toEqual({ text: 'a b', joined: false });
    expect(join('a', '', 'a b')).toEqual({ text: 'a b', joined: false });
    expect(join('a', 'a b', ' ')).toEqual({ text: 'a b', joined: false });
  });

  it('stand one below the other, where both were, and not twice where one is in the other', () => {
    expect(join('Dear', 'Dear Maria', 'Dear Ms Lopez')).toEqual({ text: 'Dear Ms Lopez\n\nDear Maria', joined: true });
    expect(join('', 'one', 'one\n\ntwo')).toEqual({ text: 'one\n\ntwo', joined: false });
    expect(join('', 'one\n\ntwo', 'two')).toEqual({ text: 'one\n\ntwo', joined: false });
  });

  it('have what was put beside the text they began with beside its newer version', () => {
    expect(join('one', 'one more', 'one\n\ntwo')).toEqual({ text: 'one more\n\ntwo', joined: true });
    expect(join('one', 'zero\n\none', 'one more')).toEqual({ text: 'zero\n\none more', joined: true });
    // Within a line it is nobody's part.
    expect(join('one', 'none', 'one two')).toEqual({ text: 'one two\n\nnone', joined: true });
  });

  it('lose no word that either has and the other did not take out, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ' ', '\n', '\n\n'), { maxLength: 12 }).map((parts) => parts.join(''));
    const wordsOf = (of: string) => of.split(/\s+/).filter((word) => word !== '');
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const { text: both } = join(base, mine, theirs);
        const old = new Set(wordsOf(base));
        for (const word of [...wordsOf(mine), ...wordsOf(theirs)]) if (!old.has(word)) expect(wordsOf(both)).toContain(word);
        expect(joinedDrafts({ base: both, mine: both, theirs: both }).text).toBe(both);
      }),
      runs(2000),
    );
  });
});

describe('what is left of a draft when a part of it went out', () => {
  it('is the rest, without the blank line, and all of it where the part is not one', () => {
    expect(draftWithout('one\n\ntwo', 'one')).toBe('two');
    expect(draftWithout('one \n\ntwo', 'two')).toBe('one');
    expect(draftWithout(' one ', 'one')).toBe('');
    expect(draftWithout('one more', 'one')).toBe('one more');
  });
});

describe('a part is found', () => {
  it('where looking for it plainly finds it, however often it overlaps itself', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 14 }).map((parts) => parts.join(''));
    const plainly = (whole: string, part: string): string => {
      if (whole.trim() === part.trim()) return '';
      for (const one of [part, part.trim()].filter((each) => each !== '')) {
        for (let at = 0; at + one.length <= whole.length; at += 1) {
          const [before, after] = [whole.slice(0, at), whole.slice(at + one.length)];
          if (whole.startsWith(one, at) && (at === 0 || before.endsWith('\n\n')) && (after === '' || after.startsWith('\n\n'))) return (before + after).trim();
        }
      }
      return whole;
    };
    fc.assert(
      fc.property(text, text, (whole, part) => {
        expect(draftWithout(whole, part)).toBe(plainly(whole, part));
      }),
      runs(3000),
    );
  });

  it('also in the longest drafts there are, of one letter: nothing waits a minute for it', () => {
    const [mine, theirs] = ['-'.repeat(200_000), '-'.repeat(50_000)];
    expect(join('x', mine, theirs)).toEqual({ text: `${theirs}\n\n${mine}`, joined: true });
    expect(join(theirs, mine, `${theirs}+`)).toEqual({ text: `${theirs}+\n\n${mine}`, joined: true });
    expect(draftWithout(mine, theirs)).toBe(mine);
  });
});
