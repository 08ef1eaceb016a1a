// The try-it organisation: a hub of its own in a data folder, one agent, web chat, and, where Dovecot can run, a real
// mail account. `npm start` and the guided tour both stand on it; everything goes through the `sealdesk` command, as
// IT would do it.
//
//   DIR/hub          the hub's data
//   DIR/mail         the mail server's own folder: it holds readable mail, as any mail server does, so it lies elsewhere
//   DIR/workstation  the workstation's profile (when opened on a display)
//   DIR/try-it.json  what the launcher must remember between runs
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loopbackCertificate } from '../mail/certificate.mts';
import { dovecotMissing, freePort, newPassword, startDovecot, type Dovecot } from '../mail/dovecot.mts';
import { readMail } from '../mail/maildir.mts';
import { startSmtp, type Smtp } from '../mail/smtp.mts';

export const shop = 'Try-it Shop';
export const agent = { email: 'ada@try-it.test', name: 'Ada Agent' } as const;
export const supportAddress = 'support@try-it.test';
/** A customer with a mailbox on the same server, so that an answer can be read where a customer would read it. */
export const customerAddress = 'customer@mail.test';

const hubUpMs = 60_000;

export interface PendingDevice {
  readonly id: string;
  readonly safetyNumber: string;
}

export interface Mail {
  readonly dovecot: Dovecot;
  readonly smtp: Smtp;
}

export interface TryIt {
  readonly hubUrl: string;
  readonly chatUrl: string;
  readonly hubData: string;
  readonly profile: string;
  /** Whether this profile was opened before. */
  readonly enrolled: boolean;
  /** Undefined where Dovecot can't run; `mailMissing` then says why. */
  readonly mail: Mail | undefined;
  readonly mailMissing: string | undefined;
  /** Runs a `sealdesk` command on this hub and returns its JSON answer. */
  sealdesk(...args: string[]): Promise<unknown>;
  invite(): Promise<string>;
  pendingDevices(): Promise<PendingDevice[]>;
  approve(deviceId: string): Promise<void>;
  /** Delivers a folder of .eml files, an .eml or an mbox to the support account; returns the number of messages. */
  bring(path: string): number;
  stop(): Promise<void>;
}

interface Remembered {
  readonly mailPassword: string;
  readonly customerPassword: string;
  readonly smtpPort: number;
  readonly hubPort: number;
  readonly chatPort: number;
  readonly agentAdded: boolean;
  readonly mailAdded: boolean;
}

export interface TryItOptions {
  /** The checkout: dist/hub is in it. */
  readonly root: string;
  readonly data: string;
  readonly say: (line: string) => void;
}

export async function startTryIt({ root, data, say }: TryItOptions): Promise<TryIt> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const hubData = join(data, 'hub');
  const program = join(root, 'dist', 'hub', 'sealdesk.mjs');
  const memory = join(data, 'try-it.json');
  const sealdesk = (...args: string[]) => sealdeskCommand(program, hubData, args);

  let remembered: Remembered = existsSync(memory)
    ? (JSON.parse(readFileSync(memory, 'utf8')) as Remembered)
    : {
        mailPassword: newPassword(),
        customerPassword: newPassword(),
        smtpPort: await freePort(),
        hubPort: await freePort(),
        chatPort: await freePort(),
        agentAdded: false,
        mailAdded: false,
      };
  const remember = (change: Partial<Remembered>) => {
    remembered = { ...remembered, ...change };
    writeFileSync(memory, JSON.stringify(remembered), { mode: 0o600 });
  };
  remember({});

  if (!existsSync(hubData)) {
    say(`Making the organisation "${shop}" in ${hubData} ...`);
    await runCommand(program, ['hub', 'init', '--data', hubData, '--org', shop, '--try-it']);
  }

  const mailMissing = dovecotMissing();
  const mail = mailMissing === undefined ? await startMail(join(data, 'mail'), remembered) : undefined;

  // The same ports each time: the workstation and the open chat page know the hub by its address.
  const hub = await startHub(program, hubData, remembered);
  const profile = join(data, 'workstation');
  const enrolled = existsSync(profile);
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  try {
    if (!remembered.agentAdded) {
      await sealdesk('agent', 'add', '--email', agent.email, '--name', agent.name, '--role', 'agent');
      remember({ agentAdded: true });
    }
    if (mail !== undefined && !remembered.mailAdded) {
      await addMailChannel(sealdesk, mail, join(data, 'mail'), remembered.mailPassword);
      remember({ mailAdded: true });
    }
  } catch (error) {
    await hub.stop();
    await stopMail(mail);
    throw error;
  }

  return {
    hubUrl: hub.url,
    chatUrl: hub.chat,
    hubData,
    profile,
    enrolled,
    mail,
    mailMissing,
    sealdesk,
    invite: async () => inviteIn(await sealdesk('device', 'invite', '--agent', agent.email)),
    pendingDevices: async () => pendingIn(await sealdesk('device', 'list')),
    approve: async (deviceId) => {
      await sealdesk('device', 'approve', deviceId);
    },
    bring: (path) => {
      if (mail === undefined) throw new Error(mailMissing);
      const messages = readMail(path);
      for (const message of messages) mail.dovecot.deliver(supportAddress, message);
      return messages.length;
    },
    stop: async () => {
      await hub.stop();
      await stopMail(mail);
    },
  };
}

async function startMail(folder: string, remembered: Remembered): Promise<Mail> {
  const accounts = [
    { address: supportAddress, password: remembered.mailPassword },
    { address: customerAddress, password: remembered.customerPassword },
  ];
  const dovecot = await startDovecot({ folder, accounts });
  const known = new Set(accounts.map(({ address }) => address));
  const smtp = await startSmtp({
    certificate: loopbackCertificate(join(folder, 'tls')),
    accounts,
    port: remembered.smtpPort,
    // Mail to anybody else stays in `smtp.sent`: nothing leaves this machine.
    deliver: (address, raw) => {
      if (known.has(address.toLowerCase())) dovecot.deliver(address, raw);
    },
  });
  return { dovecot, smtp };
}

async function stopMail(mail: Mail | undefined) {
  await mail?.smtp.stop();
  await mail?.dovecot.stop();
}

async function addMailChannel(sealdesk: TryIt['sealdesk'], { dovecot, smtp }: Mail, folder: string, password: string) {
  const passwordFile = join(folder, 'support-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  await sealdesk(
    'channel', 'add-email', '--name', 'Support', '--address', supportAddress,
    '--imap-host', dovecot.host, '--imap-port', String(dovecot.imapsPort), '--imap-security', 'tls',
    '--smtp-host', smtp.host, '--smtp-port', String(smtp.port), '--smtp-security', 'starttls',
    '--user', supportAddress, '--password-file', passwordFile, '--ca', dovecot.caFile,
  );
}

interface RunningHub {
  readonly url: string;
  readonly chat: string;
  stop(): Promise<void>;
}

/** Starts the hub and waits for its one line of JSON. */
function startHub(program: string, hubData: string, ports: Pick<Remembered, 'hubPort' | 'chatPort'>): Promise<RunningHub> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'hub', 'start', '--data', hubData, '--port', String(ports.hubPort), '--chat-port', String(ports.chatPort)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    const tooLate = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The hub was not ready after ${hubUpMs / 1000} s.\n${complaint}`));
    }, hubUpMs);
    createInterface({ input: child.stderr }).on('line', (line) => {
      complaint += `${line}\n`;
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(tooLate);
      reject(new Error(`The hub ended with code ${code}.\n${complaint}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const ready = readyIn(line);
      if (ready === undefined) return;
      clearTimeout(tooLate);
      resolve({ ...ready, stop: () => end(child) });
    });
  });
}

function readyIn(line: string): { url: string; chat: string } | undefined {
  try {
    const { ready, url, chat } = JSON.parse(line) as Record<string, unknown>;
    return ready === true && typeof url === 'string' && typeof chat === 'string' ? { url, chat } : undefined;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(patience);
}

function runCommand(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let complaint = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`sealdesk ${args.join(' ')} ended with code ${code}: ${complaint.trim() || out.trim()}`));
    });
  });
}

async function sealdeskCommand(program: string, hubData: string, args: readonly string[]): Promise<unknown> {
  const out = await runCommand(program, [...args, '--data', hubData, '--json']);
  return out.trim() === '' ? undefined : (JSON.parse(out) as unknown);
}

function inviteIn(answer: unknown): string {
  const invite = (answer as { invite?: unknown } | undefined)?.invite;
  if (typeof invite !== 'string') throw new Error('sealdesk device invite gave no invite');
  return invite;
}

/** `device list` answers an array, or an object with one. */
function pendingIn(answer: unknown): PendingDevice[] {
  const list = Array.isArray(answer) ? answer : (answer as { devices?: unknown } | undefined)?.devices;
  if (!Array.isArray(list)) throw new Error('sealdesk device list gave no list');
  return (list as Array<Record<string, unknown>>).flatMap(({ id, safetyNumber, state, status }) =>
    (state ?? status) === 'pending' && typeof id === 'string' && typeof safetyNumber === 'string' ? [{ id, safetyNumber }] : [],
  );
}
