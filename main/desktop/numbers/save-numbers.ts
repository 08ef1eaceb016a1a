import { createHash } from 'node:crypto';
import { z } from 'zod';
import { consoleCalls } from '../../../shared/contract/console/index.ts';
import type { NumbersWish } from '../../../shared/contract/console/numbers.ts';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import { OneSave } from '../one-save.ts';
import { standsThere, writeTranscriptFile } from '../transcripts/transcript-file.ts';

export interface SaveNumbersPorts {
  /** Sealdesk's own folder. */
  readonly profile: string;
  /** Asks the person for a place; null when they would rather not. */
  readonly askPlace: (suggested: string) => Promise<string | null>;
  /** The hub's answer to `numbers.export`, not yet looked at. */
  readonly ask: (wish: NumbersWish) => Promise<unknown>;
}

const Answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), value: consoleCalls['numbers.export'].output }),
  z.object({ kind: z.literal('refused'), message: z.string() }),
  z.object({ kind: z.literal('unreachable') }),
]);

/**
 * Saves the numbers as a file. The hub makes it and has its SHA-256 in the audit log first: what is written here are those
 * bytes or none.
 */
export class NumbersSaver {
  readonly #ports: SaveNumbersPorts;
  readonly #one = new OneSave();

  constructor(ports: SaveNumbersPorts) {
    this.#ports = ports;
  }

  save(wish: NumbersWish): Promise<IpcOutput<'numbers.save'>> {
    return this.#one.run((goesOn) => this.#save(wish, goesOn));
  }

  /** It was locked. */
  abandon(): void {
    this.#one.abandon();
  }

  async #save(wish: NumbersWish, goesOn: () => boolean): Promise<IpcOutput<'numbers.save'>> {
    const { profile, askPlace, ask } = this.#ports;
    const path = await askPlace('numbers.csv');
    if (path === null || !goesOn()) return { kind: 'cancelled' };
    const replaces = await standsThere(path);
    const answer = Answer.parse(await ask(wish));
    if (answer.kind !== 'done') return answer;
    const bytes = Buffer.from(answer.value.csv, 'utf8');
    if (createHash('sha256').update(bytes).digest('hex') !== answer.value.sha256) throw new TypeError('The file is not the one that the audit log has.');
    // The log has it already: nothing is left to be done before the file gets its name.
    const written = await writeTranscriptFile({ path, bytes, profile, replaces }, () => Promise.resolve());
    return written === 'written' ? { kind: 'saved' } : { kind: 'not-written', why: written };
  }
}
