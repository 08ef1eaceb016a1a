import { z } from 'zod';
import { CustomerId, MergeId, Timestamp } from '../../domain/ids.ts';
import { Customer } from '../../domain/people.ts';
import { nameShown } from '../../domain/shown-text.ts';
import { consoleCall } from './call.ts';

/** Somebody who may be the same person: the same name, known on another channel. */
export const LikelyCustomer = z.object({ customer: Customer, conversations: z.number().int().min(0) });
export type LikelyCustomer = z.infer<typeof LikelyCustomer>;

/** That two were made one. `name`: what the one was called who went into the other. */
export const CustomerMerge = z.object({ merge: MergeId, name: z.string().overwrite(nameShown), by: z.string().nullable(), at: Timestamp });
export type CustomerMerge = z.infer<typeof CustomerMerge>;

/** Asked from the inbox. Nobody is ever made one with somebody by the program. */
export const oneCustomerConsoleCalls = {
  'customer.suggestions': consoleCall({ permission: 'customer.merge', input: z.object({ customer: CustomerId }), output: z.object({ likely: z.array(LikelyCustomer), merges: z.array(CustomerMerge) }) }),
  'customer.merge': consoleCall({ permission: 'customer.merge', input: z.object({ into: CustomerId, from: CustomerId }), output: z.object({ merge: MergeId }) }),
  'customer.split': consoleCall({ permission: 'customer.merge', input: z.object({ merge: MergeId }), output: z.null() }),
};
