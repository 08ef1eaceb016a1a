import { z } from 'zod';
import { Breakdown, Numbers, Period } from '../../domain/numbers.ts';
import { consoleCall } from './call.ts';

export const NumbersWish = z.object({ period: Period, by: Breakdown.nullable() });
export type NumbersWish = z.infer<typeof NumbersWish>;

export const numbersConsoleCalls = {
  /** Who may not see others' figures gets the totals, and of the agents themselves alone. */
  'numbers.show': consoleCall({ permission: 'numbers.own', input: NumbersWish, output: Numbers }),
  /** The same as a file, whose SHA-256 is in the audit log before anybody has it. */
  'numbers.export': consoleCall({ permission: 'numbers.view', input: NumbersWish, output: z.object({ csv: z.string().max(400_000), sha256: z.string().regex(/^[0-9a-f]{64}$/) }) }),
};
