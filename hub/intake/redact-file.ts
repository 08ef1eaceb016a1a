import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import { countsOf } from './hidden-counts.ts';
import { redactKeeping } from './redact-keeping.ts';
import type { ReceivedFile } from './stages.ts';

/** Kinds of file that are text and nothing else; calendars, web pages and pictures made of text are not among them. */
const plainKinds: readonly string[] = ['text/plain', 'text/csv', 'text/tab-separated-values'];
/** A longer text is not read, in bytes; it counts as any other file then. */
const longest = 4 * 1024 * 1024;

/**
 * redact, for a file: cards and the like leave text and tables. Of any other kind, and of text in another encoding
 * than UTF-8, nothing is read here: see look-into-files.ts.
 */
export function redactFile(file: ReceivedFile, policy: RedactionPolicy): ReceivedFile {
  const { contents, mediaType } = file;
  if (contents?.state !== 'read' || !plainKinds.includes(mediaType.toLowerCase()) || contents.bytes.length > longest) return file;
  const text = decoded(contents.bytes);
  if (text === null) return file;
  const { text: redacted, findings, destroyed } = redactKeeping(text, policy);
  const bytes = new Uint8Array(Buffer.from(redacted, 'utf8'));
  const hidden = countsOf(findings);
  return { ...file, size: bytes.length, contents: { state: 'read', bytes, redacted: true, ...(hidden.length === 0 ? {} : { hidden }) }, destroyed: { name: file.destroyed?.name ?? [], text: destroyed } };
}

/** Null when it is no UTF-8. UTF-16 can pass for UTF-8, and then has zeros between its letters. */
function decoded(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
