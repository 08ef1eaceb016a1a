import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainHash, chainStart, firstBreak } from '../../../../shared/trust/hash-chain.ts';

function chain(entries: readonly unknown[]): { entry: unknown; hash: string }[] {
  let previous = chainStart;
  return entries.map((entry) => {
    previous = chainHash(previous, entry);
    return { entry, hash: previous };
  });
}

const entries = fc.array(fc.record({ actor: fc.string(), action: fc.string(), at: fc.nat() }), { minLength: 2, maxLength: 12 });

describe('the hash chain', () => {
  test('holds when nothing was touched', () => {
    fc.assert(fc.property(entries, (all) => {
        expect(firstBreak(chain(all))).toBeNull();
      }));
    expect(firstBreak([])).toBeNull();
  });

  test('does not depend on the order in which members were written', () => {
    expect(chainHash(chainStart, { a: 1, b: 2 })).toBe(chainHash(chainStart, { b: 2, a: 1 }));
  });

  test('breaks at a changed entry', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, pick) => {
        const at = pick % all.length;
        const links = chain(all);
        links[at] = { entry: { ...all[at], at: all[at]!.at + 1 }, hash: links[at]!.hash };
        expect(firstBreak(links)).toBe(at);
      }),
    );
  });

  test('breaks where an entry was dropped from within', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, pick) => {
        const at = pick % (all.length - 1);
        expect(firstBreak(chain(all).toSpliced(at, 1))).toBe(at);
      }),
    );
  });

  test('breaks where an entry was inserted, whoever computed its hash', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (all, pick) => {
        const at = pick % all.length;
        const links = chain(all);
        const forged = { actor: 'mallory', action: 'nothing', at: 0 };
        const previous = at === 0 ? chainStart : links[at - 1]!.hash;
        expect(firstBreak(links.toSpliced(at, 0, { entry: forged, hash: chainHash(previous, forged) }))).toBe(at + 1);
      }),
    );
  });

  test('breaks where two entries were exchanged', () => {
    const links = chain([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(firstBreak([links[0]!, links[2]!, links[1]!])).toBe(1);
  });

  test('tells a list cut at its end by the hash it should end with', () => {
    // The chain alone cannot know that more followed: whoever checks compares the last hash with one kept elsewhere.
    const links = chain([{ n: 1 }, { n: 2 }]);
    expect(firstBreak(links.slice(0, 1))).toBeNull();
    expect(links[0]!.hash).not.toBe(links[1]!.hash);
  });

  test('goes on from a hash kept elsewhere', () => {
    const links = chain([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(firstBreak(links.slice(1), links[0]!.hash)).toBeNull();
    expect(firstBreak(links.slice(1))).toBe(0);
  });

  test('takes JSON only', () => {
    expect(() => chainHash(chainStart, undefined)).toThrow(TypeError);
  });
});
