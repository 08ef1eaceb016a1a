import { describe, expect, test } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { veil } from '../../../../shared/redaction/engine/span.ts';
import { expectMarked } from './marked.ts';

/** More than any word reaches. */
const far = 'and so on, as ever. '.repeat(40);

describe('in a long text', () => {
  test.each([
    ['a passport that is named right before', 'passport: ⟦passport:912803456⟧'],
    ['a passport that is named after a few words', 'my passport, as you asked, is number ⟦passport:912803456⟧'],
    ['a passport that is named behind', 'the number ⟦passport:912803456⟧ (passport)'],
    ['an account', 'Kontonummer lautet ⟦bank-account:0532013000⟧'],
    ['a tax number by the last words of a longer phrase', 'my number is the tax id ⟦de-tax-id:86095742719⟧'],
    ['a telephone of no form', 'tel. ⟦phone:12 34 56 78⟧'],
    ['an address', 'ship to ⟦address:14 High Street, Leeds, LS1 4AB⟧'],
    ['a place with two decimals', 'gps: ⟦gps:52.52, 13.40⟧'],
  ])('finds %s, wherever it stands', (_what, written) => {
    expectMarked(written);
    expectMarked(`${far}\n\n${written}`);
    expectMarked(`${far}\n\n${written}\n\n${far}`);
  });

  test('a word that is far away speaks for nothing', () => {
    expect(inspectText(`passport, account, tel.\n\n${far}\n\n912803456`).findings).toEqual([]);
    expect(inspectText(`912803456\n\n${far}\n\npassport, account, tel.`).findings).toEqual([]);
  });
});

describe('a hardware address', () => {
  test.each([
    ['at the very beginning', '⟦mac:1E-4F-38-AD-DE-40⟧ is its address'],
    ['of which only a later pair has a digit', 'it says ⟦mac:AA-BB-10-DD-EE-FF⟧'],
    ['behind another', '⟦mac:10-20-30-40-50-60⟧, ⟦mac:10-20-30-40-50-61⟧'],
    ['behind other pairs of colons', 'from 10:20 on ⟦mac:00:1A:2B:3C:4D:5E⟧'],
  ])('is found %s', (_what, written) => expectMarked(written));

  test('in a longer row of pairs there is none', () => {
    expect(inspectText('10-20-30-40-50-60-70').findings).toEqual([]);
    expect(inspectText('a0:b0:c0:d0:e0:f0:a0:b0:c0:d0:e0:f0:a0:b0:c0:d0:e0:f0:a0:b0:c0:d0').findings).toEqual([]);
  });
});

test('the character that hides what was found hides nothing where a writer uses it', () => {
  const password = `hunter${veil}29!x`;
  const text = `my password is ${password}, mail ${veil}anna@example.com`;
  const { redacted, findings } = inspectText(text);
  expect(findings.map(({ type, start, end }) => `${type}: ${text.slice(start, end)}`)).toEqual([`password: ${password}`, 'email: anna@example.com']);
  expect(redacted).toBe(`my password is [password], mail ${veil}[e-mail]`);
  expect(inspectText(redacted)).toEqual({ redacted, findings: [] });
});
