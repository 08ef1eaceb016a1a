import type { NumbersWish } from '../../../shared/contract/console/numbers.ts';
import type { Numbers } from '../../../shared/domain/numbers.ts';
import type { Client } from '../../client.ts';
import { createStore, type Store } from '../store.ts';
import { askHub } from './ask.ts';
import { follow, type Followed } from './follow.ts';

/** What was read last, of which time and parted by what; what is looked at is chosen here. */
export interface FollowedNumbers {
  readonly numbers: Followed<Numbers>;
  readonly wish: Store<NumbersWish>;
  readonly choose: (wish: NumbersWish) => void;
}

export function followNumbers(client: Client, by: NumbersWish['by']): FollowedNumbers {
  const wish = createStore<NumbersWish>({ period: { kind: 'latest', days: 30 }, by });
  const numbers = follow<Numbers>(() => askHub(client, 'numbers.show', wish.get()), (_before, after) => after);
  return {
    numbers,
    wish,
    choose(next) {
      wish.set(next);
      numbers.retry();
    },
  };
}
