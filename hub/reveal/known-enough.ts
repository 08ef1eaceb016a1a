import type { RevealPolicy } from '../../shared/domain/reveal.ts';
import { isAtLeast, type Verification } from '../../shared/domain/verification.ts';
import { FindingType } from '../../shared/redaction/index.ts';

/** What the policy asks for is more than is known of the customer. */
export interface NotKnownEnough {
  readonly refused: 'unverified';
  readonly level: Verification;
  readonly asked: Verification;
}

/** Null where the customer is known well enough for all of these kinds. A kind that no policy can name needs nothing. */
export function knownEnough({ verification }: Pick<RevealPolicy, 'verification'>, kinds: readonly string[], level: Verification): NotKnownEnough | null {
  for (const kind of kinds) {
    const named = FindingType.safeParse(kind);
    const asked = named.success ? (verification[named.data] ?? 'unverified') : 'unverified';
    if (!isAtLeast(level, asked)) return { refused: 'unverified', level, asked };
  }
  return null;
}
