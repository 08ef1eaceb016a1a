import { z } from 'zod';
import type { Role } from './permission.ts';
import { isAtLeast, Verification } from './verification.ts';

/**
 * Everything the customer panel can say of a customer, as a closed list: what is not here is never asked of a shop for a
 * panel, and no policy can name it. There is no field for the number of a card, nor for any part of one.
 *
 * `orders`: that there are orders; shown, each has a card, on which the fields after it stand by their own rules.
 */
export const customerFields = [
  'name',
  'phone',
  'email',
  'city',
  'country',
  'shipping-address',
  'billing-address',
  'orders',
  'order-number',
  'order-state',
  'items',
  'amounts',
  'payment-method',
  'tracking',
  'order-note',
  'notes',
  'consent',
] as const;
export const CustomerField = z.enum(customerFields);
export type CustomerField = z.infer<typeof CustomerField>;

/** What becomes of a field for somebody. `masked` has a form of its own for each field that can be masked. */
export type FieldTreatment = 'shown' | 'masked' | 'absent';

/** Masked: initials; last four digits; first letter and domain; how many there are; last three characters; how many pieces. */
export const maskableFields = ['name', 'phone', 'email', 'orders', 'order-number', 'items'] as const satisfies readonly CustomerField[];

/** What tells where somebody lives or is reached: each showing of one of these, whole, is in the audit log. */
export const sensitiveFields = ['phone', 'email', 'shipping-address', 'billing-address'] as const satisfies readonly CustomerField[];

/** From which level of verification on a field is masked, and from which it is shown. What is left out is never. */
export const FieldRule = z
  .strictObject({ masked: Verification.optional(), shown: Verification.optional() })
  .refine(({ masked, shown }) => masked === undefined || shown === undefined || !isAtLeast(masked, shown), 'What is masked must need less than what is shown.');
export type FieldRule = z.infer<typeof FieldRule>;

const isMaskable = (field: string): boolean => maskableFields.some((one) => one === field);

/** Fields that are left out are absent for the role, at every level. */
export const RoleFields = z.partialRecord(CustomerField, FieldRule).superRefine((rules, context) => {
  for (const [field, rule] of Object.entries(rules)) {
    if (rule?.masked !== undefined && !isMaskable(field)) context.addIssue({ code: 'custom', message: `"${field}" has no masked form: show it, or leave it out.`, path: [field, 'masked'] });
  }
});
export type RoleFields = z.infer<typeof RoleFields>;

/** Roles to which fields can be given. Who runs the hub is not among them. */
export type FieldRole = Exclude<Role, 'it'>;

const always = { shown: 'unverified' } as const;
const masked = { masked: 'unverified' } as const;
const counted = { masked: 'unverified', shown: 'contact' } as const;
const contact = { shown: 'contact' } as const;
const order = { shown: 'order' } as const;

const agentFields: RoleFields = {
  'name': always,
  'phone': masked,
  'email': masked,
  'city': contact,
  'country': contact,
  'shipping-address': order,
  'orders': counted,
  'order-number': contact,
  'order-state': contact,
  'items': contact,
  'amounts': order,
  'tracking': order,
  'order-note': order,
  'notes': always,
  'consent': contact,
};

/** Where nothing was decided. */
export const defaultFields: Readonly<Record<FieldRole, RoleFields>> = {
  agent: agentFields,
  lead: { ...agentFields, 'billing-address': order, 'payment-method': order },
  finance: {
    'name': always,
    'phone': masked,
    'email': masked,
    'country': contact,
    'billing-address': order,
    'orders': counted,
    'order-number': contact,
    'order-state': contact,
    'items': { masked: 'contact' },
    'amounts': contact,
    'payment-method': contact,
  },
  privacy: { 'name': always, 'phone': masked, 'email': masked, 'notes': always },
};

/** Which fields of a customer each role sees, and of how many customers in an hour. */
export const FieldsPolicy = z.strictObject({
  /** How many customers one agent may look up in an hour, over all of their laptops. 0: none. */
  perHour: z.number().int().min(0).max(2000).default(120),
  agent: RoleFields.default(defaultFields.agent),
  lead: RoleFields.default(defaultFields.lead),
  finance: RoleFields.default(defaultFields.finance),
  privacy: RoleFields.default(defaultFields.privacy),
});
export type FieldsPolicy = z.infer<typeof FieldsPolicy>;

/** What becomes of a field for somebody in these roles, while a customer is known this far. Of several roles the most holds; no role, nothing. */
export function fieldTreatment(policy: FieldsPolicy, roles: readonly Role[], level: Verification, field: CustomerField): FieldTreatment {
  const treatments = roles.map((role) => (role === 'it' ? 'absent' : treatmentUnder(policy[role][field], level)));
  return treatments.includes('shown') ? 'shown' : treatments.includes('masked') ? 'masked' : 'absent';
}

function treatmentUnder(rule: FieldRule | undefined, level: Verification): FieldTreatment {
  if (rule?.shown !== undefined && isAtLeast(level, rule.shown)) return 'shown';
  return rule?.masked !== undefined && isAtLeast(level, rule.masked) ? 'masked' : 'absent';
}

/** The lowest level above this one at which more of a field is seen; null where no level brings more. */
export function levelForMore(policy: FieldsPolicy, roles: readonly Role[], level: Verification, field: CustomerField): Verification | null {
  const now = fieldTreatment(policy, roles, level, field);
  return Verification.options.find((above) => isAtLeast(above, level) && fieldTreatment(policy, roles, above, field) !== now) ?? null;
}
