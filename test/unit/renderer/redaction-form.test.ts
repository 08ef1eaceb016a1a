import { describe, expect, it } from 'vitest';
import { PolicyDraft } from '../../../shared/contract/console/policy.ts';
import { formOf, readForm } from '../../../renderer/data/console/policy-form.ts';
import { decidableTypes, leaveField, redactionField } from '../../../renderer/data/console/redaction-form.ts';
import { fieldGroups } from '../../../renderer/screens/console/policy/words.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { RedactionPolicy } from '../../../shared/redaction/index.ts';

const own = RedactionPolicy.parse({
  types: { iban: { action: 'mask', first: 4, last: 2 } },
  overrides: [{ channel: 'email', types: { phone: { action: 'keep' } } }],
  patterns: [{ name: 'Customer', kind: 'find', pattern: 'K-\\d{6}', matches: ['K-123456'], matchesNot: ['K-12'] }],
});
const policy = { ...firstPolicy, redaction: own };
const drafted = (changes: Record<string, string>) => {
  const read = readForm({ ...formOf(policy), ...changes }, policy);
  if (read.kind !== 'whole') throw new Error(read.fields.join());
  return read.draft.redaction;
};

describe('what becomes of each kind of data, in the policy’s form', () => {
  it('unchanged stays as it is, with what the form has no fields for', () => {
    expect(drafted({})).toEqual(own);
  });

  it('changes what was changed alone, and a mask leaves what it usually leaves', () => {
    const after = drafted({ [redactionField('address')]: 'keep', [redactionField('phone')]: 'destroy' });
    expect(after).toEqual({ ...own, types: { ...own.types, address: { action: 'keep' }, phone: { action: 'destroy' } } });
    const masked = drafted({ [redactionField('email')]: 'mask', [redactionField('password')]: 'nonsense' });
    expect(masked.types).toMatchObject({ email: { action: 'mask', first: 0, last: 0 }, iban: { action: 'mask', first: 4, last: 2 }, password: { action: 'destroy' } });
    expect(PolicyDraft.safeParse({ ...policy, redaction: masked }).success).toBe(true);
  });

  it('takes a form that mistakes have taught in behind the company’s own patterns, with an example, and none that leaves a card alone', () => {
    const pattern = String.raw`\b[A-Z]\-\d{4}\b`;
    const after = drafted({ [leaveField(pattern)]: 'A-1234' });
    expect(after.patterns).toEqual([...own.patterns, { name: `Brought back: ${pattern}`, kind: 'leave', pattern, ignoreCase: false, treatment: { action: 'keep' }, matches: ['A-1234'], matchesNot: ['4111 1111 1111 1111'] }]);
    expect(PolicyDraft.safeParse({ ...policy, redaction: after }).success).toBe(true);
    expect(drafted({ [leaveField(pattern)]: '' })).toEqual(own);
    const wide = drafted({ [leaveField(String.raw`\d{4} \d{4}`)]: '1234 1234' });
    expect(PolicyDraft.safeParse({ ...policy, redaction: wide }).success).toBe(false);
  });

  it('has each type that can be decided on once, and cards not at all', () => {
    const fields = fieldGroups.flatMap((group) => group.fields.map(({ field }) => field)).filter((field) => field.startsWith('redaction.types.'));
    expect(fields.toSorted()).toEqual(decidableTypes.map(redactionField).toSorted());
    expect(fields).not.toContain(redactionField('card'));
  });
});
