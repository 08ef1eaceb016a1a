import { expect, test } from 'vitest';
import { inspectText, redactHtml } from '../../../../shared/redaction/index.ts';

/** What bad patterns and second readings would trip over: each a piece that is repeated to half a megabyte. */
const pieces: readonly (readonly [string, string])[] = [
  ['digits', '4'], ['signs of e-mail', '@'], ['letters and signs', 'a@'], ['dotted letters', 'a.a.a.'], ['brackets', '[[[('], ['half IBANs', 'DE89 3704 0044 0532 0130 '], ['openings of keys', '-----BEGIN PRIVATE KEY-----'],
  ['keys without an end', '-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS1\n'], ['PuTTY keys', 'PuTTY-User-Key-File-2: '], ['spaces', ' '], ['invisible characters', '4\u200b'], ['spoken digits', 'one two three '], ['words of seed phrases', 'abandon '],
  ['colons', '1:'], ['links', 'http://a'], ['heads of tokens', 'eyJhbGciOiJIUzI1NiJ9aaaa-'], ['labels of passwords', 'password: '], ['passwords of digits', 'password: 62508649064154122202989105916098 '], ['labels of codes', 'code '], ['births', 'born 1 '], ['streets', '1 Main Street, '],
  ['German streets', 'Musterstraße 12 '], ['Spanish streets', 'calle a '], ['French streets', '12 rue de la '], ['streets without a town', '12 High Street Aaaa Bbbb Cccc Dddd '], ['hyphens and capitals', 'A-A-A-'], ['telephones', 'tel 1 '], ['pairs of digits', '12 34 '], ['cards', '4242 4242 4242 4242 '], ['positions', '12.345678, '], ['addresses', '1.2.3.4 '], ['openings of masks', '[card '], ['named houses', 'Rose Cottage, Church Lane, '], ['small French streets', '5 rue victor '], ['small places', 'im tal 9 '], ['postcodes', 'postcode SW1A '], ['signs in brackets', '(at)'], ['addresses in words', 'aa (at) bb dot '], ['points in words', 'aa at bb dot com '], ['cards with letters for digits', '4OO0 '], ['answers', 'tel?\nA: 123456 '], ['answers in one line', 'a: 123456 '], ['changed passwords', 'changed password to a '], ['extensions', '212-555-0132 x1 '], ['telephone labels before digits', `tel ${'1'.repeat(100)} `],
];
const half = 500_000;

test.each(pieces)('half a megabyte of one thing is read to its end: %s', (_what, piece) => {
  const text = piece.repeat(Math.ceil(half / piece.length));
  const { redacted } = inspectText(text);
  // A reading that is quadratic, or backtracks, would take minutes to years: the test would not end.
  expect(inspectText(redacted).findings).toEqual([]);
  redactHtml(text.slice(0, half / 10));
});
