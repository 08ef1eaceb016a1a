import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, readForm, type PolicyForm } from '../../../renderer/data/console/policy-form.ts';
import { knownField, neverField, openKinds } from '../../../renderer/data/console/kinds-form.ts';
import { begunPattern, nextPlace, patternField, patternPlaces } from '../../../renderer/data/console/patterns-form.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { Verification } from '../../../shared/domain/verification.ts';
import { OwnPattern } from '../../../shared/redaction/policy/own-patterns.ts';
import { RedactionPolicy } from '../../../shared/redaction/index.ts';

const customer = { name: 'Customer', kind: 'find', pattern: 'K-[0-9]{6}', treatment: { action: 'mask', first: 1, last: 3 }, matches: ['K-123456'], matchesNot: ['K-12'] } as const;
const order = { name: 'Order', kind: 'leave', pattern: 'A[0-9]{4}', ignoreCase: true, treatment: { action: 'keep' }, matches: ['A1234', 'a1234'], matchesNot: ['A'] } as const;
const policy = { ...firstPolicy, redaction: RedactionPolicy.parse({ patterns: [customer, order] }) };
const read = (changes: PolicyForm, of = policy) => readForm({ ...formOf(of), ...changes }, of);
const drafted = (changes: PolicyForm, of = policy) => {
  const form = read(changes, of);
  if (form.kind !== 'whole') throw new Error(form.fields.join());
  return form.draft;
};

describe('a company’s own formats, in the policy’s form', () => {
  const patterns = fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 20 }).map((name) => name.trim() || 'x'), kind: fc.constantFrom('find' as const, 'leave' as const), digits: fc.integer({ min: 2, max: 9 }), ignoreCase: fc.boolean(), treatment: fc.constantFrom({ action: 'seal' }, { action: 'destroy' }, { action: 'mask', first: 2, last: 1 }, { action: 'warn' }) }), { maxLength: 4 });
  it('say what the policy says, and unchanged change nothing', () => {
    fc.assert(
      fc.property(patterns, (all) => {
        const own = all.map(({ digits, ...rest }) => OwnPattern.parse({ ...rest, pattern: `K-[0-9]{${digits}}`, matches: [`K-${'1'.repeat(digits)}`], matchesNot: ['K-1', 'k'] }));
        const redaction = { ...firstPolicy.redaction, patterns: own };
        expect(drafted({}, { ...firstPolicy, redaction }).redaction).toEqual(redaction);
      }),
    );
  });

  it('are added behind, taken out, and changed one by one', () => {
    const form = formOf(policy);
    const place = nextPlace(form);
    const added = { ...begunPattern(place), [patternField(place, 'name')]: 'Voucher', [patternField(place, 'pattern')]: 'V[0-9]+', [patternField(place, 'matches')]: 'V1\nV22', [patternField(place, 'matchesNot')]: 'V' };
    expect(drafted(added).redaction.patterns).toEqual([...policy.redaction.patterns, { name: 'Voucher', kind: 'find', pattern: 'V[0-9]+', ignoreCase: false, treatment: { action: 'seal' }, matches: ['V1', 'V22'], matchesNot: ['V'] }]);
    expect(drafted({ [patternField(0, 'kind')]: '' }).redaction.patterns).toEqual([policy.redaction.patterns[1]]);
    expect(patternPlaces({ ...form, ...added, [patternField(0, 'kind')]: '' })).toEqual([1, place]);
    expect(drafted({ [patternField(1, 'ignoreCase')]: 'false', [patternField(1, 'matches')]: 'A1234' }).redaction.patterns).toEqual([policy.redaction.patterns[0], { ...policy.redaction.patterns[1], ignoreCase: false, matches: ['A1234'] }]);
  });

  it('that no policy takes say where: what is no pattern, what matches nothing or otherwise than its examples, and what is missing', () => {
    const wrong = (changes: PolicyForm) => {
      const form = read(changes);
      return form.kind === 'wrong' ? form.fields : [];
    };
    for (const pattern of ['(', 'a(?=b)', 'x*', 'Z-[0-9]{6}']) expect(wrong({ [patternField(0, 'pattern')]: pattern })).toEqual([patternField(0, 'pattern')]);
    expect(wrong({ [patternField(0, 'name')]: ' ' })).toContain(patternField(0, 'name'));
    expect(wrong({ [patternField(0, 'matches')]: '' })).toContain(patternField(0, 'matches'));
    expect(wrong({ [patternField(0, 'treatment')]: 'mask 9 9' })).toEqual([patternField(0, 'treatment')]);
    expect(wrong(begunPattern(2))).toEqual(expect.arrayContaining([patternField(2, 'name'), patternField(2, 'pattern'), patternField(2, 'matches'), patternField(2, 'matchesNot')]));
  });
});

describe('who sees what was hidden, in the policy’s form', () => {
  const level = fc.constantFrom(...Verification.options);
  it('unchanged stays as it was written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...openKinds), level), fc.uniqueArray(fc.constantFrom(...openKinds, 'card' as const)), (verification, never) => {
        const of = { ...firstPolicy, reveal: { ...firstPolicy.reveal, verification }, release: { ...firstPolicy.release, never } };
        expect(drafted({}, of)).toMatchObject({ reveal: { verification }, release: { never } });
      }),
    );
  });

  it('is changed kind by kind', () => {
    const of = { ...firstPolicy, reveal: { ...firstPolicy.reveal, verification: { email: 'order', phone: 'contact' } as const }, release: { ...firstPolicy.release, never: ['iban' as const] } };
    const after = drafted({ [knownField('email')]: 'anybody', [knownField('address')]: 'identity', [neverField('iban')]: 'false', [neverField('passport')]: 'true' }, of);
    expect(after.reveal.verification).toEqual({ phone: 'contact', address: 'identity' });
    expect(after.release.never).toEqual(['passport']);
  });
});
