import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { type Language, languages, languageTags } from '../../../shared/language/languages.ts';
import { askHub } from '../ask-hub.ts';
import { addChatCommands } from './chat-commands.ts';
import { addMetaChannelCommands } from './meta-channel-commands.ts';
import { AskedWrongly } from './export-commands.ts';
import { type Asked, asking, moment, reporting, say, several, table, wholeNumber } from './answering.ts';

type Security = 'tls' | 'starttls';
interface EmailOptions extends Asked {
  readonly name: string;
  readonly displayName?: string;
  readonly address: string;
  readonly team?: string;
  readonly imapHost: string;
  readonly imapPort: number;
  readonly imapSecurity: Security;
  readonly smtpHost: string;
  readonly smtpPort: number;
  readonly smtpSecurity: Security;
  readonly user: string;
  readonly passwordFile: string;
  readonly ca?: string;
  readonly authservId?: string;
}

/** `sealdesk channel ...` */
export function addChannelCommands(program: Command): void {
  const channel = program.command('channel').description('where customers write');
  asking(channel.command('add-email'))
    .description('take in a mailbox by IMAP and answer by SMTP; the password is sealed at the hub')
    .requiredOption('--name <name>', 'what IT calls it')
    .requiredOption('--address <address>', 'e-mail address')
    .option('--display-name <name>', 'shown beside the address; the name otherwise')
    .option('--team <id>', 'team that gets what comes in; every team otherwise')
    .requiredOption('--imap-host <host>', 'IMAP server')
    .option('--imap-port <n>', 'its port', wholeNumber, 993)
    .addOption(security('--imap-security <kind>', 'tls'))
    .requiredOption('--smtp-host <host>', 'SMTP server')
    .option('--smtp-port <n>', 'its port', wholeNumber, 587)
    .addOption(security('--smtp-security <kind>', 'starttls'))
    .requiredOption('--user <name>', 'user name at both')
    .requiredOption('--password-file <file>', 'file with the password')
    .option('--ca <file>', "certificate authority to trust instead of the system's (PEM)")
    .option('--authserv-id <id>', "name under which your own server writes Authentication-Results; without it none is believed")
    .action((o: EmailOptions) => reporting(o, () => addEmail(o)));
  asking(channel.command('add-webchat'))
    .description('a chat page, to be embedded in the shop')
    .requiredOption('--name <name>', 'what IT calls it')
    .option('--origin <origin>', 'page that may embed it, such as https://shop.example; may be given several times', several)
    .option('--title <words>', 'stands at the top of the chat')
    .option('--greeting <words>', 'said before the customer has written')
    .option('--team <id>', 'team that gets what comes in; every team otherwise')
    .action((o: Asked & { name: string; origin?: string[]; title?: string; greeting?: string; team?: string }) =>
      reporting(o, async () => {
        const added = await askHub(o.data, 'channel.add-webchat', {
          name: o.name,
          teamId: o.team ?? null,
          ...(o.origin ? { origins: o.origin } : {}),
          ...(o.title ? { title: o.title } : {}),
          ...(o.greeting ? { greeting: o.greeting } : {}),
        });
        say(o, added, `Added the web chat ${o.name} (${added.id}).`);
      }),
    );
  asking(channel.command('add-phone'))
    .description('a telephone line: agents write calls down under it')
    .requiredOption('--name <name>', 'what IT calls it')
    .option('--team <id>', 'team that sees its calls; every team otherwise')
    .option('--country <code>', 'two letters, such as DE: where numbers without a country code are from')
    .option('--recordings <host>', 'host where recordings lie, such as calls.example; may be given several times', several)
    .action((o: Asked & { name: string; team?: string; country?: string; recordings?: string[] }) =>
      reporting(o, async () => {
        const added = await askHub(o.data, 'channel.add-phone', { name: o.name, teamId: o.team ?? null, country: o.country ?? null, ...(o.recordings ? { recordingHosts: o.recordings } : {}) });
        say(o, added, `Added the telephone line ${o.name} (${added.id}).`);
      }),
    );
  addMetaChannelCommands(channel);
  addChatCommands(channel);
  asking(channel.command('list'))
    .description('list channels and how they are')
    .action((o: Asked) =>
      reporting(o, async () => {
        const channels = await askHub(o.data, 'channel.list', null);
        const rows = channels.map((c) => [c.id, c.kind, c.name, c.health?.problem ?? c.health?.state ?? 'hub not running', moment(c.health?.lastReceivedAt ?? null), `${c.waitingIn} in, ${c.waitingOut} out, ${c.quarantined} quarantined`, moment(c.health?.tokenExpiresAt ?? null)]);
        say(o, channels, table([['ID', 'KIND', 'NAME', 'STATE', 'LAST RECEIVED', 'WAITING', 'TOKEN ENDS'], ...rows]));
      }),
    );
  asking(channel.command('language <id>'))
    .description('in which language a channel speaks to customers of whom nothing tells theirs')
    .addOption(new Option('--set <language>', 'one that Sealdesk speaks').choices([...languageTags]).conflicts('off'))
    .option('--off', 'none: English')
    .action((id: string, o: Asked & { set?: Language; off?: true }) =>
      reporting(o, async () => {
        if (o.set === undefined && o.off !== true) throw new AskedWrongly('input', 'Say which, with --set, or --off.');
        await askHub(o.data, 'channel.language', { channel: id, language: o.set ?? null });
        say(o, { language: o.set ?? null }, o.set === undefined ? 'Where nothing tells a customer’s language, the channel speaks English.' : `Where nothing tells a customer’s language, the channel speaks ${languages[o.set].name}.`);
      }),
    );
  asking(channel.command('remove <id>'))
    .description('stop a channel and forget its secrets; conversations stay')
    .action((id: string, o: Asked) => reporting(o, async () => say(o, await askHub(o.data, 'channel.remove', { channel: id }), 'The channel has stopped and its secrets are forgotten.')));
}

function security(flags: string, byDefault: Security): Option {
  return new Option(flags, 'tls: from the first byte; starttls: demanded before anything else').choices(['tls', 'starttls']).default(byDefault);
}

async function addEmail(o: EmailOptions): Promise<void> {
  const added = await askHub(o.data, 'channel.add-email', {
    name: o.name,
    ...(o.displayName ? { displayName: o.displayName } : {}),
    teamId: o.team ?? null,
    address: o.address,
    imap: { host: o.imapHost, port: o.imapPort, security: o.imapSecurity },
    smtp: { host: o.smtpHost, port: o.smtpPort, security: o.smtpSecurity },
    user: o.user,
    password: readFileSync(o.passwordFile, 'utf8').replace(/\r?\n$/, ''),
    ca: o.ca ? readFileSync(o.ca, 'utf8') : null,
    authservId: o.authservId ?? null,
  });
  say(o, added, `Added the mailbox ${o.name} (${added.id}). "sealdesk channel list" shows whether it works.`);
}
