import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dovecotMissing } from '../../build/mail/dovecot.mts';
import { readMail } from '../../build/mail/maildir.mts';
import { firstMails } from '../../build/try-it/first-day.mts';
import { shop } from './journey/mail.ts';
import { defaultCast, walk } from './journey/journey.ts';

/**
 * The guided tour, for a machine without a display: `npm start` runs it in a private session. It
 * walks the whole journey in real Electron, says each step, and leaves screenshots and a redacted
 * transcript in the folder named by SEALDESK_TOUR_OUTPUT.
 */
const output = process.env['SEALDESK_TOUR_OUTPUT'] ?? join(import.meta.dirname, '..', '..', 'tour');
const data = process.env['SEALDESK_TOUR_DATA'];
const mailPath = process.env['SEALDESK_TOUR_MAIL'];
const transcript: string[] = [];

function say(line: string): void {
  transcript.push(line);
  process.stdout.write(`${line}\n`);
}

const folder = data ?? mkdtempSync(join(tmpdir(), 'sealdesk-tour-'));
mkdirSync(output, { recursive: true });
let number = 0;
try {
  const mailMissing = dovecotMissing();
  const brought = mailPath === undefined ? undefined : readMail(mailPath);
  const walked = await walk({
    folder,
    pictures: output,
    ...(mailMissing === undefined ? {} : { mailMissing }),
    morning: { mails: brought ?? (await firstMails(shop.address, Date.now())), visitors: brought === undefined },
    note: (line) => say(`     ${line}`),
    step: async (title, act) => {
      number += 1;
      const started = Date.now();
      await act();
      say(`${String(number).padStart(3)}. ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    },
  });
  await walked.stop();
  say('The tour is complete.');
} catch (error) {
  say(`The tour stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  // The transcript says what was done; of the conversations it holds nothing, and the passphrase least of all.
  writeFileSync(join(output, 'transcript.txt'), `${transcript.join('\n').replaceAll(defaultCast.passphrase, '[passphrase]')}\n`);
  if (data === undefined) rmSync(folder, { recursive: true, force: true });
}
