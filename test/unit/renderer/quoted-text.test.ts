import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotedStart } from '../../../renderer/screens/inbox/quoted-text.ts';
import { runs } from '../../doubles/how-often.ts';

const shown = (text: string): string => text.slice(0, quotedStart(text)).trimEnd();

describe('folding quoted mail', () => {
  it('folds a quote with the line that says who wrote it', () => {
    expect(shown('Danke!\n\nAm 3. September 2025 um 14:02 schrieb Nordlicht <hilfe@nordlicht.example>:\n> Guten Tag,\n>\n> gern.')).toBe('Danke!');
    expect(shown('Thanks\n\nOn Wed, 3 Sep 2025 at 14:02, Nordlicht <help@nordlicht.example> wrote:\n\n> Hello')).toBe('Thanks');
  });

  it('takes an attribution that the mail program broke in two', () => {
    expect(shown('Thanks\n\nOn Wed, 3 Sep 2025 at 14:02, Nordlicht Outdoor Help\n<help@nordlicht.example> wrote:\n> Hello')).toBe('Thanks');
  });

  it('folds what Outlook puts below', () => {
    expect(shown('Merci.\n\n-----Original Message-----\nFrom: a\nHello')).toBe('Merci.');
    expect(shown('Danke.\n\nVon: Nordlicht <hilfe@nordlicht.example>\nGesendet: Mittwoch, 3. September 2025\nAn: F. M.\n\nHallo')).toBe('Danke.');
  });

  it('keeps an answer between quoted lines in sight', () => {
    const text = 'Hi\n> first question\nYes.\n> second question\nNo.';
    expect(quotedStart(text)).toBe(text.length);
  });

  it('folds nothing when there is nothing else, and nothing without a quote', () => {
    for (const text of ['> only\n> quoted', '', 'Just words.', 'From: here to there', 'a > b']) expect(quotedStart(text)).toBe(text.length);
  });

  it('always cuts at the beginning of a line and leaves something to read', () => {
    const line = fc.constantFrom('> quoted', '>', '', 'words', 'On Monday Ann wrote:', 'From: a b', 'Sent: c', '-----Original Message-----', 'wrote:');
    fc.assert(
      fc.property(fc.array(line, { maxLength: 14 }), (lines) => {
        const text = lines.join('\n');
        const at = quotedStart(text);
        if (at === text.length) return;
        expect(at === 0 || text[at - 1] === '\n').toBe(true);
        expect(text.slice(0, at).trim()).not.toBe('');
      }),
      runs(1000),
    );
  });

  it('reads a hostile text to its end', () => {
    const text = `On ${' wrote'.repeat(300_000)}\n${'>'.repeat(500_000)}\n${'On a\n'.repeat(200_000)}`;
    // A reading that is not linear ends with the test's own time.
    expect(quotedStart(text)).toBeLessThanOrEqual(text.length);
  });
});
