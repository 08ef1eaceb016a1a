import { customerFields, type CustomerField, defaultFields, type FieldRole, FieldRule, type FieldsPolicy, maskableFields } from '../../../shared/domain/customer-field.ts';
import { isAtLeast, Verification } from '../../../shared/domain/verification.ts';

/** Part of the policy's form. */
type Fields = Readonly<Record<string, string>>;

export const panelRoles = Object.keys(defaultFields) as FieldRole[];
export const panelField = (role: FieldRole, field: CustomerField): string => `fields.${role}.${field}`;

/** Never seen. */
const absent = 'absent';
const levels = Verification.options;

/** Everything that a field can be for a role, as the form's texts: never, masked from a level on, whole from one on, or first the one and then the other. */
export function ruleChoices(field: CustomerField): readonly string[] {
  const whole = levels.map((shown) => ruleText({ shown }));
  if (!maskableFields.some((one) => one === field)) return [absent, ...whole];
  const both = levels.flatMap((masked) => levels.filter((shown) => !isAtLeast(masked, shown)).map((shown) => ruleText({ masked, shown })));
  return [absent, ...levels.map((masked) => ruleText({ masked })), ...both, ...whole];
}

function ruleText({ masked, shown }: FieldRule): string {
  return [...(masked === undefined ? [] : [`masked:${masked}`]), ...(shown === undefined ? [] : [`shown:${shown}`])].join(' ') || absent;
}

/** @returns null for a text that is none of the form's: what is in force stays. */
export function ruleIn(text: string): FieldRule | null {
  if (text === absent) return {};
  const parts = text.split(' ').map((part) => part.split(':'));
  const read = FieldRule.safeParse(Object.fromEntries(parts));
  return read.success ? read.data : null;
}

/** Which fields of a customer each role sees, as fields of the policy's form. */
export function panelFields(policy: FieldsPolicy): Fields {
  return Object.fromEntries(panelRoles.flatMap((role) => customerFields.map((field) => [panelField(role, field), ruleText(policy[role][field] ?? {})])));
}

export function panelFieldsOf(form: Fields, policy: FieldsPolicy): Omit<FieldsPolicy, 'perHour'> {
  const of = (role: FieldRole): FieldsPolicy[FieldRole] => {
    const rules = customerFields.map((field) => [field, ruleIn(form[panelField(role, field)] ?? '') ?? policy[role][field] ?? {}] as const);
    return Object.fromEntries(rules.filter(([, rule]) => Object.keys(rule).length > 0));
  };
  return { agent: of('agent'), lead: of('lead'), finance: of('finance'), privacy: of('privacy') };
}
