import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFiles } from '../../hub/admin/commands/inspect-command.ts';
import type { InspectedMail } from '../../hub/channels/email/inspected-mail.ts';
import type { Campaign } from './campaign.ts';
import { changedMail } from './mails/changed-mail.ts';
import { lostParts } from './mails/lost-parts.ts';
import { realMails } from './mails/real-mails.ts';

interface Mail {
  readonly raw: Buffer;
  readonly whole: boolean;
  readonly real: boolean;
}

/**
 * So many mails through `sealdesk inspect`: real ones, and where there are fewer, those changed as programs and people spoil mail.
 * A line for each, none set aside as a hang or a crash, and of those whose parts are where they were every part shown or listed.
 */
export const mails: Campaign = {
  count: 5_000,
  run: async (count, say) => {
    const real = realMails(say).slice(0, count);
    if (real.length === 0) throw new Error('There are no mails to look at.');
    const all = Array.from({ length: count }, (_, n): Mail => {
      const raw = real[n % real.length] ?? Buffer.alloc(0);
      return n < real.length ? { raw, whole: true, real: true } : { ...changedMail(raw, Math.floor(n / real.length) * 7 + n), real: false };
    });
    const folder = mkdtempSync(join(tmpdir(), 'sds-soak-'));
    try {
      return await inspected(folder, all, say);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function inspected(folder: string, all: readonly Mail[], say: (line: string) => void) {
  const files = all.map(({ raw }, n) => {
    const file = join(folder, `${n}.eml`);
    writeFileSync(file, raw);
    return file;
  });
  const failures: string[] = [];
  const times: number[] = [];
  let [at, before, crashes, lost, quarantined, empty] = [0, performance.now(), 0, 0, 0, 0];
  await inspectFiles(files, { address: 'support@shop.example', offline: true }, (line) => {
    const now = performance.now();
    times.push(now - before);
    before = now;
    const mail = all[at];
    const told = JSON.parse(line) as InspectedMail & { readonly error?: string };
    if (mail === undefined || told.error !== undefined) {
      // A change may leave nothing of a mail; then the line says so.
      if (mail?.raw.length === 0) empty += 1;
      else {
        crashes += 1;
        failures.push(`mail ${at}: ${told.error ?? 'a line too many'}`);
      }
    } else {
      if (told.quarantined !== null) quarantined += 1;
      if (mail.real && told.quarantined === 'unreadable') failures.push(`mail ${at}, a real one, could not be read`);
      for (const what of mail.whole ? lostParts(mail.raw, told) : []) {
        lost += 1;
        failures.push(`mail ${at}${mail.real ? ', a real one' : ''}: ${what}`);
      }
    }
    at += 1;
    if (at % 500 === 0) say(`${at} of ${all.length}`);
    // What is measured is the hub's part, not the check's.
    before = performance.now();
  });
  if (at !== all.length) failures.push(`${all.length - at} mails have no line`);
  const sorted = times.toSorted((a, b) => a - b);
  const part = (share: number) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  const counts = { mails: all.length, real: all.filter(({ real }) => real).length, crashes, 'lost parts': lost, quarantined, empty, 'ms median': part(0.5), 'ms p95': part(0.95) };
  return { counts, failures };
}
