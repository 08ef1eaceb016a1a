import type { Formatted } from '../../shared/marks/shown-formatted.ts';
import type { ChatFile, ChatLine } from './chat-frames.ts';
import { formattedNodes } from './formatted.ts';
import type { Unsent } from './memory.ts';
import type { Pictures } from './pictures.ts';
import { type Rate, showRating } from './rating.ts';
import { locale, put, words } from './words.ts';

type LineState = 'sending' | 'sent' | 'refused';

const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

/** What a line may ask for. */
interface Ways {
  /** Fetches a file of the shop's. */
  readonly save: (fileId: string) => void;
  readonly pictures: Pictures;
  /** Sends how it went. */
  readonly rate: Rate;
}

/** The lines of the conversation, each once: a line of the customer's is known by the id the page gave it. */
export class Transcript {
  readonly #log: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #ways: Ways;
  readonly #lines = new Map<string, HTMLElement>();
  /** What each shows. */
  readonly #said = new WeakMap<HTMLElement, string>();

  constructor(log: HTMLElement, scroller: HTMLElement, ways: Ways) {
    this.#log = log;
    this.#scroller = scroller;
    this.#ways = ways;
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
    this.#fill(element, line.formatted ?? line.text, line.files, line.from === 'shop' ? put(words.shopAt, { name: line.name, time: time.format(line.at) }) : put(words.sentAt, { time: time.format(line.at) }));
    showRating(element, line, this.#ways.rate);
    this.#settle(element, 'sent');
    return known === undefined;
  }

  /** What the customer has just written. */
  showOwn({ id, text, at }: Unsent, state: LineState): void {
    const element = this.#lines.get(id) ?? this.#add(id, 'customer', at);
    this.#fill(element, text, [], state === 'sending' ? words.sending : '');
    element.dataset['state'] = state;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** A file on its way, with how far it is and a way to stop it. */
  showFile(id: string, { name, size }: File, cancel: () => void): void {
    const element = this.#add(id, 'customer', Date.now());
    this.#fill(element, '', [{ id: null, name, size, picture: false }], words.sending);
    element.dataset['state'] = 'sending';
    const going = make('div', 'chat-going');
    const progress = make('progress', '');
    progress.max = size;
    progress.value = 0;
    progress.setAttribute('aria-label', put(words.sendingFile, { name }));
    const stop = make('button', 'chat-quiet');
    stop.type = 'button';
    stop.textContent = words.cancel;
    stop.setAttribute('aria-label', put(words.cancelFile, { name }));
    stop.addEventListener('click', cancel);
    going.append(progress, stop);
    element.append(going);
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** A rating was not taken. @returns whether it was one. */
  ratingRefused(id: string): boolean {
    const button = this.#lines.get(id)?.querySelector<HTMLButtonElement>('.chat-rating button');
    if (!button) return false;
    button.ariaDisabled = null;
    return true;
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
    const said = make('div', 'chat-text');
    // Whoever wrote it may write in another direction than the page.
    said.dir = 'auto';
    element.append(said, make('div', 'chat-files'), make('p', 'chat-meta'));
    this.#lines.set(key, element);
    // Who reads further up stays there.
    const atEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight < 80;
    this.#log.append(element);
    if (atEnd) queueMicrotask(() => (this.#scroller.scrollTop = this.#scroller.scrollHeight));
    return element;
  }

  /** Changes only what differs: a live region would read the rest again. */
  #fill(element: HTMLElement, text: string | Formatted, files: readonly ChatFile[], meta: string): void {
    const [textElement, filesElement, metaElement] = element.children;
    if (textElement instanceof HTMLElement) {
      textElement.hidden = text === '';
      const said = typeof text === 'string' ? text : JSON.stringify(text);
      if (this.#said.get(textElement) !== said) {
        this.#said.set(textElement, said);
        if (typeof text === 'string') textElement.textContent = text;
        else textElement.replaceChildren(...formattedNodes(text));
      }
    }
    if (metaElement && metaElement.textContent !== meta) metaElement.textContent = meta;
    const listed = JSON.stringify(files);
    if (!(filesElement instanceof HTMLElement) || filesElement.dataset['files'] === listed) return;
    filesElement.dataset['files'] = listed;
    filesElement.replaceChildren(...files.map((file) => this.#file(file)));
  }

  #file({ id, name, size, picture }: ChatFile): HTMLElement {
    const named = put(words.file, { name, size: sizeOf(size) });
    const element = id === null ? make('span', 'chat-file') : make('button', 'chat-file');
    element.textContent = named;
    if (id === null || !(element instanceof HTMLButtonElement)) return element;
    element.type = 'button';
    element.setAttribute('aria-label', put(words.saveFile, { name: named }));
    if (picture) element.prepend(this.#ways.pictures.place(id));
    element.addEventListener('click', () => this.#ways.save(id));
    return element;
  }
}

const inUnit = (n: number, unit: 'byte' | 'kilobyte' | 'megabyte', digits: number): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', minimumFractionDigits: digits, maximumFractionDigits: digits }).format(n);

/** A size in units of 1024, as the reader's language writes it. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return inUnit(bytes, 'byte', 0);
  return bytes < 1024 * 1024 ? inUnit(bytes / 1024, 'kilobyte', 0) : inUnit(bytes / 1024 / 1024, 'megabyte', 1);
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, name: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
