// Putting mail into Maildirs, and reading the mail somebody brings along: a folder of .eml files, one .eml, or an mbox.
import { mkdirSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

let delivered = 0;

/** Written to `tmp` and moved to `new`, so that no reader ever sees half a message. */
export function deliver(maildir: string, message: string | Uint8Array): void {
  for (const part of ['tmp', 'new', 'cur']) mkdirSync(join(maildir, part), { recursive: true, mode: 0o700 });
  delivered += 1;
  const name = `${Date.now()}.P${process.pid}Q${delivered}.${hostname().replaceAll(/[/:]/g, '-')}`;
  writeFileSync(join(maildir, 'tmp', name), message, { mode: 0o600 });
  renameSync(join(maildir, 'tmp', name), join(maildir, 'new', name));
}

/** Every message in a Maildir, oldest first, seen or not. */
export function messagesIn(maildir: string): Buffer[] {
  for (;;) {
    try {
      return lookedThrough(maildir);
    } catch (error) {
      // A reader has just moved one from `new` to `cur`, or marked it: by now it has its name.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

function lookedThrough(maildir: string): Buffer[] {
  return ['new', 'cur']
    .flatMap((part) => {
      try {
        return readdirSync(join(maildir, part)).map((name) => ({ name, path: join(maildir, part, name) }));
      } catch {
        return [];
      }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
    .map(({ path }) => readFileSync(path));
}

/** Splits an mbox of the common kinds (mboxo, mboxrd): a separator is a "From " line after an empty line or at the start. */
export function splitMbox(mbox: Buffer): Buffer[] {
  // latin1 keeps every byte as it is.
  const text = mbox.toString('latin1').replaceAll('\r\n', '\n');
  return text
    .split(/(?:^|\n\n?)(?=From [^\n]*\d{2}:\d{2}[^\n]*\n)/)
    .filter((part) => part.startsWith('From '))
    .map((part) => Buffer.from(`${part.slice(part.indexOf('\n') + 1).replaceAll(/^>(>*From )/gm, '$1').trimEnd()}\n`, 'latin1'));
}

/** The messages at a path: a folder of .eml files (in order of name, folders inside included), one .eml file, or an mbox. */
export function readMail(path: string): Buffer[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.toLowerCase().endsWith('.eml'))
      .toSorted()
      .map((name) => readFileSync(join(path, name)));
  }
  const content = readFileSync(path);
  return content.subarray(0, 5).toString('latin1') === 'From ' ? splitMbox(content) : [content];
}
