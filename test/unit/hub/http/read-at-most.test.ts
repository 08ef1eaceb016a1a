import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, readAtMost } from '../../../../hub/http/read-at-most.ts';

/** A stream of pieces, with how many of them were taken. */
function pieces(all: readonly Uint8Array[]): { readonly stream: AsyncIterable<Uint8Array>; readonly taken: () => number } {
  let taken = 0;
  const stream = (async function* () {
    for (const piece of all) {
      taken += 1;
      yield await Promise.resolve(piece);
    }
  })();
  return { stream, taken: () => taken };
}

describe('what another server says', () => {
  it('is read whole however it comes in pieces, or not at all where it is too large', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), fc.nat(300), async (all, largest) => {
      const whole = Buffer.concat(all);
      expect(await readAtMost(pieces(all).stream, largest)).toEqual(whole.length > largest ? null : whole);
    }));
  });

  it('is fetched no further than it is looked at', async () => {
    const { stream, taken } = pieces(Array.from({ length: 100 }, () => new Uint8Array(10)));
    expect(await readAtMost(stream, 25)).toBeNull();
    expect(taken()).toBe(3);
  });

  it('is nothing where there is no body', async () => {
    expect(await readAtMost(null, 10)).toEqual(Buffer.alloc(0));
  });

  it('is JSON or nothing', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(jsonOf(Buffer.from(JSON.stringify(value))))).toBe(JSON.stringify(value));
    }));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (any) => {
      expect(() => jsonOf(Buffer.from(any))).not.toThrow();
    }));
    expect([jsonOf(null), jsonOf('{'), jsonOf('')]).toEqual([undefined, undefined, undefined]);
  });
});
