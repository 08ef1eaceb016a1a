import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cssString } from '../../../renderer/screens/inbox/findings/drawn-text.ts';
import { runs } from '../../doubles/how-often.ts';

test('whatever the text is, it stays inside its string and comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const string = cssString(text);
      expect(string).toMatch(/^"(\\[0-9a-f]{1,6} )*"$/);
      expect(string.slice(1, -1).replace(/\\([0-9a-f]+) /g, (_, digits: string) => String.fromCodePoint(Number.parseInt(digits, 16)))).toBe(text);
    }),
    runs(300),
  );
});

test('a quotation mark, a brace or a line end ends nothing', () => {
  expect(cssString('"}\n')).toBe('"\\22 \\7d \\a "');
});
