import type { Channel } from './conversation.ts';
import { maxAttachmentBytes } from './attachment-size.ts';

/** Most files of one reply. */
export const mostFiles = 10;
/** Most files that a draft can come to have, as replies that were taken back are joined in it. */
export const mostDraftFiles = 200;
/** What the files of all drafts and waiting replies on one laptop may take together, in bytes. */
export const mostOutgoingBytes = 5 * maxAttachmentBytes;

const mebibyte = 1024 * 1024;

/** What a channel takes. Sizes in bytes. */
export interface FileTerms {
  /** Files of one reply. */
  readonly most: number;
  /** All files of one reply together. */
  readonly together: number;
  /** The kinds it passes on, each with the largest of it; null: all kinds. */
  readonly kinds: Readonly<Record<string, number>> | null;
  /** Longest text that goes with a file, in UTF-16 code units; null: as long as any. */
  readonly mostText: number | null;
}

/** WhatsApp Cloud API, reference of media: supported types and sizes. Sound is not among them here: it carries no words. */
const whatsAppKinds: Readonly<Record<string, number>> = {
  'image/jpeg': 5 * mebibyte,
  'image/png': 5 * mebibyte,
  'video/mp4': 16 * mebibyte,
  'video/3gpp': 16 * mebibyte,
  'application/pdf': maxAttachmentBytes,
  'text/plain': maxAttachmentBytes,
  'application/msword': maxAttachmentBytes,
  'application/vnd.ms-excel': maxAttachmentBytes,
  'application/vnd.ms-powerpoint': maxAttachmentBytes,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': maxAttachmentBytes,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': maxAttachmentBytes,
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': maxAttachmentBytes,
};

/** Instagram Messaging API, media: pictures alone; of all else agents here have sent, nothing is known to arrive. */
const instagramKinds: Readonly<Record<string, number>> = { 'image/jpeg': 8 * mebibyte, 'image/png': 8 * mebibyte, 'image/gif': 8 * mebibyte };

/** Where a file goes with what is written: out on a channel, or to colleagues alone. */
export type FileWay = Channel | 'note';

/** What goes out on each channel, and stays in a note; null: no files. The page says it before, the hub holds to it. */
export const fileTerms: Readonly<Record<FileWay, FileTerms | null>> = {
  email: { most: mostFiles, together: 25 * mebibyte, kinds: null, mostText: null },
  // One with its caption, or the text and then each in a message of its own.
  whatsapp: { most: mostFiles, together: maxAttachmentBytes, kinds: whatsAppKinds, mostText: 4_096 },
  // The text, and then each in a message of its own.
  instagram: { most: mostFiles, together: 25 * mebibyte, kinds: instagramKinds, mostText: 1_000 },
  webchat: { most: mostFiles, together: 25 * mebibyte, kinds: null, mostText: null },
  phone: null,
  note: { most: mostFiles, together: 25 * mebibyte, kinds: null, mostText: null },
};

/** Longest file name, in UTF-8 bytes: what file systems take (255), with room for what a receiver's program adds. */
export const longestFileName = 200;

/**
 * A file's name as it goes out: the last part of a path, without what hides or turns letters round (controls, bidirectional
 * formatting: Unicode TR 36, section 2.10), without what file systems refuse, and not too long. Its ending is kept. Cleaning what is clean changes nothing.
 */
export function cleanFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const shown = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  return shown === '' ? 'file' : shortened(shown);
}

/** A file's ending in lower case; empty where it has none. */
export function fileEnding(name: string): string {
  return /[^.]\.([A-Za-z0-9]{1,10})$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

function shortened(name: string): string {
  if (bytesOf(name) <= longestFileName) return name;
  const ending = fileEnding(name);
  const tail = ending === '' ? '' : `.${ending}`;
  let kept = '';
  let left = longestFileName - bytesOf(tail);
  for (const character of tail === '' ? name : name.slice(0, -tail.length)) {
    left -= bytesOf(character);
    if (left < 0) break;
    kept += character;
  }
  return `${kept.replace(/[. ]+$/, '')}${tail}`;
}

/** Endings that a system runs when they are opened: never sent, whatever the policy says. */
export const executableEndings: ReadonlySet<string> = new Set(
  ('app apk appx bat bash cmd com command cpl csh deb dll dmg exe gadget hta inf ins iso img jar js jse ksh lnk mjs msc msh msi msix msp mst paf pif pkg ps1 ps2 psm1 py pyw rb reg rpm run ' +
    'scf scr sct sh shb shs sys url vb vbe vbs vhd vhdx ws wsc wsf wsh xll zsh').split(' '),
);

const office = 'application/vnd.openxmlformats-officedocument.';
/** What a laptop takes a file for, by its ending; the hub asks its bytes. */
const kindsByEnding: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  pdf: 'application/pdf',
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: `${office}wordprocessingml.document`,
  xlsx: `${office}spreadsheetml.sheet`,
  pptx: `${office}presentationml.presentation`,
};

/** By its ending; of others nothing is known. */
export const supposedKind = (name: string): string => kindsByEnding[fileEnding(name)] ?? 'application/octet-stream';

/** Why a file cannot go with a reply, as a laptop can tell beforehand. */
export type FileProblem = 'no-files' | 'too-many' | 'too-large' | 'empty' | 'program' | 'kind';

/** @param beside the files that are in the draft already; sizes in bytes */
export function fileProblem(way: FileWay, beside: readonly { readonly size: number }[], { name, size }: { readonly name: string; readonly size: number }): FileProblem | null {
  const terms = fileTerms[way];
  if (terms === null) return 'no-files';
  if (beside.length >= terms.most) return 'too-many';
  if (size === 0) return 'empty';
  if (executableEndings.has(fileEnding(name))) return 'program';
  const most = terms.kinds === null ? maxAttachmentBytes : terms.kinds[supposedKind(name)];
  if (most === undefined) return 'kind';
  return size > most || beside.reduce((sum, each) => sum + each.size, size) > terms.together ? 'too-large' : null;
}
