import { type Command, Option } from 'commander';
import type { AddedHook } from '../../channels/admin.ts';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, table } from './answering.ts';
import { AskedWrongly } from './export-commands.ts';
import { secretFrom } from './files.ts';

interface MetaOptions extends Asked {
  readonly name: string;
  readonly team?: string;
  readonly appSecretFile?: string;
  readonly tokenFile?: string;
  readonly apiVersion?: string;
  readonly apiBase?: string;
}

/** `sealdesk channel add whatsapp|instagram`, `test`, `templates`. Secrets come from files or the environment: arguments are for everybody on the machine to see. */
export function addMetaChannelCommands(channel: Command): void {
  const add = channel.command('add').description('a channel whose provider calls the hub');
  meta(add.command('whatsapp'))
    .description('a number of the WhatsApp Cloud API')
    .requiredOption('--phone-number-id <id>', 'the number, as the provider numbers it')
    .requiredOption('--account-id <id>', 'the WhatsApp Business Account it belongs to')
    .action((o: MetaOptions & { phoneNumberId: string; accountId: string }) =>
      reporting(o, async () => added(o, await askHub(o.data, 'channel.add-whatsapp', { ...shared(o), phoneNumberId: o.phoneNumberId, businessAccountId: o.accountId }))),
    );
  meta(add.command('instagram'))
    .description('a professional account on Instagram')
    .requiredOption('--account-id <id>', "the account's id, as webhooks name it")
    .action((o: MetaOptions & { accountId: string }) => reporting(o, async () => added(o, await askHub(o.data, 'channel.add-instagram', { ...shared(o), accountId: o.accountId }))));
  asking(channel.command('instagram-files <id>'))
    .description('whether replies by Instagram may carry pictures, which Instagram fetches from this hub')
    .addOption(new Option('--address <origin>', 'where Instagram reaches this hub, such as https://hub.example').conflicts('off'))
    .option('--off', 'no files are sent')
    .action((id: string, o: Asked & { address?: string; off?: true }) =>
      reporting(o, async () => {
        if (o.address === undefined && o.off !== true) throw new AskedWrongly('input', 'Say where, with --address, or --off.');
        await askHub(o.data, 'channel.instagram-files', { channel: id, address: o.address ?? null });
        say(o, { address: o.address ?? null }, o.address === undefined ? 'No files are sent by Instagram any more.' : `Instagram fetches files from ${o.address}/sent/….`);
      }),
    );
  asking(channel.command('test <id>'))
    .description("ask the provider whether a channel's token, account and webhook are as they have to be")
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const points = await askHub(o.data, 'channel.test.show', { channel: id });
        say(o, points, points.map(({ ok, words }) => `${ok ? 'ok    ' : 'WRONG '} ${words}`).join('\n'));
        if (points.some(({ ok }) => !ok)) process.exitCode = 1;
      }),
    );
  asking(channel.command('templates <id>'))
    .description('approved templates of a WhatsApp channel')
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const templates = await askHub(o.data, 'channel.templates.list', { channel: id });
        say(o, templates, table([['NAME', 'LANGUAGE', 'CATEGORY'], ...templates.map(({ name, language, category }) => [name, language, category])]));
      }),
    );
}

function meta(command: Command): Command {
  return asking(command)
    .requiredOption('--name <name>', 'what IT calls it')
    .option('--team <id>', 'team that gets what comes in; every team otherwise')
    .option('--app-secret-file <file>', "file with the app's secret; otherwise SEALDESK_APP_SECRET")
    .option('--token-file <file>', 'file with the access token; otherwise SEALDESK_ACCESS_TOKEN')
    .option('--api-version <version>', "version of the provider's API, such as v23.0")
    .option('--api-base <url>', 'a stand-in for the provider on this machine, for trying out');
}

function shared(o: MetaOptions) {
  return {
    name: o.name,
    teamId: o.team ?? null,
    appSecret: secretFrom(o.appSecretFile, 'SEALDESK_APP_SECRET', '--app-secret-file'),
    accessToken: secretFrom(o.tokenFile, 'SEALDESK_ACCESS_TOKEN', '--token-file'),
    ...(o.apiVersion === undefined ? {} : { version: o.apiVersion }),
    ...(o.apiBase === undefined ? {} : { apiBase: o.apiBase }),
  };
}

function added(o: MetaOptions, hook: AddedHook): void {
  say(
    o,
    hook,
    [
      `Added ${o.name} (${hook.id}).`,
      `Callback URL:  https://YOUR-HUB${hook.path}`,
      `Verify token:  ${hook.verifyToken}`,
      'Enter both where the provider asks for the webhook; the token is shown this once. Then run "sealdesk channel test".',
    ].join('\n'),
  );
}
