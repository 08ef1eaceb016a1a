import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Run } from '../../../../shared/marks/marked-text.ts';
import { hasMarks, plainReading, readPlainly } from '../../../../shared/marks/plain-reading.ts';
import { readMarks } from '../../../../shared/marks/read-marks.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { whatsappReading } from '../../../../shared/marks/whatsapp-reading.ts';
import { inspectText } from '../../../../shared/redaction/index.ts';

const kinds = (source: string): readonly string[] => readMarks(source).flatMap(({ lines }) => lines.flatMap((line) => line.map(({ kind }) => kind)));
const links = (source: string): readonly Run[] => readMarks(source).flatMap(({ lines }) => lines.flatMap((line) => line.filter(({ kind }) => kind === 'link')));
/** Made of what means something here, so that marks meet in every way. */
const markish = fc.array(fc.oneof(fc.constantFrom('**', '_', '~~', '`', '*', '\\', '[', ']', '(', ')', '](https://shop.example/a)', 'https://shop.example', '\n', '- ', '1. ', '2. ', '> ', ' ', 'word', '4111 1111', 'é', '猫', '😀', '\r', '<b>', '&amp;', '#1234'), fc.string({ maxLength: 4 })), { maxLength: 40 }).map((parts) => parts.join(''));

describe('what an agent wrote is read', () => {
  test.each([
    ['**bold**', ['strong']],
    ['_italic_', ['emphasis']],
    ['~~struck~~', ['strike']],
    ['`code **as it is**`', ['code']],
    ['[terms](https://shop.example/terms)', ['link']],
    ['[write](mailto:help@shop.example)', ['link']],
    ['这是**重点**。', ['text', 'strong', 'text']],
    ['**_both_** _**too**_', ['strong', 'text', 'emphasis']],
  ])('%s', (source, expected) => expect(kinds(source)).toEqual(expected));

  test.each(['snake_case_name', 'key_a value_', '_key a_value', '2 * 3 * 4', '*one*', '[card **** 4242]', '+49 *** ** 12', '** not bold **', '_open', '**open', '\\\\server\\share', '#1234 is on its way', '<b>x</b>', '![x](y)', '&amp;', '[words](http://shop.example)', '[words](javascript:alert(1))', '    four spaces', '\ttab', 'a  \nb\n\n\n c', '1) one', '-one', '---', '-- ', '1.5', '2026. Fine.'])('“%s” has no marks, and reads as it was typed', (source) => {
    expect(hasMarks(source)).toBe(false);
    expect(plainReading(source)).toBe(source);
  });

  test('a list is numbered as it was typed, and an order at the start of a line is no heading', () => {
    expect(readMarks('#1234\n14. May\n15. May\n17. May\n- a\n* b\n> q\n>\nend').map((block) => [block.kind, block.lines.length, 'first' in block ? block.first : null])).toEqual([
      ['lines', 1, null], ['numbers', 2, 14], ['numbers', 1, 17], ['bullets', 2, null], ['quote', 2, null], ['lines', 1, null],
    ]);
  });

  test('a backslash makes a mark a character', () => {
    expect(plainReading('\\**a\\** and \\_b\\_')).toBe('**a** and _b_');
    expect(kinds('\\_b\\_')).toEqual(['text', 'text']);
  });

  test('the plain reading has no marks, and the address behind the words of a link', () => {
    expect(plainReading('**Hello** _there_, ~~no~~ `x`\n* one\n- [two](https://shop.example/a)\n2. [shop.example](https://shop.example/)\n> [us](mailto:a@shop.example)')).toBe('Hello there, no x\n- one\n- two (https://shop.example/a)\n2. shop.example\n> us (a@shop.example)');
  });
});

describe('a link', () => {
  test.each(['https://bank.example@evil.example', 'https://a:b@evil.example/', 'https://', 'https://ex ample.org', 'mailto:a@b.example?bcc=c@d.example', 'mailto:a@b.example,c@d.example', 'https://shop.example\\@evil.example', 'https://shop.example/"onclick="x', 'data:text/html,x', 'https://ünlaut.example'])('leads nowhere by %s', (address) => {
    expect(links(`[x](${address})`).filter((run) => run.kind === 'link' && run.text === 'x')).toEqual([]);
  });

  test('that stands in a text ends before the full stop', () => {
    expect(links('See https://shop.example/a_b_c. Or (https://shop.example/x)!')).toMatchObject([{ address: 'https://shop.example/a_b_c' }, { address: 'https://shop.example/x' }]);
  });

  test('whose words name another place says where it leads', () => {
    expect(plainReading('[https://bank.example](https://evil.example)')).toBe('https://bank.example (https://evil.example)');
  });
});

describe('a number split by marks', () => {
  test.each(['4111 **1111** 1111 1111', '4111**1111**11111111', '_4111 1111_ ~~1111~~ `1111`', '- 4111 ~~1111~~ **_1111_** 1111', '[4111 1111](https://shop.example) **x**\n4111 **1111 1111 1111**'])('stands whole in the reading of %s, and where it was written is known', (source) => {
    const { text, writtenAt } = readPlainly(source);
    const [found] = inspectText(text).findings.filter(({ type }) => type === 'card');
    expect(found).toBeDefined();
    const { start, end } = writtenAt(found?.start ?? 0, found?.end ?? 0);
    expect(source.slice(start, end).replaceAll(/\D/g, '')).toBe('4111111111111111');
  });
});

describe('whatever is typed', () => {
  test('is read, loses no character but those of marks, and reads no longer than it is', () => {
    fc.assert(
      fc.property(markish, (source) => {
        const reading = readPlainly(source);
        expect(reading.text).toBe(plainReading(source));
        expect(reading.text.length).toBeLessThanOrEqual(source.length);
        expect(reading.text.split('\n')).toHaveLength(source.split('\n').length);
        const letters = (text: string): string => text.replaceAll(/[\s*_~`[\]()\\-]/g, '');
        expect(letters(reading.text)).toBe(letters(source).replaceAll('mailto:', ''));
        const at = reading.writtenAt(0, reading.text.length);
        expect(at.start).toBeGreaterThanOrEqual(0);
        expect(at.end).toBeLessThanOrEqual(source.length);
        whatsappReading({ text: reading.text, marked: source });
        expect(formattedOf({ text: `${reading.text}\n\n-- \nAnna`, marked: source })?.below).toBe('\n\n-- \nAnna');
      }),
      { numRuns: 500 },
    );
  });

  test('stands where the reading says it was written', () => {
    fc.assert(
      fc.property(markish, fc.nat(), (source, seed) => {
        const { text, writtenAt } = readPlainly(source);
        if (text === '') return;
        const at = seed % text.length;
        const { start, end } = writtenAt(at, at + 1);
        // Only the brackets of an address, and the star that lists, read otherwise than they were written.
        if (!/[ ()-]/.test(text[at] ?? '')) expect(source.slice(start, end)).toBe(text[at]);
      }),
      { numRuns: 500 },
    );
  });

  test('is shown as typed where nothing in it is a mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[*_~`[\]\\>-]/g, '').replaceAll(/\d/g, 'n')), (text) => {
        expect(hasMarks(text)).toBe(false);
        expect(plainReading(text)).toBe(text);
      }),
    );
  });

  test.each(['**a ', '_a ', '[', '`', '[x](https://', '~~_**', '> ', '- a\n', '\\', 'https://a', '**a**', '_**~~a'])('however often “%s” comes: every run is of the line and there are no more runs than characters', (piece) => {
    const source = piece.repeat(Math.floor(50_000 / piece.length));
    const count = (runs: readonly Run[]): number => runs.reduce((sum, run) => sum + 1 + ('runs' in run ? count(run.runs) : 0), 0);
    expect(readMarks(source).reduce((sum, { lines }: Block) => sum + lines.reduce((all, line) => all + count(line), 0), 0)).toBeLessThanOrEqual(source.length);
  });
});

describe('WhatsApp has its own marks', () => {
  const out = (marked: string): string => whatsappReading({ text: plainReading(marked), marked: hasMarks(marked) ? marked : null });

  test.each([
    ['**bold** _it_ ~~no~~ `x`', '*bold* _it_ ~no~ `x`'],
    ['- one\n* two\n3. three\n> said', '- one\n- two\n3. three\n> said'],
    ['[terms](https://shop.example/a_b_)', 'terms (https://shop.example/a_b_)'],
    ['un**believ**able', 'unbelievable'],
    ['**_both_**', '*_both_*'],
    ['*one* two', '*\u200aone* two'],
    ['5 * 3 * 2', '5 * 3 * 2'],
    ['~5 days', '~5 days'],
    ['*a **b**', '*\u200aa *b*'],
    ['a_b_c', 'a_b_c'],
    ['https://shop.example/_a_', 'https://shop.example/_a_'],
  ])('%s', (marked, expected) => expect(out(marked)).toBe(expected));

  test('what came without formatting goes out as it was typed', () => {
    expect(whatsappReading({ text: '**x**', marked: null })).toBe('*\u200a*\u200ax**');
  });

  test('what stands below stays', () => {
    expect(whatsappReading({ text: 'x\n\nhttps://hub.example/r', marked: '**x**' })).toBe('*x*\n\nhttps://hub.example/r');
  });
});

describe('marks and text that are not of each other', () => {
  test('are shown as text: it was redacted since', () => {
    expect(formattedOf({ text: 'Card [card **** 1111]', marked: 'Card **4111**' })).toBeNull();
    expect(formattedOf({ text: 'Hello there', marked: '**Hell**' })).toBeNull();
  });
});
