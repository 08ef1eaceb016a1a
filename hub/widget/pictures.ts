import { addressOf, type Tickets } from './tickets.ts';

/** Pictures of the shop's: each is fetched once the customer has it in front of them. */
export class Pictures {
  readonly #tickets: Tickets;
  readonly #seen: IntersectionObserver;
  /** Not fetched yet, each with its file. */
  readonly #waiting = new Map<Element, string>();

  constructor(tickets: Tickets, scroller: HTMLElement) {
    this.#tickets = tickets;
    this.#seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) this.#fetch(target);
    }, { root: scroller });
  }

  /** A place for a picture, whose file can be saved besides. */
  place(file: string): HTMLImageElement {
    const picture = document.createElement('img');
    picture.className = 'chat-picture';
    // Its button says what it is.
    picture.alt = '';
    this.#waiting.set(picture, file);
    this.#seen.observe(picture);
    return picture;
  }

  /** The connection is back: what is in view and was not fetched is asked for again. */
  ready(): void {
    for (const picture of this.#waiting.keys()) {
      this.#seen.unobserve(picture);
      if (picture.isConnected) this.#seen.observe(picture);
      else this.#waiting.delete(picture);
    }
  }

  #fetch(picture: Element): void {
    const file = this.#waiting.get(picture);
    if (file === undefined || !(picture instanceof HTMLImageElement)) return;
    this.#tickets.want(file, (ticket) => {
      if (ticket === null) return;
      this.#waiting.delete(picture);
      this.#seen.unobserve(picture);
      // What is damaged on its way is still a file that can be saved.
      picture.addEventListener('error', () => picture.remove());
      picture.src = addressOf(ticket);
    });
  }
}
