import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { textWithoutBoundary } from '../../../../hub/channels/email/without-boundary.ts';

const read = (...lines: readonly string[]) => parseMail(Buffer.from(['From: anna@mail.example', ...lines].join('\r\n')), Date.UTC(2026, 0, 1), 'support@shop.example');

describe('a multipart that cannot be taken apart', () => {
  it.each([
    ['names no boundary', ['Content-Type: multipart/mixed', '', 'the words']],
    ['names an empty one', ['Content-Type: multipart/alternative; boundary=""', '', 'the words']],
    ['names one that never comes', ['Content-Type: multipart/report;', '\tboundary=NOWHERE', '', 'the words']],
    ['is not folded as it should be', ['Content-Type: multipart/report; report-type=x;', 'boundary="B"', '', '--B', '', 'the words', '--B--']],
    ['is within another', ['Content-Type: multipart/mixed; boundary=B', '', '--B', '', 'before', '--B', 'X-One: 1', 'Content-Type: multipart/signed', '', 'the words', '--B--']],
    ['says no more than “text”', ['Content-Type: text', '', 'the words']],
  ] as const)('is shown as the text it is, where it %s', async (_how, lines) => {
    const { text, attachments } = await read(...lines);
    expect(text).toContain('the words');
    expect(attachments).toEqual([]);
  });

  it('changes nothing of a mail that can be, nor of one that only speaks of such', async () => {
    const whole = ['Content-Type: multipart/mixed; boundary=B', '', '--B', '', 'Write this on a line:', 'Content-Type: multipart/mixed', 'and no more.', '--B', 'Content-Type: multipart/alternative; boundary*=us-ascii\'\'C', '', '--C', '', 'inner', '--C--', '--B--', ''].join('\r\n');
    const copy = Buffer.from(whole);
    textWithoutBoundary(copy);
    expect(copy.toString()).toBe(whole);
  });

  it('is looked for a bounded number of times, however many a mail names', () => {
    const many = Buffer.from(`From: a@mail.example\r\n${Array.from({ length: 2_000 }, (_, n) => `Content-Type: multipart/x; boundary=b${n}\r\n`).join('')}\r\nwords`);
    const looking = vi.spyOn(String.prototype, 'lastIndexOf');
    textWithoutBoundary(many);
    const searched = looking.mock.calls.filter(([what]) => what.startsWith('\n--')).length;
    looking.mockRestore();
    expect(searched).toBeGreaterThan(0);
    expect(searched).toBeLessThanOrEqual(50);
  });

  it('is looked for in any bytes, which keep their length', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Content-Type: multipart/mixed;', ' boundary=B', '\r\n', '\n', '--B', 'X: y', ' ', 'words'), { maxLength: 60 }), (pieces) => {
        const raw = Buffer.from(pieces.join(''));
        const copy = Buffer.from(raw);
        textWithoutBoundary(copy);
        expect(copy.length).toBe(raw.length);
        expect(copy.toString().replaceAll(/text\/plain; {4}/g, 'multipart/mixed')).toBe(raw.toString());
      }),
    );
  });
});
