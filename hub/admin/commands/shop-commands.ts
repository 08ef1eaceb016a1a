import type { Command } from 'commander';
import { askHub } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, table } from './answering.ts';
import { secretFrom } from './files.ts';

interface ShopifyOptions extends Asked {
  readonly name: string;
  readonly shop: string;
  readonly tokenFile?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly apiVersion?: string;
  readonly apiBase?: string;
}

interface WooOptions extends Asked {
  readonly name: string;
  readonly url: string;
  readonly keyFile?: string;
  readonly secretFile?: string;
}

/** `sealdesk shop ...`. Secrets come from files or the environment: arguments are for everybody on the machine to see. */
export function addShopCommands(program: Command): void {
  const shop = program.command('shop').description('shops whose orders agents see beside a conversation');
  const add = shop.command('add').description('connect a shop; its secrets are sealed at the hub');
  asking(add.command('shopify'))
    .description('a Shopify shop, by an app that may read orders and customers')
    .requiredOption('--name <name>', 'what agents see beside an order')
    .requiredOption('--shop <address>', 'its permanent address, such as nordlicht.myshopify.com')
    .option('--client-id <id>', 'of an app made in the Dev Dashboard')
    .option('--client-secret-file <file>', "file with that app's secret; otherwise SEALDESK_SHOP_SECRET")
    .option('--token-file <file>', "file with the access token of an app made in the shop's admin; otherwise SEALDESK_SHOP_TOKEN")
    .option('--api-version <version>', 'version of the Admin API, such as 2026-07')
    .option('--api-base <url>', 'a stand-in for the shop on this machine, for trying out')
    .action((o: ShopifyOptions) =>
      reporting(o, async () =>
        added(o, await askHub(o.data, 'shop.add', {
          kind: 'shopify',
          name: o.name,
          shop: o.shop,
          credentials:
            o.clientId === undefined
              ? { kind: 'token', accessToken: secretFrom(o.tokenFile, 'SEALDESK_SHOP_TOKEN', '--token-file') }
              : { kind: 'app', clientId: o.clientId, clientSecret: secretFrom(o.clientSecretFile, 'SEALDESK_SHOP_SECRET', '--client-secret-file') },
          ...(o.apiVersion === undefined ? {} : { version: o.apiVersion }),
          ...(o.apiBase === undefined ? {} : { apiBase: o.apiBase }),
        })),
      ),
    );
  asking(add.command('woocommerce'))
    .description('a WooCommerce shop, by a REST key that may read')
    .requiredOption('--name <name>', 'what agents see beside an order')
    .requiredOption('--url <address>', 'where WordPress is, such as https://shop.example')
    .option('--key-file <file>', 'file with the consumer key; otherwise SEALDESK_SHOP_KEY')
    .option('--secret-file <file>', 'file with the consumer secret; otherwise SEALDESK_SHOP_SECRET')
    .action((o: WooOptions) =>
      reporting(o, async () =>
        added(o, await askHub(o.data, 'shop.add', {
          kind: 'woocommerce',
          name: o.name,
          url: o.url,
          consumerKey: secretFrom(o.keyFile, 'SEALDESK_SHOP_KEY', '--key-file'),
          consumerSecret: secretFrom(o.secretFile, 'SEALDESK_SHOP_SECRET', '--secret-file'),
        })),
      ),
    );
  asking(shop.command('list'))
    .description('list connected shops')
    .action((o: Asked) =>
      reporting(o, async () => {
        const shops = await askHub(o.data, 'shop.list', null);
        say(o, shops, table([['ID', 'KIND', 'NAME', 'ADDRESS'], ...shops.map(({ id, kind, name, address }) => [id, kind, name, address])]));
      }),
    );
  asking(shop.command('test <id>'))
    .description('ask a shop whether it lets the hub in, and no further than needed')
    .action((id: string, o: Asked) =>
      reporting(o, async () => {
        const points = await askHub(o.data, 'shop.test.show', { shop: id });
        say(o, points, points.map(({ ok, words }) => `${ok ? 'ok    ' : 'WRONG '} ${words}`).join('\n'));
        if (points.some(({ ok }) => !ok)) process.exitCode = 1;
      }),
    );
  asking(shop.command('remove <id>'))
    .description('disconnect a shop and forget its secrets')
    .action((id: string, o: Asked) => reporting(o, async () => say(o, await askHub(o.data, 'shop.remove', { shop: id }), 'The shop is disconnected and its secrets are forgotten.')));
}

function added(o: Asked & { readonly name: string }, shop: { readonly id: string }): void {
  say(o, shop, `Connected ${o.name} (${shop.id}). Now run "sealdesk shop test ${shop.id}".`);
}
