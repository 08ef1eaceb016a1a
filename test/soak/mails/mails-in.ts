import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const smallest = 60;
const largest = 20 * 1024 * 1024;
const known = /^(from|to|cc|received|return-path|date|message-id|subject|mime-version|delivered-to|content-type|reply-to|sender|dkim-signature|list-[\w-]+|x-[\w-]+)\s*:/i;

/** Every mail below a folder, each once: files that are one, and what mailboxes (mbox) hold. */
export function mailsIn(folder: string): Buffer[] {
  const seen = new Set<string>();
  const mails: Buffer[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats === undefined || !stats.isFile() || stats.size < smallest || stats.size > largest) continue;
    for (const mail of mailsOf(readFileSync(file))) {
      const hash = createHash('sha256').update(mail).digest('hex');
      if (!isMail(mail) || seen.has(hash)) continue;
      seen.add(hash);
      mails.push(mail);
    }
  }
  return mails;
}

function mailsOf(file: Buffer): Buffer[] {
  if (!file.subarray(0, 5).equals(Buffer.from('From '))) return [file];
  return file
    .toString('latin1')
    .split(/(?:^|(?<=\n\r?\n))From [^\r\n]*\d{4}[^\r\n]*\r?\n/)
    .map((mail) => Buffer.from(mail, 'latin1'));
}

/** Most of its header is known, and it says from whom it is, and when, or by which way it came. */
function isMail(raw: Buffer): boolean {
  const head = raw.subarray(0, 65_536).toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '';
  const lines = head.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  const names = lines.flatMap((line) => known.exec(line)?.[1]?.toLowerCase() ?? []);
  return names.length >= 3 && names.length * 2 >= lines.length && names.includes('from') && ['date', 'message-id', 'received'].some((name) => names.includes(name));
}
