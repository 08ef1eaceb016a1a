import type { Posture } from '../../shared/domain/posture.ts';
import type { Timers } from '../boundary/timers.ts';
import type { PostureReading } from '../boundary/vault-process.ts';

/** Milliseconds between two readings. */
const lookEvery = 10 * 60_000;
/** Where the state is refused, the person is mending it and waits. */
const lookAgain = 60_000;

export interface PostureWatchPorts {
  readonly read: () => Promise<Posture>;
  readonly timers: Timers;
  /** Hands a reading to the vault process; resolves when it has it. */
  readonly handOver: (reading: PostureReading) => Promise<unknown>;
  /** The session shows that the laptop's state is refused. */
  readonly refused: () => boolean;
  readonly failed: () => void;
}

/** Reads the laptop's state: at the start, at every wake, before each unlock, and again and again. */
export class PostureWatch {
  readonly #ports: PostureWatchPorts;
  #posture: Posture | null = null;
  #refusedByHub = false;
  #reading: Promise<Posture> | null = null;
  #stop: () => void = () => undefined;

  constructor(ports: PostureWatchPorts) {
    this.#ports = ports;
  }

  /** The last one; a new vault process gets it before anything else. */
  get last(): PostureReading | null {
    return this.#posture === null ? null : { posture: this.#posture, refusedByHub: this.#refusedByHub };
  }

  /** Reads now, and from now on regularly. */
  look(): void {
    this.#stop();
    // What the hub refused is for the hub to judge again.
    this.#refusedByHub = false;
    this.read()
      .catch(() => this.#ports.failed())
      .finally(() => this.#schedule());
  }

  /**
   * Reads and hands over; one reading serves all who ask meanwhile.
   * @throws what reading or handing over threw: the state is not known then.
   */
  async read(): Promise<Posture> {
    this.#reading ??= this.#ports.read().finally(() => {
      this.#reading = null;
    });
    const posture = await this.#reading;
    if (JSON.stringify(posture) !== JSON.stringify(this.#posture)) this.#refusedByHub = false;
    this.#posture = posture;
    await this.#ports.handOver({ posture, refusedByHub: this.#refusedByHub });
    return posture;
  }

  /** The hub has refused what it was told. Read anew: if it is another state, it may be right again; else it stays refused until the next look. */
  refusedByHub(): void {
    this.#stop();
    this.#refusedByHub = true;
    this.read()
      .catch(() => this.#ports.failed())
      .finally(() => this.#schedule());
  }

  stop(): void {
    this.#stop();
    this.#stop = () => undefined;
  }

  #schedule(): void {
    this.#stop();
    this.#stop = this.#ports.timers.after(this.#ports.refused() ? lookAgain : lookEvery, () => this.look());
  }
}
