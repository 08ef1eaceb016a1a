import { type ControlToDevice, maxChunksAtOnce } from '../../shared/contract/wire/index.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import type { OpenedVault } from '../boundary/opened-vault.ts';
import type { AttachmentPlace } from '../boundary/vault-process.ts';
import { type AskedOfHub, FileExchange, type FileExchangePorts } from './file-exchange.ts';

type Chunk = Extract<ControlToDevice, { c: 'attachment-chunk' }>;
type Lent = Extract<ControlToDevice, { c: 'attachment-lent' }>;
type Refusal = Extract<ControlToDevice, { c: 'attachment-refused' }>;

/** Milliseconds until chunks count as not answered. */
const answerLimitMs = 15_000;

/**
 * `whole`: all of it is here. `unreachable`: the hub was not there to the end; what has come stays, and it goes on from
 * there. So it does after `superseded`: another one was asked for meanwhile.
 */
export type FetchOutcome = 'whole' | 'withheld' | 'gone' | 'unreachable' | 'superseded';

export interface AttachmentExchangePorts extends FileExchangePorts {
  /** The part of the whole that is here. */
  readonly progress: (id: AttachmentPlace['id'], done: number) => void;
  /** A file that is held, and is here until then, in Unix milliseconds. */
  readonly lent: (id: AttachmentPlace['id'], until: number) => void;
}

/** How many chunks are here once what came is stored; or why none came. */
type Answer = number | Exclude<FetchOutcome, 'whole'>;

interface Asked extends AskedOfHub<Answer> {
  readonly place: AttachmentPlace;
  readonly vault: OpenedVault;
  /** Chunks that have not come yet. */
  missing: number;
  /** Storing what has come, one after the other; how many are here then. */
  stored: Promise<number>;
}

/** Fetches attachments from the hub into the open vault: one at a time, some chunks at once, from where it stopped. */
export class AttachmentExchange extends FileExchange<Answer, Asked> {
  readonly #said: Pick<AttachmentExchangePorts, 'progress' | 'lent'>;
  #turn: Promise<unknown> = Promise.resolve();
  /** The latest call: who looks at an attachment has left the one before. */
  #latest = 0;

  constructor(ports: AttachmentExchangePorts) {
    super(ports, answerLimitMs);
    this.#said = ports;
  }

  /** @throws SealdeskError `attachment-gone`, `attachment-damaged`, `no-room`, as the vault says it. */
  fetch(place: AttachmentPlace): Promise<FetchOutcome> {
    const call = (this.#latest += 1);
    const fetched = this.#turn.then(() => this.#fetch(place, call));
    this.#turn = fetched.catch(() => undefined);
    return fetched;
  }

  /** One that nobody waits for is dropped. */
  came({ attachment, index, sealed }: Chunk): void {
    const asked = this.about(attachment);
    if (asked === null) return;
    const { place, vault } = asked;
    // Not waited for: mail comes over the same link.
    asked.stored = asked.stored.then(() => vault.attachments.store(place, index, fromBase64(sealed)));
    asked.stored.catch(() => undefined);
    asked.missing -= 1;
    if (asked.missing === 0) asked.settle(asked.stored);
  }

  /** What opens a file that is held comes before its chunks, and is stored before them. */
  lent({ attachment, key, seconds }: Lent): void {
    const asked = this.about(attachment);
    if (asked === null) return;
    const { place, vault, stored } = asked;
    asked.stored = stored.then(async (here) => {
      await vault.attachments.lend(place, fromBase64(key), seconds);
      return here;
    });
    asked.stored.catch(() => undefined);
  }

  refused({ attachment, reason }: Refusal): void {
    this.about(attachment)?.settle(reason === 'later' ? 'unreachable' : reason);
  }

  async #fetch(place: AttachmentPlace, call: number): Promise<FetchOutcome> {
    const { vault } = this;
    if (vault === null) return 'unreachable';
    const { chunks, of, until } = await vault.attachments.progress(place);
    const whole = async (): Promise<'whole'> => {
      const end = chunks < of ? (await vault.attachments.progress(place)).until : until;
      if (end !== null) this.#said.lent(place.id, end);
      return 'whole';
    };
    for (let here = chunks; here < of; ) {
      this.#said.progress(place.id, here / of);
      if (call !== this.#latest) return 'superseded';
      if (!this.goesOn(vault)) return 'unreachable';
      const answer = await this.#chunks(vault, place, here, Math.min(maxChunksAtOnce, of - here));
      if (typeof answer === 'string') return answer;
      // The vault took none of them: asking again and again would bring it no further.
      if (answer <= here) return 'unreachable';
      here = answer;
      if (here < of) await this.pause();
    }
    return whole();
  }

  #chunks(vault: OpenedVault, place: AttachmentPlace, first: number, count: number): Promise<Answer> {
    const about = { id: place.id, place, vault, missing: count, stored: Promise.resolve(first) };
    return this.ask(about, () => this.ports.line.tell({ c: 'attachment-fetch', attachment: place.id, first, count }));
  }
}
