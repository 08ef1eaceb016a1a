import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formOf, readForm } from '../../../renderer/data/console/policy-form.ts';
import { panelField, panelRoles, ruleChoices, ruleIn } from '../../../renderer/data/console/panel-form.ts';
import { ruleWords } from '../../../renderer/screens/console/policy/words.ts';
import { customerFields, FieldRule, FieldsPolicy, maskableFields } from '../../../shared/domain/customer-field.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';

const drafted = (changes: Record<string, string>) => {
  const read = readForm({ ...formOf(firstPolicy), ...changes }, firstPolicy);
  if (read.kind !== 'whole') throw new Error(read.fields.join());
  return read.draft.fields;
};

describe('who sees what of a customer, in the policy’s form', () => {
  it('unchanged stays as it is', () => {
    expect(drafted({})).toEqual(firstPolicy.fields);
  });

  it('changes the field of the role that was changed alone; never seen is left out', () => {
    const after = drafted({ [panelField('agent', 'phone')]: 'masked:contact shown:identity', [panelField('finance', 'amounts')]: 'absent', [panelField('lead', 'city')]: 'nonsense' });
    const { amounts: _gone, ...finance } = firstPolicy.fields.finance;
    expect(after).toEqual({ ...firstPolicy.fields, agent: { ...firstPolicy.fields.agent, phone: { masked: 'contact', shown: 'identity' } }, finance });
  });

  it('offers every rule that a policy takes, each once and in words of its own, and none that it refuses', () => {
    for (const field of customerFields) {
      const choices = ruleChoices(field);
      expect(new Set(choices.map(ruleWords)).size).toBe(choices.length);
      for (const choice of choices) expect(FieldsPolicy.safeParse({ agent: { [field]: ruleIn(choice) ?? expect.fail() } }).success, `${field} ${choice}`).toBe(true);
      expect(choices).toHaveLength(maskableFields.some((one) => one === field) ? 15 : 5);
    }
  });

  it('whatever a policy says, it says again when nothing is changed', () => {
    const rule = (field: string) => fc.constantFrom(...ruleChoices(field as (typeof customerFields)[number])).map((text) => FieldRule.parse(ruleIn(text)));
    const role = fc.record(Object.fromEntries(customerFields.map((field) => [field, rule(field)])), { requiredKeys: [] });
    fc.assert(
      fc.property(fc.record(Object.fromEntries(panelRoles.map((each) => [each, role]))), (roles) => {
        const policy = { ...firstPolicy, fields: FieldsPolicy.parse(roles) };
        const read = readForm(formOf(policy), policy);
        const seen = (fields: FieldsPolicy) => panelRoles.flatMap((each) => customerFields.map((field) => fields[each][field] ?? {}));
        expect(read.kind === 'whole' && seen(read.draft.fields)).toEqual(seen(policy.fields));
      }),
      { numRuns: 100 },
    );
  });
});
