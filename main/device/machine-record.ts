import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/**
 * The machine's serial number and hardware UUID as build/linux/record-machine.sh writes them down:
 * Linux shows both to root only. What is in the file counts only if nobody but root can have put it
 * there, and if it was written on this machine.
 */
const recordFile = '/etc/sealdesk/machine.json';
const longest = 4096;

const Recorded = z.strictObject({
  v: z.literal(1),
  manufacturer: z.string().max(120),
  model: z.string().max(120),
  serial: z.string().max(120),
  uuid: z.string().max(120),
});
export type RecordedMachine = z.infer<typeof Recorded>;

export type MachineRecord = { readonly kind: 'recorded'; readonly machine: RecordedMachine } | { readonly kind: 'none'; readonly why: string };

const none = (why: string): MachineRecord => ({ kind: 'none', why });
const fetchIt = 'Install the Sealdesk package again, or ask your IT to.';

/** Others could put another entry in its place, unless it is a folder where each may touch only what is their own (sticky). */
function writableByOthers({ mode }: { readonly mode: number }, folder: boolean): boolean {
  return (mode & 0o022) !== 0 && !(folder && (mode & 0o1000) !== 0);
}

/** Whether every folder on the way is one that only its writers can change: no link, nobody else's, not writable by others. */
function guarded(folder: string, writers: readonly number[]): boolean {
  const found = lstatSync(folder);
  if (!found.isDirectory() || !writers.includes(found.uid) || writableByOthers(found, true)) return false;
  return dirname(folder) === folder || guarded(dirname(folder), writers);
}

/** What the program sees without root’s rights must be what was written down: a disk moved to another machine takes the file with it. */
export interface VisibleMachine {
  readonly manufacturer: string;
  readonly model: string;
}

/** Letters and signs that the shell's side keeps. */
export const plainText = (text: string): string => text.replace(/[^A-Za-z0-9 ._:/()+,-]/g, '').trim().slice(0, 120);

/**
 * Reads the record. Never throws.
 *
 * @param visible of the machine it is read on.
 * @param writers user ids that may have written it: root.
 */
export function readMachineRecord(visible: VisibleMachine, path: string = recordFile, writers: readonly number[] = [0]): MachineRecord {
  let text: string;
  try {
    if (!guarded(dirname(path), writers)) return none(`The installer’s record of this machine lies in a folder that others than root can change, so it does not count. ${fetchIt}`);
    // A link is refused here; what is opened is what is looked at.
    const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const found = fstatSync(file);
      if (!found.isFile() || !writers.includes(found.uid) || writableByOthers(found, false)) {
        return none(`The installer’s record of this machine is not root’s alone, so it does not count. ${fetchIt}`);
      }
      if (found.size > longest) return none(`The installer’s record of this machine cannot be read. ${fetchIt}`);
      text = readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return none(`The installer has not recorded this machine’s hardware UUID. ${fetchIt}`);
    if (code === 'ELOOP') return none(`The installer’s record of this machine is a link, so it does not count. ${fetchIt}`);
    return none(`The installer’s record of this machine cannot be read. ${fetchIt}`);
  }
  return recordIn(text, visible);
}

/** The record in the text of its file. */
export function recordIn(text: string, visible: VisibleMachine): MachineRecord {
  let machine: RecordedMachine;
  try {
    machine = Recorded.parse(JSON.parse(text));
  } catch {
    return none(`The installer’s record of this machine cannot be read. ${fetchIt}`);
  }
  if (machine.manufacturer !== plainText(visible.manufacturer) || machine.model !== plainText(visible.model)) {
    return none(`The installer’s record is of another machine. Restart this one, so that it is recorded anew.`);
  }
  return { kind: 'recorded', machine };
}
