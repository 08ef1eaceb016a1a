import { createHash, randomUUID } from 'node:crypto';
import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';
import type { TranscriptReport } from '../../../shared/contract/wire/mail.ts';
import { TranscriptId } from '../../../shared/domain/ids.ts';
import type { TranscriptFormat } from '../../../shared/transcript/transcript.ts';
import type { MadeTranscript, TranscriptWish } from '../../boundary/vault-process.ts';
import { OneSave } from '../one-save.ts';
import { standsThere, writeTranscriptFile } from './transcript-file.ts';

export interface SavePorts {
  /** Sealdesk's own folder. */
  readonly profile: string;
  /** Asks the person for a place, and whether a file there may be replaced; null when they would rather not. */
  readonly askPlace: (suggested: string, format: TranscriptFormat) => Promise<string | null>;
  readonly make: (wish: TranscriptWish) => Promise<MadeTranscript>;
  /** The page as a PDF, with the mark in the margins of each of its pages. */
  readonly print: (html: string, mark: readonly string[]) => Promise<Uint8Array>;
  /** Kept until the audit log has it. */
  readonly report: (report: TranscriptReport) => Promise<unknown>;
}

type Wish = Omit<TranscriptWish, 'number'>;
type Saved = IpcOutput<'conversation.save-transcript'>;

const endings: Readonly<Record<TranscriptFormat, string>> = { pdf: 'pdf', html: 'html', json: 'json', text: 'txt' };

/**
 * Saves a conversation as a file. The person says where, in the system's dialog; the page learns neither place nor name. The
 * report for the audit log is kept before the file has its name: there is no file that the log does not learn of.
 */
export class TranscriptSaver {
  readonly #ports: SavePorts;
  readonly #one = new OneSave();

  constructor(ports: SavePorts) {
    this.#ports = ports;
  }

  save(wish: Wish): Promise<Saved> {
    return this.#one.run((goesOn) => this.#save(wish, goesOn));
  }

  /** It was locked. */
  abandon(): void {
    this.#one.abandon();
  }

  async #save({ id, format }: Wish, goesOn: () => boolean): Promise<Saved> {
    const { profile, askPlace, make, print, report } = this.#ports;
    const number = TranscriptId.parse(randomUUID());
    // No name of a person in it: systems list recent files where anybody sees them.
    const path = await askPlace(`transcript-${number.slice(0, 8)}.${endings[format]}`, format);
    if (path === null || !goesOn()) return { kind: 'cancelled' };
    const replaces = await standsThere(path);
    const made = await make({ id, format, number });
    if (made.kind !== 'made') return made;
    const bytes = format === 'pdf' ? await print(made.content, made.mark) : Buffer.from(made.content, 'utf8');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const written = await writeTranscriptFile({ path, bytes, profile, replaces }, async () => {
      await report({ conversationId: id, number, format, sha256, bytes: bytes.length, messages: made.messages });
    });
    return written === 'written' ? { kind: 'saved', number } : { kind: 'not-written', why: written };
  }
}
