import { networkOf } from '../../http/networks.ts';

/** Open pages of one chat at a time; of one caller, since a whole office may share an address; and of one network, which one line with IPv6 may have all addresses of. */
export const most = { ofAll: 5_000, ofCaller: 100, ofNetwork: 1_000 } as const;

/** Who has how many pages open: nobody takes the room of all others. */
export class Places {
  readonly #ofCaller = new Map<string, number>();
  readonly #ofNetwork = new Map<string, number>();
  #all = 0;

  /** @param caller as `callerOf` tells it. */
  isRoomFor(caller: string): boolean {
    return this.#all < most.ofAll && (this.#ofCaller.get(caller) ?? 0) < most.ofCaller && (this.#ofNetwork.get(networkOf(caller)) ?? 0) < most.ofNetwork;
  }

  take(caller: string): void {
    this.#add(caller, 1);
  }

  leave(caller: string): void {
    this.#add(caller, -1);
  }

  #add(caller: string, one: 1 | -1): void {
    this.#all += one;
    for (const [counts, key] of [[this.#ofCaller, caller], [this.#ofNetwork, networkOf(caller)]] as const) {
      const count = (counts.get(key) ?? 0) + one;
      if (count === 0) counts.delete(key);
      else counts.set(key, count);
    }
  }
}
