import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { readableWords } from './journey/at-rest.ts';
import { cardInMail, type Cast, walk, type Walked } from './journey/journey.ts';
import { Workstation } from './journey/workstation.ts';

/** Words that occur nowhere else, so that finding one on the disk means exactly one thing. */
const cast: Cast = {
  organisation: 'Zwetschgenwasser Versand',
  agentName: 'Quendolin Xylander',
  agentEmail: 'quendolin@zwetschgen.example',
  customerName: 'Philomena Drosselbart',
  customerEmail: 'philomena.drosselbart@briefkasten.example',
  subject: 'Wackelpudding reklamation',
  mailWords: 'my parcel to Lindwurmstrasse 471 holds a broken samowarella',
  mailSearch: 'samowar',
  chatWords: 'is the flugelhornetto still in stock?',
  chatSearch: 'flugelhornetto',
  mailReply: 'A new samowarella leaves our warehouse tomorrow, tracking follows.',
  chatReply: 'Yes, seven flugelhornettos are left.',
  offlineReply: 'We can also engrave the flugelhornetto.',
  passphrase: 'brombeer knistern unter laternenlicht',
};
const canaries = [
  'Quendolin', 'Xylander', 'quendolin@zwetschgen', 'Philomena', 'Drosselbart', 'briefkasten.example', 'Wackelpudding',
  'Lindwurmstrasse', 'samowarella', 'flugelhornetto', 'engrave the', 'knistern', '4242424242424242', cardInMail,
];

test.describe.configure({ mode: 'serial' });

let folder: string;
let walked: Walked;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sds-spine-'));
});

test.afterAll(async () => {
  await walked?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a customer’s message reaches the enrolled workstation and the answer goes back, online and offline', async () => {
  const info = test.info();
  test.setTimeout(420_000);
  const pictures = info.outputPath('pictures');
  mkdirSync(pictures, { recursive: true });
  walked = await walk({ folder, cast, pictures, step: (title, act) => test.step(title, act), note: (line) => info.annotations.push({ type: 'note', description: line }) });
});

test('nothing of it is readable while everything runs, and nothing after it has ended', async () => {
  const places = [
    // The company's own name is no secret at its hub, which says it to every caller in its certificate; on a laptop it is.
    { folder: walked.profile, words: [...canaries, 'Zwetschgenwasser'] },
    { folder: walked.hub.data, words: canaries },
  ];
  // The search itself is put to the test: what it must find, it finds.
  const planted = join(folder, 'planted');
  mkdirSync(planted);
  writeFileSync(join(planted, 'note.bin'), Buffer.concat([Buffer.alloc(37), Buffer.from('xx philomena.drosselbart@briefkasten.example yy')]));
  writeFileSync(join(planted, 'wrapped.txt'), Buffer.from('a word: samowarella, wrapped').toString('base64'));
  expect(new Set(readableWords(planted, canaries).map(({ file }) => file))).toEqual(new Set(['note.bin', 'wrapped.txt']));

  for (const { folder, words } of places) expect(readableWords(folder, words)).toEqual([]);
  await walked.stop();
  for (const { folder, words } of places) expect(readableWords(folder, words)).toEqual([]);
});

test('a profile copied to another computer says so, and opens nothing', async () => {
  const copy = join(folder, 'copied-profile');
  cpSync(walked.profile, copy, { recursive: true });
  const session = join(import.meta.dirname, '..', '..', 'build', 'setup', 'session.mjs');
  const program = join(import.meta.dirname, 'journey', 'open-elsewhere.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [session, '--', process.execPath, program, copy], { timeout: 90_000 });
  const screen = /^SCREEN (.*)$/m.exec(stdout)?.[1] ?? '';
  expect(screen).toMatch(/another (computer|laptop)/i);
  expect(screen).not.toMatch(/Invite|Passphrase/);
  for (const canary of canaries) expect(screen).not.toContain(canary);
});

test('an edited enrolment record says so, and opens nothing', async () => {
  const record = join(walked.profile, 'enrolment.record');
  const original = readFileSync(record, 'utf8');
  // One character of the sealed content.
  const at = original.indexOf('"content":"') + 40;
  writeFileSync(record, original.slice(0, at) + (original[at] === 'A' ? 'B' : 'A') + original.slice(at + 1));
  const workstation = new Workstation({ profile: walked.profile });
  await workstation.launch();
  try {
    await expect(workstation.page.getByText(/was changed/i).first()).toBeVisible({ timeout: 30_000 });
    await expect(workstation.page.getByRole('textbox')).toHaveCount(0);
  } finally {
    await workstation.quit();
  }
  // Nothing was thrown away: with the record as it was, it asks for passphrase and code again.
  writeFileSync(record, original);
  await workstation.launch();
  await expect(workstation.page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 30_000 });
  // Whose laptop it is, and that there is something to forget, is said only after the record was read.
  await expect(workstation.page.getByRole('button', { name: 'Forgotten passphrase?' })).toBeEnabled({ timeout: 30_000 });
  await workstation.quit();
});
