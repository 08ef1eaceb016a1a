import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Link } from './link.ts';

/** The link to the hub that there is at the moment, if any: what is said goes over it, or nowhere. */
export class Line {
  readonly #emit: (event: VaultEvent) => void;
  #link: Link | null = null;
  #turn = 0;
  #timed = false;
  #greeted = false;

  constructor(emit: (event: VaultEvent) => void) {
    this.#emit = emit;
  }

  get link(): Link | null {
    return this.#link;
  }

  /** Both sides are proven, and the hub has said what time it is: what depends on the time can be asked now. */
  get ready(): boolean {
    return this.#timed && this.#link?.open === true;
  }

  /** Grows with every link, so that what was under way for an older one is dropped. */
  get turn(): number {
    return this.#turn;
  }

  take(link: Link): void {
    this.drop();
    this.#link = link;
  }

  /** The hub has told the time. */
  timed(): void {
    this.#timed = true;
  }

  /** @returns whether it is the first time over this link. */
  greet(): boolean {
    const first = !this.#greeted;
    this.#greeted = true;
    return first;
  }

  drop(): void {
    this.#turn += 1;
    this.#timed = false;
    this.#greeted = false;
    this.#link?.close();
    this.#link = null;
  }

  /** Over a link whose two sides are proven; over any other nothing is said. */
  tell(message: ControlToHub): void {
    if (this.#link?.open === true) this.#emit({ kind: 'send', text: this.#link.control(message) });
  }
}
