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

/** A form that mistakes have taught, taken into the draft: the field's text is something of that form. Empty, it is not taken. */
export const leaveField = (pattern: string): string => `${leavePrefix}${pattern}`;
const leavePrefix = 'redaction.leave.';
/** Nobody's card: the networks' own example. No pattern of the company's may leave it alone. */
const neverLeft = '4111 1111 1111 1111';

/** What becomes of each type, as fields of the policy's form. */
export function redactionFields({ types }: Redaction): Fields {
  return Object.fromEntries(decidableTypes.map((type) => [redactionField(type), types[type].action]));
}

/** The policy with what the form says of each type, and the company's own patterns as they are read from it. What it has no fields for, the characters that a mask leaves and overrides, stays as it is; forms that mistakes have taught come behind the patterns. */
export function redactionOf(form: Fields, redaction: Redaction, patterns: Redaction['patterns']): Redaction {
  const types = { ...redaction.types };
  for (const type of decidableTypes) {
    const action = form[redactionField(type)];
    if (isAction(action) && action !== types[type].action) types[type] = treatmentFor(type, action);
  }
  return { ...redaction, types, patterns: [...patterns, ...taken(form)] };
}

function taken(form: Fields): Redaction['patterns'] {
  return Object.entries(form)
    .filter(([field, example]) => field.startsWith(leavePrefix) && example !== '')
    .map(([field, example]) => {
      const pattern = field.slice(leavePrefix.length);
      return { name: `Brought back: ${pattern}`.slice(0, 60), kind: 'leave', pattern, ignoreCase: false, treatment: { action: 'keep' }, matches: [example], matchesNot: [neverLeft] };
    });
}

function treatmentFor(type: FindingType, action: Treatment['action']): Treatment {
  if (action !== 'mask') return { action };
  const usual = defaultTreatments[type];
  return usual.action === 'mask' ? usual : { action, first: 0, last: 0 };
}
