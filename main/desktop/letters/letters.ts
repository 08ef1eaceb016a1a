import { letterScheme, type Letter, type LetterEnd } from '../../../shared/contract/ipc/letters.ts';
import type { MessageId } from '../../../shared/domain/ids.ts';
import type { Timers } from '../../boundary/timers.ts';
import { letterDocument } from './letter-document.ts';
import { rebuildMail } from './rebuilt-mail.ts';

/** Milliseconds between two looks at the process of what is shown. */
const lookEvery = 1_000;
/** Looks without a process until it is not waited for any more. */
const looksForIt = 20;
/**
 * Seconds of a processor that it may have worked, and how much of that is forgotten with each look. What lies still needs none, and what is scrolled a
 * little now and then; what works on and on was made to. Counted as work, not as time: on a busy machine it is given less of it.
 */
const maxWork = 20;
const forgotten = 0.1;
/** Bytes. */
const maxMemory = 512 * 1024 * 1024;

/** The process in which a mail is shown. */
export interface LetterProcess {
  /** It is the one in which the page runs, which it never may be. */
  readonly shared: boolean;
  /** How much of one processor it had since the last look: 1 is all of it. */
  readonly work: number;
  /** In bytes. */
  readonly memory: number;
  kill(): void;
}

export interface LetterPorts {
  readonly timers: Timers;
  /** What a mail looks like, sanitised and redacted by the hub; null where there is nothing of the kind. */
  readonly read: (messageId: MessageId) => Promise<string | null>;
  /** Looks at the process of the frame with this address; null while, or once, there is none. */
  readonly process: (address: string) => LetterProcess | null;
  readonly ended: (end: LetterEnd) => void;
}

/**
 * Mails that are shown with their formatting: one at a time, each in a frame without rights and in a process of its own, from an origin that no
 * other one has. A mail is given out once; then nothing of it is left here. What its process does is watched.
 */
export class Letters {
  readonly #ports: LetterPorts;
  /** Laid ready, until it is fetched. */
  #ready: { readonly address: string; readonly document: string } | null = null;
  /** Counts what was asked for: of two, the later one is shown. */
  #asked = 0;
  #stopLooking: () => void = () => undefined;

  constructor(ports: LetterPorts) {
    this.#ports = ports;
  }

  async lay(messageId: MessageId): Promise<Letter> {
    this.end();
    const asked = this.#asked;
    const html = await this.#ports.read(messageId);
    if (asked !== this.#asked) return { kind: 'not-shown', why: 'superseded' };
    if (html === null) return { kind: 'not-shown', why: 'gone' };
    const mail = rebuildMail(html);
    if (mail === null) return { kind: 'not-shown', why: 'too-large' };
    const { body, outside, enclosed, lines } = mail;
    const address = `${letterScheme}://n${asked}/`;
    this.#ready = { address, document: letterDocument(body) };
    this.#watch(address);
    return { kind: 'ready', address, outside, enclosed, lines };
  }

  /** Whether a frame may go there: to what is laid ready, and nowhere else. */
  awaits(address: string): boolean {
    return this.#ready?.address === address;
  }

  /** The document at an address, once; null for every other. */
  take(address: string): string | null {
    const ready = this.#ready;
    if (ready === null || ready.address !== address) return null;
    this.#ready = null;
    return ready.document;
  }

  /** Nothing is shown any more: it was locked, or another one comes. */
  end(): void {
    this.#asked += 1;
    this.#ready = null;
    this.#stopLooking();
  }

  #watch(address: string): void {
    let seen = false;
    let without = 0;
    let worked = 0;
    const again = (): void => {
      this.#stopLooking = this.#ports.timers.after(lookEvery, look);
    };
    const stop = (why: LetterEnd['why']): void => {
      this.#ready = null;
      this.#ports.ended({ address, why });
    };
    const look = (): void => {
      const process = this.#ports.process(address);
      if (process === null) {
        without = seen ? looksForIt : without + 1;
        if (without < looksForIt) again();
        else stop('gone');
        return;
      }
      seen = true;
      worked = Math.max(0, worked + process.work * (lookEvery / 1_000) - forgotten);
      if (!process.shared && process.memory <= maxMemory && worked <= maxWork) {
        again();
        return;
      }
      // The page's own process is not to be ended for it: it takes the frame away when it is told.
      if (!process.shared) process.kill();
      stop(process.shared ? 'gone' : 'too-hard');
    };
    again();
  }
}
