import { type Command, Option } from 'commander';
import { type Language, languages, languageTags } from '../../../shared/language/languages.ts';
import { askHub } from '../ask-hub.ts';
import { addChatCommands } from './chat-commands.ts';
import { addMailboxCommands } from './mailbox-commands.ts';
import { addMetaChannelCommands } from './meta-channel-commands.ts';
import { AskedWrongly } from './export-commands.ts';
import { type Asked, asking, moment, reporting, say, several, table } from './answering.ts';

/** `sealdesk channel ...` */
export function addChannelCommands(program: Command): void {
  const channel = program.command('channel').description('where customers write');
  addMailboxCommands(channel);
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
