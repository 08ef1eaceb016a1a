// How a failed test is told at the end of a run, where it is read first.
import { stripVTControlCharacters } from 'node:util';

const longestReason = 400;

/** Its file (from the checkout's root, where the report has it whole), its title, and the first lines of what went wrong. */
export function failure(file, title, message) {
  const inside = file.lastIndexOf('/test/');
  const reason = stripVTControlCharacters(message ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('at ')).slice(0, 6).join(' | ');
  return { file: inside >= 0 ? file.slice(inside + 1) : file, title, reason: reason.slice(0, longestReason) || 'Why, stands further up.' };
}
