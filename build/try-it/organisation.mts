// The try-it organisation: a hub of its own in a data folder, an agent and two colleagues, web chat, and, where Dovecot
// can run, a real mail account. Everything goes through the `sealdesk` command, as IT would do it.
//
//   DIR/hub              the hub's data
//   DIR/hub-root         the organisation root, with its passphrase beside it: for trying out only
//   DIR/mail             the mail server's own folder: it holds readable mail, as any mail server does
//   DIR/workstation      the workstation's profile
//   DIR/workstation.log  what it wrote while it last ran
//   DIR/phone            the key that the try-it phone was given
//   DIR/try-it.json      what the launcher must remember between runs
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { dovecotMissing, twoFreePorts } from '../mail/dovecot.mts';
import { readMail } from '../mail/maildir.mts';
import { firstMails, visitChat } from './first-day.mts';
import { HubProcess } from './hub-process.mts';
import { emailChannelArguments, startMail, type MailServers } from './mail.mts';

export const shop = { name: 'Lindgren Outdoor', support: 'support@lindgren.example' } as const;
export const agent = { email: 'nora@lindgren.example', name: 'Nora Bergström' } as const;
/** Those she shares the inbox with. */
export const colleagues = [
  { email: 'emil@lindgren.example', name: 'Emil Sandberg' },
  { email: 'aylin@lindgren.example', name: 'Aylin Demir' },
] as const;

/** Said to the person at the terminal as it is. */
export class StartError extends Error {}

export interface TryIt {
  readonly hub: HubProcess;
  readonly profile: string;
  /** Undefined where Dovecot can't run; `mailMissing` then says why. */
  readonly mail: MailServers | undefined;
  readonly mailMissing: string | undefined;
  stop(): Promise<void>;
}

interface Remembered {
  /** The same each time: the workstation and the open chat page know the hub by its address. */
  readonly hubPort: number;
  readonly chatPort: number;
  readonly firstDayCame: boolean;
}

export interface TryItOptions {
  /** The checkout: dist/hub is in it. */
  readonly root: string;
  readonly data: string;
  /** Mail that somebody brings along: a folder of .eml files, an .eml or an mbox. It comes instead of the made-up morning. */
  readonly broughtMail: string | undefined;
  readonly say: (line: string) => void;
}

export async function startTryIt({ root, data, broughtMail, say }: TryItOptions): Promise<TryIt> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const memory = join(data, 'try-it.json');
  const remembered = existsSync(memory) ? (JSON.parse(readFileSync(memory, 'utf8')) as Remembered) : await newcomer();
  const remember = (change: Partial<Remembered>) => writeFileSync(memory, JSON.stringify({ ...remembered, ...change }), { mode: 0o600 });
  remember({});
  const { hubPort, chatPort, firstDayCame } = remembered;
  if (await answers(hubPort)) throw new StartError('This try-it organisation is running already, in another terminal. End it\nthere first, or name a second one with --data DIR.');

  const hub = new HubProcess({ program: join(root, 'dist', 'hub', 'sealdesk.mjs'), data: join(data, 'hub'), ports: { hub: hubPort, chat: chatPort } });
  if (!existsSync(hub.data)) {
    say(`Making a try-it organisation, ${shop.name} ...`);
    await hub.init(shop.name);
  }
  const profile = join(data, 'workstation');
  mkdirSync(profile, { recursive: true, mode: 0o700 });

  say('Starting its hub ...');
  const mailMissing = dovecotMissing();
  const mail = mailMissing === undefined ? await startMail({ folder: join(data, 'mail'), support: shop.support, customers: [] }) : undefined;
  const stop = async () => {
    await hub.stop();
    await mail?.stop();
  };
  try {
    await hub.start();
    await addPeople(hub);
    if (mail !== undefined) await addMailbox(hub, mail);
    if (broughtMail !== undefined && mail !== undefined) {
      const messages = readMail(broughtMail);
      for (const message of messages) mail.deliver(message);
      say(`Delivered ${messages.length} ${messages.length === 1 ? 'message' : 'messages'} from ${broughtMail} to ${shop.support}.`);
    } else if (!firstDayCame) {
      if (mail !== undefined) for (const message of await firstMails(shop.support, Date.now())) mail.deliver(message);
      await visitChat(hub.chat);
    }
    remember({ firstDayCame: true });
  } catch (error) {
    await stop();
    throw error;
  }
  return { hub, profile, mail, mailMissing, stop };
}

/** What there is to remember before the first start. */
async function newcomer(): Promise<Remembered> {
  const [hubPort, chatPort] = await twoFreePorts();
  return { hubPort, chatPort, firstDayCame: false };
}

/** Only those who aren't there yet: the last start may have been cut short. */
async function addPeople(hub: HubProcess): Promise<void> {
  const there = new Set((await hub.command<{ email: string }[]>('agent', 'list')).map(({ email }) => email));
  for (const { email, name } of [agent, ...colleagues]) if (!there.has(email)) await hub.addAgent(email, name);
}

async function addMailbox(hub: HubProcess, mail: MailServers): Promise<void> {
  const channels = await hub.command<{ kind: string }[]>('channel', 'list');
  if (!channels.some(({ kind }) => kind === 'email')) await hub.run(...emailChannelArguments(mail));
}

/** Whether something listens on a port of this machine. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
