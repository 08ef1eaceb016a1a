import type { ChatLine } from './chat-frames.ts';
import type { Unsent } from './memory.ts';

type LineState = 'sending' | 'sent' | 'refused';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The lines of the conversation, each once: a line of the customer's is known by the id the page gave it. */
export class Transcript {
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #lines = new Map<string, HTMLElement>();

  constructor(log: HTMLElement, scroller: HTMLElement) {
    this.#log = log;
    this.#scroller = scroller;
  }

  get length(): number {
    return this.#lines.size;
  }

  /** Somebody else's conversation begins: nothing of this one stays on the page. */
  clear(): void {
    this.#lines.clear();
    this.#log.replaceChildren();
  }

  /** @returns whether the line is new here. */
  show(line: ChatLine): boolean {
    const key = line.clientId ?? line.id;
    const known = this.#lines.get(key);
    const element = known ?? this.#add(key, line.from, line.at);
    this.#fill(element, line.text, line.from === 'shop' ? `${line.name} · ${time.format(line.at)}` : `Sent · ${time.format(line.at)}`);
    element.dataset['state'] = 'sent';
    return known === undefined;
  }

  /** What the customer has just written. */
  showOwn({ id, text, at }: Unsent, state: LineState): void {
    const element = this.#lines.get(id) ?? this.#add(id, 'customer', at);
    this.#fill(element, text, state === 'sending' ? 'Sending…' : '');
    element.dataset['state'] = state;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  mark(id: string, state: LineState, words: string): void {
    const element = this.#lines.get(id);
    if (element === undefined) return;
    element.dataset['state'] = state;
    const meta = element.querySelector('.chat-meta');
    if (meta !== null) meta.textContent = words;
  }

  #add(key: string, from: ChatLine['from'], at: number): HTMLElement {
    const element = document.createElement('div');
    element.className = 'chat-line';
    element.dataset['from'] = from;
    element.dataset['at'] = String(at);
    const text = document.createElement('p');
    text.className = 'chat-text';
    const meta = document.createElement('p');
    meta.className = 'chat-meta';
    element.append(text, meta);
    this.#lines.set(key, element);
    // Who reads further up stays there.
    const atEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 80;
    this.#log.append(element);
    if (atEnd) queueMicrotask(() => (this.#scroller.scrollTop = this.#scroller.scrollHeight));
    return element;
  }

  /** Changes only what differs: a live region would read the rest again. */
  #fill(element: HTMLElement, text: string, meta: string): void {
    const [textElement, metaElement] = element.children;
    if (textElement && textElement.textContent !== text) textElement.textContent = text;
    if (metaElement && metaElement.textContent !== meta) metaElement.textContent = meta;
  }
}

/** An element of the page itself. @throws when the page and this program do not belong together. */
export function required<Kind extends HTMLElement>(id: string, kind: abstract new (...given: never[]) => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`The page has no ${id}.`);
  return element;
}
