import { describe, expect, it } from 'vitest';
import { codeOf, keyFromText, stepAt } from '../../../build/try-it/phone.mts';

/** RFC 6238, appendix B: the SHA-1 key and its codes, of which six digits are the end. */
const key = Buffer.from('12345678901234567890');

describe('the try-it phone', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('shows the code of RFC 6238 at second %i', (seconds, code) => {
    expect(codeOf(key, stepAt(seconds * 1000))).toBe(code);
  });

  it('reads a key as people paste it', () => {
    const text = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const pasted of [text, text.toLowerCase(), 'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ', `${text}===\n`]) expect(keyFromText(pasted)).toEqual(key);
  });

  it.each(['', 'y', '123 456', 'sealdesk://enrol/eyJ2IjoxLC', 'GEZDGNBVGY3TQOJ0'])('takes %j for no key', (text) => {
    expect(keyFromText(text)).toBeUndefined();
  });
});
