import { z } from 'zod';
import type { OwnPatterns } from '../engine/find.ts';
import { FindingType } from '../finding-type.ts';
import { Treatment, type Treatments, defaultTreatments, intakeTreatments } from './treatment.ts';

export const RedactionPolicy = z.object({
  types: z.record(FindingType, Treatment),
});
export interface RedactionPolicy {
  readonly types: Treatments;
}

export const defaultPolicy: RedactionPolicy = { types: defaultTreatments };
export const intakePolicy: RedactionPolicy = { types: intakeTreatments };

export function ownPatterns(policy: RedactionPolicy): OwnPatterns | null {
  void policy;
  return null;
}
