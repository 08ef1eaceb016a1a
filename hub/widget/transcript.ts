import type { ChatFile, ChatLine } from './chat-frames.ts';
import type { Unsent } from './memory.ts';
import type { Pictures } from './pictures.ts';

type LineState = 'sending' | 'sent' | 'refused';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The lines of the conversation, each once: a line of the customer's is known by the id the page gave it. */
export class Transcript {
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #open: (fileId: string) => void;
  readonly #pictures: Pictures;
  readonly #lines = new Map<string, HTMLElement>();

  /** @param open fetches a file of the shop's. */
  constructor(log: HTMLElement, scroller: HTMLElement, open: (fileId: string) => void, pictures: Pictures) {
    this.#log = log;
    this.#scroller = scroller;
    this.#open = open;
    this.#pictures = pictures;
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
    this.#fill(element, line.text, line.files, line.from === 'shop' ? `${line.name} · ${time.format(line.at)}` : `Sent · ${time.format(line.at)}`);
    this.#settle(element, 'sent');
    return known === undefined;
  }

  /** What the customer has just written. */
  showOwn({ id, text, at }: Unsent, state: LineState): void {
    const element = this.#lines.get(id) ?? this.#add(id, 'customer', at);
    this.#fill(element, text, [], state === 'sending' ? 'Sending…' : '');
    element.dataset['state'] = state;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** A file on its way, with how far it is and a way to stop it. */
  showFile(id: string, { name, size }: File, cancel: () => void): void {
    const element = this.#add(id, 'customer', Date.now());
    this.#fill(element, '', [{ id: null, name, size, picture: false }], 'Sending…');
    element.dataset['state'] = 'sending';
    const going = make('div', 'chat-going');
    const progress = make('progress', '');
    progress.max = size;
    progress.value = 0;
    progress.setAttribute('aria-label', `Sending ${name}`);
    const stop = make('button', 'chat-quiet');
    stop.type = 'button';
    stop.textContent = 'Cancel';
    stop.setAttribute('aria-label', `Cancel ${name}`);
    stop.addEventListener('click', cancel);
    going.append(progress, stop);
    element.append(going);
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  progress(id: string, bytes: number): void {
    const progress = this.#lines.get(id)?.querySelector('progress');
    if (progress) progress.value = bytes;
  }

  mark(id: string, state: LineState, words: string): void {
    const element = this.#lines.get(id);
    if (element === undefined) return;
    this.#settle(element, state);
    const meta = element.querySelector('.chat-meta');
    if (meta !== null) meta.textContent = words;
  }

  #settle(element: HTMLElement, state: LineState): void {
    element.dataset['state'] = state;
    if (state !== 'sending') element.querySelector('.chat-going')?.remove();
  }

  #add(key: string, from: ChatLine['from'], at: number): HTMLElement {
    const element = make('div', 'chat-line');
    element.dataset['from'] = from;
    element.dataset['at'] = String(at);
    element.append(make('p', 'chat-text'), make('div', 'chat-files'), make('p', 'chat-meta'));
    this.#lines.set(key, element);
    // Who reads further up stays there.
    const atEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 80;
    this.#log.append(element);
    if (atEnd) queueMicrotask(() => (this.#scroller.scrollTop = this.#scroller.scrollHeight));
    return element;
  }

  /** Changes only what differs: a live region would read the rest again. */
  #fill(element: HTMLElement, text: string, files: readonly ChatFile[], meta: string): void {
    const [textElement, filesElement, metaElement] = element.children;
    if (textElement instanceof HTMLElement) {
      textElement.hidden = text === '';
      if (textElement.textContent !== text) textElement.textContent = text;
    }
    if (metaElement && metaElement.textContent !== meta) metaElement.textContent = meta;
    const listed = JSON.stringify(files);
    if (!(filesElement instanceof HTMLElement) || filesElement.dataset['files'] === listed) return;
    filesElement.dataset['files'] = listed;
    filesElement.replaceChildren(...files.map((file) => this.#file(file)));
  }

  #file({ id, name, size, picture }: ChatFile): HTMLElement {
    const words = `${name} (${sizeOf(size)})`;
    const element = id === null ? make('span', 'chat-file') : make('button', 'chat-file');
    element.textContent = words;
    if (id === null || !(element instanceof HTMLButtonElement)) return element;
    element.type = 'button';
    element.setAttribute('aria-label', `Save ${words}`);
    if (picture) element.prepend(this.#pictures.place(id));
    element.addEventListener('click', () => this.#open(id));
    return element;
  }
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

/** An element of the page itself. @throws when the page and this program do not belong together. */
export function required<Kind extends HTMLElement>(id: string, kind: abstract new (...given: never[]) => Kind): Kind {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new TypeError(`The page has no ${id}.`);
  return element;
}
