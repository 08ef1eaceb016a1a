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
const notes: string[] = [];

/** Shown at once, so that a step which waits (for the phone's next code) is seen to be at work; its time follows when it is done. */
function say(line: string, end = '\n'): void {
  process.stdout.write(`${line}${end}`);
  transcript.push(`${line}${end}`);
}

/** What a step has to say comes after the step's own line. */
function sayNotes(): void {
  for (const line of notes.splice(0)) say(`     ${line}`);
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
    note: (line) => notes.push(line),
    step: async (title, act) => {
      sayNotes();
      number += 1;
      const started = Date.now();
      say(`${String(number).padStart(3)}. ${title}`, ' ... ');
      await act();
      say(`${((Date.now() - started) / 1000).toFixed(1)} s`);
      sayNotes();
    },
  });
  await walked.stop();
  say('The tour is complete.');
} catch (error) {
  say(`\nThe tour stopped: ${error instanceof Error ? error.message : String(error)}`);
  sayNotes();
  process.exitCode = 1;
} finally {
  // The transcript says what was done; of the conversations it holds nothing, and the passphrase least of all.
  writeFileSync(join(output, 'transcript.txt'), transcript.join('').replaceAll(defaultCast.passphrase, '[passphrase]'));
  if (data === undefined) rmSync(folder, { recursive: true, force: true });
}
