// The interactive half of `npm start`, on a display: starts the try-it organisation, opens the workstation, and in this
// terminal plays the two people a newcomer hasn't got at hand: IT, who approves the laptop, and the agent's phone.
// Started by build/start.mjs on the project's Node; options come by environment.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { codeAt, keyFromText } from '../phone.mjs';
import { startTryIt, supportAddress, type PendingDevice, type TryIt } from './organisation.mts';

const settings = {
  root: required('SEALDESK_ROOT'),
  data: required('SEALDESK_DATA'),
  electron: required('SEALDESK_ELECTRON'),
  mail: process.env['SEALDESK_MAIL'],
};

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; this is started by npm start`);
  return value;
}

/** Each question is a run of the `sealdesk` command. */
const askHubEveryMs = 3_000;

const say = (line = '') => process.stdout.write(`${line}\n`);

/** What the phone remembers, as a phone would: a second `npm start` shows codes without asking again. */
const phoneFile = join(settings.data, 'phone');

function openWorkstation(tryIt: TryIt) {
  const child = spawn(settings.electron, [settings.root, `--profile=${tryIt.profile}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
    process.once('SIGINT', () => child.kill());
    process.once('SIGTERM', () => child.kill());
  });
}

function showMail(tryIt: TryIt) {
  if (tryIt.mail === undefined) {
    say(`No mail: ${tryIt.mailMissing}. Web chat works without it.`);
    return;
  }
  if (settings.mail === undefined) say('Mail: bring your own with `npm start -- --mail PATH` (a folder of .eml files, or an mbox).');
  else say(`Mail: ${tryIt.bring(settings.mail)} messages delivered to ${supportAddress}.`);
}

/** One terminal, two people: IT's question comes first when a laptop waits; every other line is read as the phone's key. */
async function playItAndPhone(tryIt: TryIt, over: AbortSignal) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  let asked: PendingDevice | undefined;
  let approved = false;
  let askHubAt = 0;
  const refused = new Set<string>();
  let key = existsSync(phoneFile) ? keyFromText(readFileSync(phoneFile, 'utf8')) : undefined;
  let shownStep = -1;

  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  terminal.on('line', (line) => {
    if (asked !== undefined) {
      const device = asked;
      asked = undefined;
      if (/^y(es)?$/i.test(line.trim())) {
        tryIt.approve(device.id).then(
          () => {
            approved = true;
            say('IT: approved. The workstation goes on by itself.');
          },
          (error: unknown) => say(`IT: not approved: ${String(error)}`),
        );
      } else {
        refused.add(device.id);
        say('IT: not approved. The workstation keeps waiting; `npm start -- --reset` starts over.');
      }
      return;
    }
    if (line.trim() === '') return;
    const pasted = keyFromText(line);
    if (pasted === undefined) {
      say('Phone: that is not a key. Paste the letters and digits shown under the QR code.');
      return;
    }
    key = pasted;
    shownStep = -1;
    writeFileSync(phoneFile, line.trim(), { mode: 0o600 });
  });

  while (!over.aborted) {
    // One laptop per run: once it is approved, the hub is not asked any more.
    if (asked === undefined && !approved && Date.now() >= askHubAt) {
      askHubAt = Date.now() + askHubEveryMs;
      const [device] = (await tryIt.pendingDevices().catch(() => [])).filter(({ id }) => !refused.has(id));
      if (device !== undefined) {
        asked = device;
        say(`\nIT: a laptop asks to be enrolled. Its safety number:\n\n    ${device.safetyNumber}\n`);
        process.stdout.write('IT: is the same number on the workstation’s screen? Approve? [y/n] ');
      }
    }
    if (key !== undefined && asked === undefined) {
      const { code, secondsLeft, step } = codeAt(key);
      if (process.stdout.isTTY) process.stdout.write(`\rPhone: ${code.slice(0, 3)} ${code.slice(3)}  (${String(secondsLeft).padStart(2)} s left) `);
      else if (step !== shownStep) say(`Phone: ${code} (${secondsLeft} s left)`);
      shownStep = step;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  terminal.close();
}

const tryIt = await startTryIt({ root: settings.root, data: settings.data, say });
const over = new AbortController();
try {
  say('\nSealdesk is running, in a try-it organisation of its own.\n');
  say(`Chat page, as a customer sees it:  ${tryIt.chatUrl}`);
  showMail(tryIt);
  if (tryIt.enrolled) say('\nThis laptop was enrolled before. `npm start -- --reset` starts over.');
  else say(`\nInvite to type into the workstation:\n\n    ${await tryIt.invite()}\n`);
  say('No authenticator at hand? When the workstation shows its key, paste it here: this terminal shows the codes.');
  say('Closing the workstation ends everything.\n');
  const closed = openWorkstation(tryIt);
  const people = playItAndPhone(tryIt, over.signal);
  process.exitCode = await closed;
  over.abort();
  await people;
} finally {
  say('\nStopping the hub ...');
  await tryIt.stop();
}
process.exit();
