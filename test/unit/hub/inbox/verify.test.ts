import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelAfter, shownBy } from '../../../../hub/intake/verify.ts';
import type { Authentication, Verdict } from '../../../../hub/intake/stages.ts';
import { isAtLeast, Verification } from '../../../../shared/domain/verification.ts';
import { runs } from '../../../doubles/how-often.ts';

const mail = { kind: 'email', value: 'maria@example.com' } as const;
const checked = (part: Partial<Authentication> = {}): Authentication => ({ dkim: 'none', dmarc: 'none', alignedDomain: null, upstream: null, ...part });
const verdict = fc.constantFrom<Verdict>('pass', 'fail', 'neutral', 'none', 'temperror');
const authentication = fc.record({ dkim: verdict, dmarc: verdict, alignedDomain: fc.constantFrom(null, 'example.com'), upstream: fc.option(fc.record({ spf: verdict, dkim: verdict, dmarc: verdict })) });
const sender = fc.option(fc.record({ kind: fc.constantFrom('email' as const, 'webchat' as const, 'whatsapp' as const, 'instagram' as const), value: fc.constant('x') }));

describe('what a message shows of its sender', () => {
  it('is the contact, for mail that its own domain has signed, or that the company’s own server vouches for', () => {
    expect(shownBy(mail, checked({ dkim: 'pass', alignedDomain: 'example.com' }))).toBe('contact');
    expect(shownBy(mail, checked({ upstream: { spf: 'pass', dkim: 'none', dmarc: 'pass' } }))).toBe('contact');
  });

  it('is nothing, for mail that is unsigned, signed by somebody else, or refused by its domain, and for a page that anybody opens', () => {
    expect(shownBy(mail, null)).toBe('unverified');
    expect(shownBy(mail, checked())).toBe('unverified');
    expect(shownBy(mail, checked({ dkim: 'pass', alignedDomain: null }))).toBe('unverified');
    expect(shownBy(mail, checked({ dkim: 'pass', alignedDomain: 'example.com', dmarc: 'fail' }))).toBe('unverified');
    expect(shownBy(mail, checked({ dkim: 'pass', alignedDomain: 'example.com', upstream: { spf: 'pass', dkim: 'pass', dmarc: 'fail' } }))).toBe('unverified');
    expect(shownBy({ kind: 'webchat', value: 'x' }, null)).toBe('unverified');
    expect(shownBy(null, null)).toBe('unverified');
  });

  it('is never more than the contact, whatever was checked, and no message raises the level of its conversation', () => {
    fc.assert(
      fc.property(sender, authentication, fc.constantFrom(...Verification.options), fc.boolean(), (from, found, level, isCustomers) => {
        expect(isAtLeast('contact', shownBy(from, found))).toBe(true);
        expect(isAtLeast(level, levelAfter(level, from, found, isCustomers))).toBe(true);
      }),
      runs(300),
    );
  });

  it('takes the level away where it is mail that anybody can have written, or another address’s', () => {
    const signed = checked({ dkim: 'pass', alignedDomain: 'example.com' });
    expect(levelAfter('identity', mail, signed, true)).toBe('identity');
    expect(levelAfter('identity', mail, checked(), true)).toBe('unverified');
    expect(levelAfter('identity', mail, signed, false)).toBe('unverified');
    expect(levelAfter('order', null, null, true)).toBe('unverified');
    expect(levelAfter('order', { kind: 'webchat', value: 'x' }, null, true)).toBe('order');
  });
});
