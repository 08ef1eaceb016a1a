import { fileTypeFromBuffer } from 'file-type';
import { executableEndings, fileEnding } from '../../shared/domain/outgoing-file.ts';

/** Bytes of a file's beginning that its kind is told by. */
export const headLength = 64 * 1024;

export type FileKind = { readonly kind: 'known'; readonly mediaType: string } | { readonly kind: 'executable' };

/** What the detector calls what a computer runs, or mounts and then runs. */
const executables: ReadonlySet<string> = new Set([
  'application/x-msdownload', 'application/x-dosexec', 'application/vnd.microsoft.portable-executable', 'application/x-elf', 'application/x-mach-binary', 'application/java-vm', 'application/java-archive',
  'application/x-deb', 'application/x-rpm', 'application/x-apple-diskimage', 'application/vnd.android.package-archive', 'application/wasm', 'application/x.ms.shortcut', 'application/x-ms-shortcut', 'application/x-google-chrome-extension', 'application/x-xpinstall', 'application/vnd.apple.installer+xml',
]);

const office = 'application/vnd.openxmlformats-officedocument.';
/** Office documents are archives and compound files like others; which of them, their beginning may not tell yet. */
const byContainer: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: `${office}wordprocessingml.document`,
    xlsx: `${office}spreadsheetml.sheet`,
    pptx: `${office}presentationml.presentation`,
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odp: 'application/vnd.oasis.opendocument.presentation',
  },
  'application/x-cfb': { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint' },
};
const textKinds: Readonly<Record<string, string>> = { csv: 'text/csv', tsv: 'text/tab-separated-values' };

/**
 * What a file is, whoever sends it: by its bytes; by its ending only within what its bytes leave open. What its sender's program says of its kind counts
 * for nothing. One whose name ends as a program's counts as one, whatever is in it: some systems run text with a document's beginning, and go by the name.
 * @param head its first `headLength` bytes, or all of it
 */
export async function fileKind(head: Uint8Array, name: string): Promise<FileKind> {
  const ending = fileEnding(name);
  if (executableEndings.has(ending) || isScript(head)) return { kind: 'executable' };
  const told = await detected(head);
  if (told === null) return { kind: 'known', mediaType: isText(head) ? (textKinds[ending] ?? 'text/plain') : 'application/octet-stream' };
  if (executables.has(told)) return { kind: 'executable' };
  return { kind: 'known', mediaType: byContainer[told]?.[ending] ?? asOne[told] ?? told };
}

/** Null where the beginning tells nothing, or is cut off where the detector would read on. */
async function detected(head: Uint8Array): Promise<string | null> {
  // The two that are told apart here before anything else reads them: a damaged program runs all the same.
  if (head[0] === 0x4d && head[1] === 0x5a) return 'application/x-dosexec';
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? null;
  } catch {
    return null;
  }
}

/** A picture that moves is one; nothing here tells the two apart. */
const asOne: Readonly<Record<string, string>> = { 'image/apng': 'image/png' };

const isScript = (head: Uint8Array) => head[0] === 0x23 && head[1] === 0x21;

/** UTF-8 without zeros, but for a letter that is cut off at the end. */
export function isText(head: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true }).includes('\u0000');
  } catch {
    return false;
  }
}
