import { z } from 'zod';
import type { Timers } from '../../boundary/timers.ts';
import { reconnectWait } from '../../sync/backoff.ts';
import { socketOf } from './bus-address.ts';
import { BusConnection, type BusCall, oneText, theBus } from './bus-connection.ts';
import type { BusSignal } from './bus-message.ts';

/** Words for the log. */
export type BusNote = { readonly event: 'bus-joined' | 'bus-not-there'; readonly bus: 'session' | 'system' };

/** Asks the program that is followed, at a path of its own. */
export type AskFollowed = (call: Omit<BusCall, 'destination'>) => Promise<readonly unknown[]>;

/** What is followed on a bus: the signals of a program, known by the name that it owns there. */
export interface Followed {
  /** Names the program may own, any of them. A signal from anybody who owns none of them is not heard. */
  readonly names: readonly string[];
  /** Match rules, without type and sender (D-Bus specification, "Match rules"). */
  readonly rules: readonly string[];
  readonly heard: (signal: BusSignal) => void;
  /** The program is there, or is there again. What this rejects with is nobody's concern. */
  readonly appeared?: (ask: AskFollowed) => Promise<void>;
  readonly gone?: () => void;
}

export interface FollowedBusPorts {
  readonly bus: BusNote['bus'];
  /** Null where this machine has none. */
  readonly address: string | null;
  readonly timers: Timers;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly note: (note: BusNote) => void;
}

const OwnerChange = z.tuple([z.string(), z.string(), z.string()]);

/**
 * Follows programs on a bus for as long as this program runs. A bus that is not there, refuses us or
 * goes away is tried again with growing waits, and noted once each time it is missed.
 */
export class FollowedBus {
  readonly #ports: FollowedBusPorts;
  readonly #followed: readonly Followed[];
  /** Who owns each name, by the bus; null where nobody does. */
  readonly #owners = new Map<string, string | null>();
  #connection: BusConnection | null = null;
  #stopWaiting: () => void = () => undefined;
  #failures = 0;
  #missed = false;
  #over = false;

  constructor(ports: FollowedBusPorts, followed: readonly Followed[]) {
    this.#ports = ports;
    this.#followed = followed;
  }

  start(): void {
    const socket = this.#ports.address === null ? null : socketOf(this.#ports.address);
    if (socket === null) {
      this.#miss();
      return;
    }
    const connection = new BusConnection({ socket, timers: this.#ports.timers, signal: (signal) => this.#heard(signal), closed: () => this.#lost() });
    this.#connection = connection;
    this.#join(connection).catch(() => connection.end());
  }

  stop(): void {
    this.#over = true;
    this.#stopWaiting();
    this.#connection?.end();
  }

  async #join(connection: BusConnection): Promise<void> {
    await connection.hello();
    for (const { names, rules } of this.#followed) {
      for (const name of names) {
        await connection.askBus('AddMatch', `type='signal',sender='${theBus.name}',interface='${theBus.name}',member='NameOwnerChanged',arg0='${name}'`);
        for (const rule of rules) await connection.askBus('AddMatch', `type='signal',sender='${name}',${rule}`);
      }
    }
    this.#failures = 0;
    this.#missed = false;
    this.#ports.note({ event: 'bus-joined', bus: this.#ports.bus });
    for (const name of this.#followed.flatMap(({ names }) => names)) {
      const owner = await connection.askBus('GetNameOwner', name).then((answer) => oneText.parse(answer), () => null);
      if (this.#connection !== connection) return;
      // A change that came meanwhile is newer than this answer.
      if (!this.#owners.has(name)) this.#owned(name, owner);
    }
  }

  #heard(signal: BusSignal): void {
    if (signal.sender === theBus.name) {
      if (signal.interface !== theBus.name || signal.member !== 'NameOwnerChanged') return;
      const change = OwnerChange.safeParse(signal.body);
      if (change.success) this.#owned(change.data[0], change.data[2] === '' ? null : change.data[2]);
      return;
    }
    for (const { names, heard } of this.#followed) {
      if (names.some((name) => this.#owners.get(name) === signal.sender)) heard(signal);
    }
  }

  #owned(name: string, owner: string | null): void {
    const before = this.#owners.get(name) ?? null;
    this.#owners.set(name, owner);
    const connection = this.#connection;
    if (owner === before || connection === null) return;
    for (const { names, appeared, gone } of this.#followed) {
      if (!names.includes(name)) continue;
      if (owner === null) gone?.();
      else appeared?.((call) => connection.ask({ ...call, destination: owner })).catch(() => undefined);
    }
  }

  #lost(): void {
    this.#connection = null;
    const owned = [...this.#owners].filter(([, owner]) => owner !== null).map(([name]) => name);
    this.#owners.clear();
    for (const { names, gone } of this.#followed) if (names.some((name) => owned.includes(name))) gone?.();
    if (this.#over) return;
    this.#miss();
    this.#failures += 1;
    this.#stopWaiting = this.#ports.timers.after(reconnectWait(this.#failures, this.#ports.random()), () => this.start());
  }

  #miss(): void {
    if (!this.#missed) this.#ports.note({ event: 'bus-not-there', bus: this.#ports.bus });
    this.#missed = true;
  }
}
