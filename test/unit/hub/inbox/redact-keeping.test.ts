import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactKeeping } from '../../../../hub/intake/redact-keeping.ts';
import { inPlaceOfMask } from '../../../../hub/reveal/in-place-of-mask.ts';
import { defaultPolicy, destroyingOnly } from '../../../../shared/redaction/index.ts';

const policy = destroyingOnly(defaultPolicy);
const piece = fc.oneof(fc.constantFrom('4242 4242 4242 4242', '5555-5555-5555-4444', 'password: Winter-2024-77', '[card **** 4242]', ' ', ', ', '\n', 'ß', '😀', 'order '), fc.string({ maxLength: 8 }));
const texts = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('what is destroyed outside of a text', () => {
  it('stands where it is said to stand, and put back is what stood there', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const redacted = redactKeeping(text, policy);
        fc.pre(redacted.findings.every(({ type }) => type !== 'card-code'));
        let whole: string | null = redacted.text;
        for (const found of redacted.destroyed.toReversed()) whole = whole === null ? null : inPlaceOfMask(whole, found, found.value);
        expect(whole).toBe(Buffer.from(text, 'utf8').toString('utf8'));
      }),
    );
  });

  it('is named only as far as its mask is within the length, and never where it is a security code', () => {
    const text = 'one 4242 4242 4242 4242 cvv 123 and 5555 5555 5555 4444';
    expect(redactKeeping(text, policy).destroyed.map(({ type, value }) => [type, value])).toEqual([['card', '4242 4242 4242 4242'], ['card', '5555 5555 5555 4444']]);
    const short = redactKeeping(text, policy, 30);
    expect(short.destroyed).toHaveLength(1);
    expect(short).toMatchObject({ cut: true, destroys: true });
    expect(short.text).toHaveLength(30);
  });
});
