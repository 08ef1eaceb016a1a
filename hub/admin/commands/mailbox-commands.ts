import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { providerOf } from '../../channels/email/oauth/providers.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, wholeNumber } from './answering.ts';
import { signInByBrowser } from './browser-sign-in.ts';

type Security = 'tls' | 'starttls';
type Provider = 'google' | 'microsoft';
interface EmailOptions extends Asked {
  readonly name: string;
  readonly displayName?: string;
  readonly address: string;
  readonly team?: string;
  readonly imapHost?: string;
  readonly imapPort: number;
  readonly imapSecurity: Security;
  readonly smtpHost?: string;
  readonly smtpPort: number;
  readonly smtpSecurity: Security;
  readonly user: string;
  readonly passwordFile?: string;
  readonly oauth?: Provider;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly tenant?: string;
  readonly ca?: string;
  readonly authservId?: string;
  readonly replyTokens: boolean;
}

/** `sealdesk channel add-email` and `sign-in`. */
export function addMailboxCommands(channel: Command): void {
  asking(channel.command('add-email'))
    .description('take in a mailbox by IMAP and answer by SMTP; what opens it is sealed at the hub')
    .requiredOption('--name <name>', 'what IT calls it')
    .requiredOption('--address <address>', 'e-mail address')
    .option('--display-name <name>', 'shown beside the address; the name otherwise')
    .option('--team <id>', 'team that gets what comes in; every team otherwise')
    .option('--imap-host <host>', "IMAP server; the provider's with --oauth")
    .option('--imap-port <n>', 'its port', wholeNumber, 993)
    .addOption(security('--imap-security <kind>', 'tls'))
    .option('--smtp-host <host>', "SMTP server; the provider's with --oauth")
    .option('--smtp-port <n>', 'its port', wholeNumber, 587)
    .addOption(security('--smtp-security <kind>', 'starttls'))
    .requiredOption('--user <name>', 'user name at both')
    .option('--password-file <file>', 'file with the password')
    .addOption(new Option('--oauth <provider>', 'sign in at the provider, in place of a password').choices(['google', 'microsoft']))
    .option('--client-id <id>', 'with --oauth: the client that you made in its console')
    .option('--client-secret-file <file>', 'with --oauth google: file with its secret')
    .option('--tenant <tenant>', 'with --oauth microsoft: your tenant; any organisation otherwise')
    .option('--ca <file>', "certificate authority to trust instead of the system's (PEM)")
    .option('--authserv-id <id>', "name under which your own server writes Authentication-Results; without it none is believed")
    .option('--reply-tokens', 'ask for answers at an address of their own for each conversation; only where the mailbox also gets mail to name+anything@domain', false)
    .action((o: EmailOptions) => reporting(o, () => addEmail(o)));
  asking(channel.command('sign-in <id>'))
    .description('sign in again to a mailbox whose sign-in has ended')
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const { address, ...client } = await askHub(o.data, 'channel.sign-in-client.show', { channel: id });
        const brought = await signInByBrowser({ client, address, input: process.stdin, say: (line) => console.error(line) });
        await askHub(o.data, 'channel.sign-in', { channel: id, ...brought });
        say(o, null, 'Signed in. "sealdesk channel list" shows whether it works.');
      }),
    );
}

function security(flags: string, byDefault: Security): Option {
  return new Option(flags, 'tls: from the first byte; starttls: demanded before anything else').choices(['tls', 'starttls']).default(byDefault);
}

async function addEmail(o: EmailOptions): Promise<void> {
  const client = clientOf(o);
  const provider = client === null ? null : providerOf(client);
  const [imapHost, smtpHost] = [o.imapHost ?? provider?.imap, o.smtpHost ?? provider?.smtp];
  if (imapHost === undefined || smtpHost === undefined) throw new SealdeskError('channel-input', 'Say where the mailbox is: --imap-host and --smtp-host.');
  if (client === null && o.passwordFile === undefined) throw new SealdeskError('channel-input', 'Say how the mailbox is opened: --password-file, or --oauth with --client-id.');
  const input = {
    name: o.name,
    ...(o.displayName ? { displayName: o.displayName } : {}),
    teamId: o.team ?? null,
    address: o.address,
    imap: { host: imapHost, port: o.imapPort, security: o.imapSecurity },
    smtp: { host: smtpHost, port: o.smtpPort, security: o.smtpSecurity },
    user: o.user,
    ca: o.ca ? readFileSync(o.ca, 'utf8') : null,
    authservId: o.authservId ?? null,
    replyTokens: o.replyTokens,
  };
  const opened = client === null ? { password: secretIn(o.passwordFile ?? '') } : { signIn: { ...client, ...(await signInByBrowser({ client, address: o.user, input: process.stdin, say: (line) => console.error(line) })) } };
  const added = await askHub(o.data, 'channel.add-email', { ...input, ...opened });
  say(o, added, `Added the mailbox ${o.name} (${added.id}). "sealdesk channel list" shows whether it works.`);
}

/** @returns null where there is a password. */
function clientOf(o: EmailOptions) {
  if (o.oauth === undefined) return null;
  if (o.clientId === undefined) throw new SealdeskError('channel-input', 'Say as which client to sign in: --client-id. You make one in the provider’s console.');
  return { provider: o.oauth, clientId: o.clientId, clientSecret: o.clientSecretFile === undefined ? null : secretIn(o.clientSecretFile), tenant: o.tenant ?? 'organizations', base: null };
}

const secretIn = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');
