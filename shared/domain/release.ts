import { z } from 'zod';
import { FindingType } from '../redaction/finding-type.ts';

/** Files in which one of these was found go to nobody, whatever a policy says, and nothing of them is kept (PCI DSS 4.0, requirements 3.3.1 and 3.4). */
export const neverReleased: readonly string[] = ['card', 'card-code'];

/** What becomes of files that the hub holds: a document with something hidden in it, or one that could not be read whole. */
export const ReleasePolicy = z.object({
  /** Minutes for which a file is on the laptop of who asked for it. */
  minutes: z.number().int().min(5).max(480).default(60),
  /** How many files an agent may ask for in an hour, over all of their laptops. 0: none. */
  perHour: z.number().int().min(0).max(200).default(20),
  /**
   * `when-needed`: whoever has the conversation needs nobody else for a file that was read whole and has nothing in it that is
   * destroyed. `lead`: somebody else has to say yes each time.
   */
  approval: z.enum(['when-needed', 'lead']).default('when-needed'),
  /** Hours for which a file with something in it that is destroyed is kept at the hub, for two people to let it go. 0: nothing of it is kept. */
  hoursKept: z.number().int().min(0).max(720).default(72),
  /** Kinds with which a file goes to nobody, besides card numbers and security codes. */
  never: z.array(FindingType).max(100).default([]),
});
export type ReleasePolicy = z.infer<typeof ReleasePolicy>;

/** Whether anybody may ever have a file with these kinds in it. */
export function releasable({ never }: Pick<ReleasePolicy, 'never'>, kinds: readonly string[]): boolean {
  return !kinds.some((kind) => neverReleased.includes(kind) || never.some((each) => each === kind));
}
