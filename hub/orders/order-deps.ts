import type { Clock } from '../../shared/domain/clock.ts';
import type { Policies } from '../enrolment/policies.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, FanOut } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { Shops } from './shops.ts';

/** What changing orders needs of the other rooms. */
export interface OrderActionsDeps {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly policies: Policies;
  readonly agents: Agents;
  readonly shops: Shops;
  readonly fanOut: FanOut;
}
