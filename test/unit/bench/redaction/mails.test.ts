import { expect, test } from 'vitest';
import { labelledSet } from '../../../bench/redaction/labelled-set.ts';
import { broken, mails } from '../../../bench/redaction/mails.ts';

test('mails and broken texts are the same each time', () => {
  expect(mails(20)).toEqual(mails(20));
  expect(broken(20)).toEqual(broken(20));
});

test('mails hold nothing of the texts that detectors may be fitted to, and no slot is left empty', () => {
  const some = mails(50);
  const known = new Set(labelledSet('known').flatMap(({ text }) => text.split('\n')).filter((line) => line.length > 60));
  for (const mail of some) {
    expect(mail).not.toMatch(/\{\w+\}/);
    for (const line of mail.split('\n')) expect(known.has(line.replace(/^> /, ''))).toBe(false);
  }
});
