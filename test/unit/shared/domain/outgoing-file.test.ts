import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName, executableEndings, fileEnding, fileProblem, fileTerms, longestFileName, mostFiles } from '../../../../shared/domain/outgoing-file.ts';
import { Channel } from '../../../../shared/domain/conversation.ts';
import { SentFile } from '../../../../shared/contract/wire/index.ts';
import { runs } from '../../../doubles/how-often.ts';

const bytesOf = (text: string) => Buffer.byteLength(text, 'utf8');
/** What names are made of that somebody wants to hide something in. */
const nasty = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('/', '\\', '..', '\u202e', '\u2066', '\r\n', '\u0000', '"', '; filename=', '.exe', ' ', '.', '\ud800', 'é', '😀', '\u00ad', '\u2028')), { maxLength: 40 }).map((parts) => parts.join(''));

describe('the name of a file that goes out', () => {
  it.each([
    ['C:\\Users\\ada\\Documents\\invoice.pdf', 'invoice.pdf'],
    ['/home/ada/../secret/invoice.pdf', 'invoice.pdf'],
    ['..', 'file'],
    ['', 'file'],
    ['.htaccess', 'htaccess'],
    ['invoice\r\nBcc: all@shop.example.pdf', 'invoiceBcc_ all@shop.example.pdf'],
    ['annexe\u202efdp.exe', 'annexefdp.exe'],
    ['Größe „M“.pdf', 'Größe „M“.pdf'],
    ['a"b<c>.txt', 'a_b_c_.txt'],
  ])('of %j is %j', (given, name) => expect(cleanFileName(given)).toBe(name));

  it('has no part of a path, nothing that hides or turns letters round, and is never empty or too long, whatever it was', () => {
    fc.assert(
      fc.property(nasty, (given) => {
        const name = cleanFileName(given);
        expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/u);
        expect(name).not.toMatch(/^[. ]|[. ]$/);
        expect(name.length).toBeGreaterThan(0);
        expect(bytesOf(name)).toBeLessThanOrEqual(longestFileName);
      }),
      runs(2_000),
    );
  });

  it('is the same cleaned again, and only such a one is taken by the hub', () => {
    fc.assert(
      fc.property(nasty, (given) => {
        const name = cleanFileName(given);
        expect(cleanFileName(name)).toBe(name);
        expect(SentFile.shape.name.safeParse(name).success).toBe(true);
        if (name !== given) expect(SentFile.shape.name.safeParse(given).success).toBe(false);
      }),
      runs(1_000),
    );
  });

  it('keeps its ending where it is too long', () => {
    const name = cleanFileName(`${'😀'.repeat(100)}.pdf`);
    expect(fileEnding(name)).toBe('pdf');
    expect(bytesOf(name)).toBeLessThanOrEqual(longestFileName);
  });
});

describe('what a channel takes', () => {
  it('is never a program, nor an empty file, on any channel', () => {
    for (const channel of Channel.options) {
      for (const ending of executableEndings) expect(fileProblem(channel, [], { name: `letter.${ending.toUpperCase()}`, size: 10 })).not.toBeNull();
      expect(fileProblem(channel, [], { name: 'letter.pdf', size: 0 })).not.toBeNull();
    }
  });

  it('is no more than its terms, in number, size and kind', () => {
    const mail = fileTerms.email;
    const beside = (count: number, size: number) => Array.from({ length: count }, () => ({ size }));
    expect(fileProblem('email', beside(mostFiles - 1, 1), { name: 'a.pdf', size: 1 })).toBeNull();
    expect(fileProblem('email', beside(mostFiles, 1), { name: 'a.pdf', size: 1 })).toBe('too-many');
    expect(fileProblem('email', beside(1, mail!.together - 5), { name: 'a.pdf', size: 5 })).toBeNull();
    expect(fileProblem('email', beside(1, mail!.together - 5), { name: 'a.pdf', size: 6 })).toBe('too-large');
    expect(fileProblem('whatsapp', [], { name: 'a.png', size: 5 * 1024 * 1024 + 1 })).toBe('too-large');
    expect(fileProblem('whatsapp', [], { name: 'a.zip', size: 1 })).toBe('kind');
    expect(fileProblem('whatsapp', beside(mostFiles, 1), { name: 'a.png', size: 1 })).toBe('too-many');
    expect(fileProblem('webchat', beside(1, 1), { name: 'a.zip', size: 1 })).toBeNull();
    expect(fileProblem('instagram', [], { name: 'a.pdf', size: 1 })).toBe('kind');
    expect(fileProblem('phone', [], { name: 'a.png', size: 1 })).toBe('no-files');
  });
});
