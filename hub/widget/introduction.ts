import type { FromHub } from './chat-frames.ts';
import type { Connection } from './connection.ts';
import { forgetAll, remember, rememberCustomer, remembered, rememberStranger } from './memory.ts';
import { Shop, shopKnows } from './shop.ts';

/** Who this page speaks for: a customer whom the shop names, or whoever sits there. */
export class Introduction {
  readonly #shop: Shop;
  readonly #connection: () => Connection;
  /** Somebody else is here: what is on the page is not theirs. */
  readonly #changed: () => void;
  #customer = false;
  /** Given by the shop and not used yet. */
  #token: string | null = null;
  /** The shop has been asked again after what it said was not taken. */
  #askedAgain = false;
  /** Goes up whenever somebody else is here: an answer that comes late is not for them. */
  #turn = 0;
  readonly #channel = new URLSearchParams(location.search).get('channel');

  constructor(connection: () => Connection, changed: () => void) {
    this.#connection = connection;
    this.#changed = changed;
    if (location.hash === shopKnows && window.parent !== window) this.#becomeCustomer();
    this.#shop = new Shop({
      identity: (token) => {
        this.#token = token;
        this.#becomeCustomer();
        this.#startOver();
      },
      logout: () => {
        this.#connection().say({ t: 'bye' });
        forgetAll();
        this.#customer = false;
        this.#token = null;
        this.#startOver();
      },
    });
  }

  /** The connection stands: says who is here. */
  async hello(): Promise<void> {
    const { token } = remembered();
    if (!this.#customer || token !== null) {
      this.#say(token, null);
      return;
    }
    const turn = (this.#turn += 1);
    const identity = this.#token ?? (await this.#shop.identity());
    if (turn !== this.#turn) return;
    this.#token = null;
    if (identity === null) this.#asStranger();
    else this.#say(null, identity);
  }

  /** The hub has answered a hello. @returns whether it is who this page is for. */
  ready({ token, known }: Extract<FromHub, { t: 'ready' }>): boolean {
    if (this.#customer && known === null) {
      // The session has ended; what the hub gave instead is a stranger's.
      remember({ token: null });
      this.#startOver();
      return false;
    }
    this.#askedAgain = false;
    remember({ token });
    return true;
  }

  /** The hub does not take what the shop said. @returns whether the page goes on as a stranger's. */
  async notKnown(): Promise<boolean> {
    if (!this.#askedAgain) {
      this.#askedAgain = true;
      await this.hello();
      return false;
    }
    this.#asStranger();
    return true;
  }

  #startOver(): void {
    this.#turn += 1;
    this.#changed();
    this.#connection().restart();
  }

  #becomeCustomer(): void {
    this.#customer = true;
    this.#askedAgain = false;
    rememberCustomer();
  }

  #asStranger(): void {
    this.#customer = false;
    rememberStranger();
    this.#say(remembered().token, null);
  }

  #say(token: string | null, identity: string | null): void {
    this.#connection().say({ t: 'hello', token, channel: this.#channel, identity });
  }
}
