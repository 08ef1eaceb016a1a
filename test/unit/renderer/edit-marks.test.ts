import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editMarks, goOn, markKinds, pasteLink, type Edit, type Selected } from '../../../renderer/screens/inbox/marks/edit-marks.ts';
import { plainReading } from '../../../shared/marks/plain-reading.ts';

/** `«` and `»` stand around what is selected, `|` where only the caret is. */
function selected(drawn: string): Selected {
  const caret = drawn.indexOf('|');
  if (caret >= 0) return { text: drawn.replace('|', ''), start: caret, end: caret };
  const start = drawn.indexOf('«');
  return { text: drawn.replaceAll(/[«»]/g, ''), start, end: drawn.indexOf('»') - 1 };
}
function drawn({ text }: Selected, { from, to, put, select: [start, end] }: Edit): string {
  const after = text.slice(0, from) + put + text.slice(to);
  return start === end ? `${after.slice(0, start)}|${after.slice(start)}` : `${after.slice(0, start)}«${after.slice(start, end)}»${after.slice(end)}`;
}

describe('what is selected', () => {
  test.each([
    ['bold', 'a «word» here', 'a **«word»** here'],
    ['bold', 'a **«word»** here', 'a «word» here'],
    ['bold', 'a «**word**» here', 'a «word» here'],
    ['bold', 'a |b', 'a **|**b'],
    ['bold', 'a **|** b', 'a | b'],
    ['italic', 'un«believ»able', '_«unbelievable»_'],
    ['strike', 'a« word »b', 'a ~~«word»~~ b'],
    ['code', '«x»', '`«x»`'],
    ['bold', '«- one\n\n2. two»', '«- **one**\n\n2. **two**»'],
    ['link', 'our «terms» apply', 'our [terms](«https://») apply'],
    ['link', 'see «https://shop.example/a(b)»', 'see [|](https://shop.example/a%28b%29)'],
    ['link', 'a |', 'a [|](https://)'],
    ['bullets', 'o|ne', '- one|'],
    ['bullets', '- o|ne', 'one|'],
    ['numbers', 'x\n«one\n- two\n\nthree»\ny', 'x\n«1. one\n2. two\n\n3. three»\ny'],
    ['quote', '«a\nb»', '«> a\n> b»'],
    ['bullets', '|', '- |'],
  ] as const)('%s: “%s” becomes “%s”', (kind, before, after) => {
    expect(drawn(selected(before), editMarks(kind, selected(before)))).toBe(after);
  });

  test('keeps its words, whatever is made of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...markKinds), fc.array(fc.constantFrom('word', ' ', '\n', 'é', '猫', '1', '.')).map((parts) => parts.join('')), fc.nat(), fc.nat(), (kind, text, one, other) => {
        const [start, end] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b) as [number, number];
        const edit = editMarks(kind, { text, start, end });
        const after = text.slice(0, edit.from) + edit.put + text.slice(edit.to);
        const words = (all: string): string => all.replaceAll(/\bhttps:\/\/|[\s*_~`[\]()>.\d-]/g, '');
        expect(words(after)).toBe(words(text));
        expect(edit.select[0]).toBeLessThanOrEqual(edit.select[1]);
        expect(edit.select[1]).toBeLessThanOrEqual(after.length);
      }),
    );
  });

  test('that was marked reads as it did', () => {
    fc.assert(
      fc.property(fc.constantFrom('bold', 'italic', 'strike', 'code' as const), fc.array(fc.constantFrom('word', ' ', '\n', 'é', '猫', ', '), { minLength: 1 }).map((parts) => parts.join('')), fc.nat(), fc.nat(), (kind, text, one, other) => {
        const [start, end] = [one % (text.length + 1), other % (text.length + 1)].sort((a, b) => a - b) as [number, number];
        fc.pre(text.slice(start, end).trim() !== '');
        const edit = editMarks(kind, { text, start, end });
        expect(plainReading(text.slice(0, edit.from) + edit.put + text.slice(edit.to))).toBe(text);
      }),
    );
  });
});

describe('an address pasted', () => {
  test('over words is their link', () => {
    const before = selected('our «terms» apply');
    expect(drawn(before, pasteLink(before, ' https://shop.example/terms\n') ?? expect.fail())).toBe('our [terms](https://shop.example/terms)| apply');
  });

  test.each([['our |terms', 'https://shop.example'], ['«two\nlines»', 'https://shop.example'], ['«https://shop.example»', 'https://other.example'], ['«words»', 'some words'], ['«words»', 'javascript:alert(1)'], ['«a [b]»', 'https://shop.example']])('over “%s”, “%s” is pasted as it is', (before, pasted) => {
    expect(pasteLink(selected(before), pasted)).toBeNull();
  });
});

describe('Enter', () => {
  test.each([
    ['- one|', '- one\n- |'],
    ['9. nine|', '9. nine\n10. |'],
    ['> said|', '> said\n> |'],
    ['- one\n- |', '- one\n|'],
    ['a\n- on|e', 'a\n- on\n- |e'],
  ])('goes on with a list, and ends it on an empty item: “%s”', (before, after) => {
    expect(drawn(selected(before), goOn(selected(before)) ?? expect.fail())).toBe(after);
  });

  test.each(['one|', '|- one', '- «one»', '- |one'])('is a line break in “%s”', (before) => expect(goOn(selected(before))).toBeNull());
});
