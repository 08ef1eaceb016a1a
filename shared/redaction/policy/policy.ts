import { z } from 'zod';
import { Channel } from '../../domain/conversation.ts';
import { Role } from '../../domain/permission.ts';
import { FindingType } from '../finding-type.ts';
import { OwnPattern, type OwnPatterns, compiledPatterns } from './own-patterns.ts';
import { Treatment, type Treatments, defaultTreatments } from './treatment.ts';

const SomeTreatments = z.partialRecord(FindingType, Treatment);

/** From the customer to the company, or back. */
export const Direction = z.enum(['in', 'out']);
export type Direction = z.infer<typeof Direction>;

/** Another treatment for some types on a channel, in a direction, or for a role; what is left out holds for all. */
export const Override = z.strictObject({
  channel: Channel.optional(),
  direction: Direction.optional(),
  role: Role.optional(),
  types: SomeTreatments,
});
export type Override = z.infer<typeof Override>;

/** Kept by nobody who takes cards (PCI DSS 4.0, requirements 3.3.1 and 3.4). */
const alwaysDestroyed = ['card', 'card-code'] as const;

/**
 * What a company decides about what stands in messages. Types that are left out have the default's treatment; of several
 * overrides that fit, the last one holds.
 */
export const RedactionPolicy = z
  .strictObject({
    types: SomeTreatments.default({}).transform((types): Treatments => ({ ...defaultTreatments, ...types })),
    overrides: z.array(Override).max(100).default([]),
    patterns: z.array(OwnPattern).max(50).default([]),
  })
  .superRefine((policy, context) => {
    for (const types of [policy.types, ...policy.overrides.map((override) => override.types)]) {
      for (const type of alwaysDestroyed) {
        const action = types[type]?.action;
        if (action !== undefined && action !== 'destroy') context.addIssue({ code: 'custom', message: `"${type}" can only be destroyed: nobody may keep it.` });
      }
    }
  });
export interface RedactionPolicy {
  readonly types: Treatments;
  readonly overrides: readonly Override[];
  readonly patterns: readonly OwnPattern[];
}

/** Where nothing was decided. */
export const defaultPolicy: RedactionPolicy = { types: defaultTreatments, overrides: [], patterns: [] };

export interface Situation {
  readonly channel?: Channel;
  readonly direction?: Direction;
  readonly role?: Role;
}

/** The policy as it holds in one situation: with the overrides that fit it worked in. */
export function policyIn(policy: RedactionPolicy, situation: Situation): RedactionPolicy {
  const fits = ({ channel, direction, role }: Override) =>
    (channel === undefined || channel === situation.channel) && (direction === undefined || direction === situation.direction) && (role === undefined || role === situation.role);
  const types = policy.overrides.filter(fits).reduce((before, override): Treatments => ({ ...before, ...override.types }), policy.types);
  return { types, overrides: [], patterns: policy.patterns };
}

/** Patterns are compiled once for each list. */
const compiled = new WeakMap<readonly OwnPattern[], OwnPatterns | null>();

export function ownPatterns({ patterns }: RedactionPolicy): OwnPatterns | null {
  if (patterns.length === 0) return null;
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const fresh = compiledPatterns(patterns);
  compiled.set(patterns, fresh);
  return fresh;
}

/** The policy with nothing hidden but what it destroys: for people who look into a message that is theirs. */
export function destroyingOnly(policy: RedactionPolicy): RedactionPolicy {
  const types = Object.fromEntries(Object.entries(policy.types).map(([type, treatment]) => [type, treatment.action === 'destroy' ? treatment : ({ action: 'keep' } as const)]));
  // The names are those of the table it is made from.
  return { types: types as Treatments, overrides: [], patterns: policy.patterns };
}
