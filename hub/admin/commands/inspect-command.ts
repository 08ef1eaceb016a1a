import { open } from 'node:fs/promises';
import type { Command } from 'commander';
import { defaultPolicy } from '../../../shared/redaction/index.ts';
import { systemClock } from '../../../shared/domain/clock.ts';
import { bytes } from '../../../shared/trust/bytes.ts';
import { maxMailBytes } from '../../channels/email/parse-mail.ts';
import { headOf } from '../../channels/email/headers.ts';
import { inspectedMail } from '../../channels/email/inspected-mail.ts';
import { ReadingThread } from '../../channels/email/reading-thread.ts';
import { ReadingProcess } from '../../intake/documents/reading-process.ts';
import { lookIntoFiles } from '../../intake/look-into-files.ts';
import { several } from './answering.ts';
import { asJsonLine } from './terminal.ts';

interface InspectOptions {
  readonly address: string;
  readonly authservId?: string;
  readonly ownDomain?: string[];
  readonly offline: boolean;
}

/** `sealdesk inspect FILE ...` */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('what the hub would make of mails in files: one line of JSON for each; needs no hub and keeps nothing')
    .argument('<file...>', 'mails as they came (.eml)')
    .option('--address <address>', 'the mailbox they came to', 'support@hub.invalid')
    .option('--authserv-id <id>', 'name under which your own server writes Authentication-Results')
    .option('--own-domain <domain>', "a domain of the company's; may be given several times", several)
    .option('--offline', 'ask no name server: signatures are not checked then', false)
    .action(async (files: string[], o: InspectOptions) => {
      const { read } = await inspectFiles(files, o, (line) => console.log(line));
      if (read === 0) process.exitCode = 1;
    });
}

/** One file after the other; a bad one is a line that says so. @returns how many could be read. */
export async function inspectFiles(files: readonly string[], o: InspectOptions, write: (line: string) => void): Promise<{ readonly read: number }> {
  const silent = { info: () => undefined, warn: () => undefined };
  const reader = new ReadingThread(silent);
  const documents = new ReadingProcess(silent);
  let read = 0;
  try {
    for (const file of files) {
      const line = await inspected(reader, documents, file, o).catch((error: unknown) => ({ file, error: wordsOf(error) }));
      if (!('error' in line)) read += 1;
      write(asJsonLine(line));
    }
  } finally {
    await reader.close();
    await documents.close();
  }
  return { read };
}

async function inspected(reader: ReadingThread, documents: ReadingProcess, file: string, { address, authservId, ownDomain, offline }: InspectOptions) {
  const raw = await beginningOf(file);
  if (raw.length === 0) throw new EmptyFileError();
  const original = { size: raw.length, head: headOf(raw) };
  const mail = await reader.read({ policy: defaultPolicy, raw, receivedAt: systemClock.now(), address: address.toLowerCase(), authservId: authservId ?? null, offline });
  const attachments = await lookIntoFiles(mail.message.attachments, documents, { policy: defaultPolicy, pictures: false, release: { hoursKept: 0, never: [] } });
  return { file, ...inspectedMail(original, { ...mail, message: { ...mail.message, attachments } }, (ownDomain ?? []).map((domain) => domain.toLowerCase())) };
}

class EmptyFileError extends Error {}

/** As much as intake looks at, and one byte more, which tells it that there is more. */
async function beginningOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, maxMailBytes + 1));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    // It may have become shorter meanwhile.
    return filled === buffer.length ? buffer : bytes(buffer.subarray(0, filled));
  } finally {
    await handle.close();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof EmptyFileError) return 'The file is empty.';
  switch ((error as { readonly code?: unknown }).code) {
    case 'ENOENT':
      return 'There is no such file.';
    case 'EISDIR':
      return 'It is a folder.';
    case 'EACCES':
      return 'The file may not be read.';
    default:
      return 'The file could not be read.';
  }
}
