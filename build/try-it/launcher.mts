// `npm start` on a display: starts the try-it organisation, opens the workstation, and plays IT and the phone in this
// terminal until the workstation is closed. Started by build/start.mjs on the project's Node; options come by environment.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ItAndPhone } from './it-and-phone.mts';
import { agent, StartError, startTryIt, type TryIt } from './organisation.mts';
import { Terminal } from './terminal.mts';

const root = required('SEALDESK_ROOT');
const data = required('SEALDESK_DATA');
const electron = required('SEALDESK_ELECTRON');
const broughtMail = process.env['SEALDESK_MAIL'];

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; this is started by npm start`);
  return value;
}

const terminal = new Terminal();
const over = new AbortController();
// Ctrl-C, and the terminal's window being closed: the workstation is closed first, then the hub. A second Ctrl-C changes
// nothing, or the hub would be left behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => over.abort());

const tickEveryMs = 250;
const logFile = join(data, 'workstation.log');

/** Opens the workstation; resolves when it has been closed. Chromium's own chatter goes into a file. */
async function workstationClosed({ profile }: TryIt): Promise<number> {
  if (over.signal.aborted) return 0;
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(electron, [root, `--profile=${profile}`], { stdio: ['ignore', log, log] });
  closeSync(log);
  const close = () => child.kill();
  over.signal.addEventListener('abort', close);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(over.signal.aborted ? 0 : (code ?? 1)));
  });
}

function welcome({ hub, mail, mailMissing }: TryIt): void {
  terminal.say(`\nThe workstation is opening. Write to it as a customer would:\n\n  chat page   ${hub.chat}`);
  if (mail !== undefined) terminal.say(`  e-mail      to ${mail.support}: \`npm start -- --mail PATH\` delivers\n              a folder of .eml files, or an mbox`);
  else terminal.say(`  e-mail      not here: ${mailMissing}${broughtMail === undefined ? '' : `, so ${broughtMail} was not delivered`}`);
  terminal.say('\nClosing the workstation, or Ctrl-C here, ends everything.\n`npm start -- --reset` starts over.\n');
}

async function tryItOut(): Promise<number> {
  const tryIt = await startTryIt({ root, data, broughtMail, say: (line) => terminal.say(line) });
  try {
    welcome(tryIt);
    const people = new ItAndPhone({ terminal, hub: tryIt.hub, agentEmail: agent.email, data });
    await people.begin();
    void tryIt.hub.ended().then(() => {
      if (!over.signal.aborted) terminal.say(`The hub has ended by itself; the workstation is offline now. The hub’s last words:\n${tryIt.hub.log.slice(-5).join('\n')}`);
    });
    const ticking = setInterval(() => void people.tick(Date.now()), tickEveryMs);
    over.signal.addEventListener('abort', () => clearInterval(ticking));
    const code = await workstationClosed(tryIt);
    over.abort();
    if (code !== 0) terminal.say(`The workstation ended with code ${code}. What it wrote last (${logFile}):\n${readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n')}`);
    return code;
  } finally {
    over.abort();
    terminal.close();
    terminal.say('Closing: the hub is being stopped ...');
    await tryIt.stop();
    terminal.say('Everything has ended. What was done is kept for the next `npm start`.');
  }
}

try {
  process.exitCode = await tryItOut();
} catch (error) {
  terminal.close();
  terminal.say(error instanceof StartError ? `\n${error.message}` : `\n${error instanceof Error ? error.stack : String(error)}`);
  process.exitCode = 1;
}
process.exit();
