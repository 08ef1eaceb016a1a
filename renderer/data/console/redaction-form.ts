import { defaultTreatments, type Treatment } from '../../../shared/redaction/policy/treatment.ts';
import { findingTypes, type FindingType } from '../../../shared/redaction/finding-type.ts';
import type { Policy } from '../../../shared/domain/policy.ts';

type Redaction = Policy['redaction'];
/** Part of the policy's form. */
type Fields = Readonly<Record<string, string>>;

const prefix = 'redaction.types.';
export const redactionField = (type: FindingType): string => `${prefix}${type}`;

/** Cards and their codes can only be destroyed; a company's own patterns each say themselves what becomes of them. */
export const decidableTypes: readonly FindingType[] = findingTypes.filter((type) => type !== 'card' && type !== 'card-code' && type !== 'custom');

const actions: readonly string[] = ['destroy', 'mask', 'seal', 'warn', 'keep'] satisfies readonly Treatment['action'][];
const isAction = (text: string | undefined): text is Treatment['action'] => text !== undefined && actions.includes(text);

/** What becomes of each type, as fields of the policy's form. */
export function redactionFields({ types }: Redaction): Fields {
  return Object.fromEntries(decidableTypes.map((type) => [redactionField(type), types[type].action]));
}

/** The policy with what the form says of each type. What it has no fields for, the characters that a mask leaves, overrides and patterns, stays as it is. */
export function redactionOf(form: Fields, redaction: Redaction): Redaction {
  const types = { ...redaction.types };
  for (const type of decidableTypes) {
    const action = form[redactionField(type)];
    if (isAction(action) && action !== types[type].action) types[type] = treatmentFor(type, action);
  }
  return { ...redaction, types };
}

function treatmentFor(type: FindingType, action: Treatment['action']): Treatment {
  if (action !== 'mask') return { action };
  const usual = defaultTreatments[type];
  return usual.action === 'mask' ? usual : { action, first: 0, last: 0 };
}
