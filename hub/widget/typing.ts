/** Said at most so often while somebody types, and shown for a little longer; in milliseconds. */
const every = 3_000;
const shownFor = 6_000;

/** Three dots while somebody of the shop types, and word to the shop that the customer does: never what. */
export class Typing {
  readonly #dots: HTMLElement;
  readonly #scroller: HTMLElement;
  #hide: ReturnType<typeof setTimeout> | undefined;
  #saidAt = -Infinity;

  /** @param say tells the hub. */
  constructor(dots: HTMLElement, scroller: HTMLElement, field: HTMLTextAreaElement, say: () => void) {
    this.#dots = dots;
    this.#scroller = scroller;
    field.addEventListener('input', () => {
      if (field.value.trim() === '' || performance.now() - this.#saidAt < every) return;
      this.#saidAt = performance.now();
      say();
    });
  }

  show(): void {
    const atEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 80;
    this.#dots.hidden = false;
    if (atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    clearTimeout(this.#hide);
    this.#hide = setTimeout(() => this.hide(), shownFor);
  }

  hide(): void {
    clearTimeout(this.#hide);
    this.#dots.hidden = true;
  }

  /** What was typed is sent: the next letter is news again. */
  sent(): void {
    this.#saidAt = -Infinity;
  }
}
