import { begins, latin, Numbers, UnknownPartsError } from './bare.ts';

const headLength = 128;
const maxTags = 100;
/** What colours are computed from (ICC.1:2022, section 9). All else describes: the device, its maker and its number, who made the profile and when. */
const computed = /^(?:[rgb](?:XYZ|TRC)|kTRC|wtpt|bkpt|chad|cicp|gamt|[AD]2B[0-3]|B2[AD][0-3])$/;
/** Of the head: size, version, class, spaces, signature, flags, intent and light. */
const headKept: readonly (readonly [start: number, end: number])[] = [[0, 4], [8, 24], [36, 40], [44, 48], [64, 80]];

/** Takes out of a colour profile whatever describes, where it stands: no part of it moves. One that is damaged is no profile afterwards. */
export function blankProfile(profile: Uint8Array): boolean {
  // A copy: what a Buffer is sliced into is its own memory.
  const before = Uint8Array.from(profile);
  profile.fill(0);
  try {
    const numbers = new Numbers(before);
    const count = numbers.at(headLength, 4);
    const tableEnd = headLength + 4 + count * 12;
    if (!begins(before, 'acsp', 36) || numbers.at(0, 4) > before.length || count > maxTags || tableEnd > before.length) return false;
    const tags = Array.from({ length: count }, (_, tag) => {
      const at = headLength + 4 + tag * 12;
      const start = numbers.at(at + 4, 4);
      const end = start + numbers.at(at + 8, 4);
      if (start < tableEnd || end > before.length) throw new UnknownPartsError();
      return { name: latin(before, at, at + 4), start, end };
    });
    const copy = (start: number, end: number) => profile.set(before.subarray(start, end), start);
    for (const [start, end] of headKept) copy(start, end);
    copy(headLength, tableEnd);
    for (const { start, end } of tags) profile.set(emptyText(before.subarray(start, end)), start);
    for (const { name, start, end } of tags) if (computed.test(name)) copy(start, end);
    return true;
  } catch (error) {
    if (error instanceof UnknownPartsError) {
      profile.fill(0);
      return false;
    }
    throw error;
  }
}

/** A name of the profile has to be there, and may be empty. */
function emptyText(text: Uint8Array): Uint8Array {
  const kind = latin(text, 0, 4);
  if (text.length < 16) return new Uint8Array();
  if (kind === 'mluc') return Buffer.from('mluc\0\0\0\0\0\0\0\0\0\0\0\u000c', 'latin1');
  if (kind === 'desc') return Buffer.from('desc\0\0\0\0\0\0\0\u0001\0', 'latin1');
  return kind === 'text' ? Buffer.from('text\0\0\0\0\0', 'latin1') : new Uint8Array();
}
