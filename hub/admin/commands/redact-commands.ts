import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { RedactionPolicy, defaultPolicy, inspectText } from '../../../shared/redaction/index.ts';
import { maxDocumentBytes } from '../../intake/documents/bounds.ts';
import { documentKind } from '../../intake/documents/document-kind.ts';
import { ReadingProcess } from '../../intake/documents/reading-process.ts';
import { reporting } from './answering.ts';

class RedactError extends SealdeskError<'file-missing' | 'policy-unfit' | 'line-malformed' | 'file-unreadable' | 'document-unreadable'> {}

interface Options {
  readonly jsonl: boolean;
  readonly policy?: string;
}

const Line = z.object({ id: z.union([z.string(), z.number()]), text: z.string() });

/** Plain text is redacted in pieces of about this length, cut where a paragraph ends, in UTF-16 code units. */
const pieceLength = 4 * 1024 * 1024;

/** `sealdesk redact`: the engine of intake by itself, for files and pipes, and its reader of documents. No hub, no data folder. */
export function addRedactCommand(program: Command): void {
  program
    .command('redact [file]')
    .description('take personal data out of a text: from a file or standard input, to standard output; of a document or PDF what it says; needs no hub')
    .option('--jsonl', 'lines of {"id","text"} in, lines of {"id","redacted","findings"} out; offsets count UTF-16 code units of the text', false)
    .option('--policy <file>', 'what becomes of what is found; the default policy otherwise')
    .action((file: string | undefined, options: Options) =>
      reporting({}, async () => {
        const policy = options.policy === undefined ? defaultPolicy : policyIn(options.policy);
        if (file !== undefined && !options.jsonl && (await isDocument(file))) return redactDocument(file, policy);
        const input = inputOf(file);
        await (options.jsonl ? redactLines(input, policy) : redactWhole(input, policy));
      }),
    );
}

function inputOf(file: string | undefined): NodeJS.ReadableStream {
  if (file === undefined || file === '-') return process.stdin;
  if (!existsSync(file)) throw new RedactError('file-missing', `There is no file ${file}.`);
  return createReadStream(file);
}

function policyIn(file: string): RedactionPolicy {
  if (!existsSync(file)) throw new RedactError('file-missing', `There is no file ${file}.`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new RedactError('policy-unfit', `${file} is not JSON.`, { cause });
  }
  const parsed = RedactionPolicy.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RedactError('policy-unfit', `${file} is no redaction policy: ${parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`)).join(' ')}`);
}

async function redactLines(input: NodeJS.ReadableStream, policy: RedactionPolicy): Promise<void> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const { id, text } = parsedLine(line, number);
      const { redacted, findings } = inspectText(text, policy);
      await written(`${JSON.stringify({ id, redacted, findings: findings.map(({ start, end, type, confidence }) => ({ start, end, type, confidence })) })}\n`);
    }
  } catch (error) {
    throw readable(error);
  }
}

function parsedLine(line: string, number: number): z.infer<typeof Line> {
  try {
    return Line.parse(JSON.parse(line));
  } catch (cause) {
    throw new RedactError('line-malformed', `Line ${number} is not a JSON object with "id" and "text". Lines before it were redacted.`, { cause });
  }
}

async function redactWhole(input: NodeJS.ReadableStream, policy: RedactionPolicy): Promise<void> {
  input.setEncoding('utf8');
  let waiting = '';
  try {
    for await (const chunk of input) {
      waiting += String(chunk);
      if (waiting.length < 2 * pieceLength) continue;
      const cut = cutAt(waiting);
      await written(inspectText(waiting.slice(0, cut), policy).redacted);
      waiting = waiting.slice(cut);
    }
  } catch (error) {
    throw readable(error);
  }
  await written(inspectText(waiting, policy).redacted);
}

/** Behind an empty line, or else a line, that ends a piece: nothing that is found reaches over it. */
function cutAt(text: string): number {
  const paragraph = text.lastIndexOf('\n\n', text.length - pieceLength);
  if (paragraph > 0) return paragraph + 2;
  const line = text.lastIndexOf('\n', text.length - pieceLength);
  return line > 0 ? line + 1 : text.length - pieceLength;
}

/** As fast as whoever reads it. */
async function written(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

function readable(error: unknown): unknown {
  if (error instanceof SealdeskError || !(error instanceof Error) || !('code' in error)) return error;
  return new RedactError('file-unreadable', `The input cannot be read (${String(error.code)}).`, { cause: error });
}

/** Told by its beginning, and its name: all that is not text. */
async function isDocument(file: string): Promise<boolean> {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
    return !['text', 'unknown', 'picture'].includes(documentKind(buffer.subarray(0, bytesRead), basename(file), ''));
  } finally {
    await handle.close();
  }
}

/** What a document says, redacted. @throws RedactError when not all of it could be read; what could is written before. */
async function redactDocument(file: string, policy: RedactionPolicy): Promise<void> {
  if (statSync(file).size > maxDocumentBytes) throw new RedactError('document-unreadable', `${file} is larger than a document may be.`);
  const reader = new ReadingProcess({ info: () => undefined, warn: () => undefined });
  try {
    const looked = await reader.look({ bytes: readFileSync(file), name: basename(file), mediaType: '', policy, pictures: false });
    if (looked !== null) await written(`${looked.text}\n`);
    if (looked?.whole !== true) throw new RedactError('document-unreadable', `Not everything in ${file} could be read: pictures, locked or damaged parts are not.`);
  } finally {
    await reader.close();
  }
}
