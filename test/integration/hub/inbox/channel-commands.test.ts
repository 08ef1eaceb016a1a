import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AddedHook } from '../../../../hub/channels/admin.ts';
import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import type { CheckedPoint } from '../../../../hub/channels/channel.ts';
import { FreshHub } from '../../../doubles/fresh-hub.ts';
import { businessId, instagramId, MetaProvider, numberId } from '../../../doubles/meta-provider.ts';

let hub: FreshHub;
let provider: MetaProvider;
let folder: string;
let whatsApp: AddedHook;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-commands-'));
  provider = await MetaProvider.start();
  hub = await FreshHub.make('ada@nordlicht.example', 'Ada');
  await hub.start();
});
afterAll(async () => {
  await hub.remove();
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});

const secret = (name: string, text: string) => {
  writeFileSync(join(folder, name), `${text}\n`, { mode: 0o600 });
  return join(folder, name);
};
const addWhatsApp = (...more: readonly string[]) => ['channel', 'add', 'whatsapp', '--name', 'Shop', '--phone-number-id', numberId, '--account-id', businessId, '--api-base', provider.base, ...more];
const listed = async (kind: string) => (await hub.command<ChannelCard[]>('channel', 'list')).find((channel) => channel.kind === kind);

describe('sealdesk channel', () => {
  it('adds WhatsApp with secrets out of files, and says once what the provider has to know', async () => {
    whatsApp = await hub.command<AddedHook>(...addWhatsApp('--app-secret-file', secret('secret', provider.appSecret), '--token-file', secret('token', provider.token)));
    expect(whatsApp.path).toBe(`/webhook/${whatsApp.id}`);
    const challenge = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': whatsApp.verifyToken, 'hub.challenge': '77' });
    expect(await (await fetch(`${new URL(hub.chat).origin}${whatsApp.path}?${challenge.toString()}`)).text()).toBe('77');
    expect(await hub.run('channel', 'list', '--json')).not.toContain(whatsApp.verifyToken);
  });

  it('adds Instagram with secrets out of the environment', async () => {
    vi.stubEnv('SEALDESK_APP_SECRET', provider.appSecret);
    vi.stubEnv('SEALDESK_ACCESS_TOKEN', provider.token);
    await hub.command('channel', 'add', 'instagram', '--name', 'Insta', '--account-id', instagramId, '--api-base', provider.base);
    await vi.waitFor(async () => expect(await listed('instagram')).toMatchObject({ health: { state: 'working', tokenExpiresAt: expect.any(Number) } }), { timeout: 90_000, interval: 500 });
    // The provider has one token in this test, which the hub has just made anew.
    const instagram = (await listed('instagram'))?.id ?? '';
    expect(await hub.run('channel', 'instagram-files', instagram, '--address', 'https://hub.example')).toContain('https://hub.example/sent/');
    await expect(hub.run('channel', 'instagram-files', instagram, '--address', 'http://hub.example/path')).rejects.toThrow('not an origin');
    await expect(hub.run('channel', 'instagram-files', instagram)).rejects.toThrow('--address');
    expect(await hub.run('channel', 'instagram-files', instagram, '--off')).toContain('No files are sent');
    await hub.run('channel', 'remove', instagram);
  });

  it.each([
    ['without secrets', [], 'SEALDESK_APP_SECRET'],
    ['for an address that is neither the provider’s nor this machine', ['--api-base', 'https://evil.example'], 'apiBase'],
    ['for an id that is none', ['--phone-number-id', '../x'], 'phoneNumberId'],
  ])('adds nothing %s, and repeats no secret', async (_what, more, words) => {
    const secrets = words === 'SEALDESK_APP_SECRET' ? [] : ['--app-secret-file', secret('secret', 'the secret of the app'.replaceAll(' ', '-')), '--token-file', secret('token', 'the-access-token')];
    const refused = await hub.run(...addWhatsApp(...secrets, ...more)).then(() => 'added', String);
    expect(refused).toContain(words);
    expect(refused).not.toMatch(/the-secret|the-access/);
  });

  it('adds no second channel for an account', async () => {
    await expect(hub.run(...addWhatsApp('--app-secret-file', secret('secret', provider.appSecret), '--token-file', secret('token', provider.token)))).rejects.toThrow('There is a channel for this account already.');
  });

  it('tests a channel in plain words, and shows in the list and in the hub’s status what is wrong', async () => {
    await hub.run('channel', 'remove', whatsApp.id);
    whatsApp = await hub.command<AddedHook>(...addWhatsApp('--app-secret-file', secret('secret', provider.appSecret), '--token-file', secret('token', provider.token)));
    expect((await hub.command<CheckedPoint[]>('channel', 'test', whatsApp.id)).map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(await hub.run('channel', 'templates', whatsApp.id)).toContain('order_update');
    provider.tokenDead = true;
    await expect(hub.run('channel', 'test', whatsApp.id)).rejects.toThrow('WRONG  WhatsApp refuses the access token.');
    // As IT would find it out: within half a minute.
    await vi.waitFor(async () => expect((await listed('whatsapp'))?.health?.problem).toContain('refuses the access token'), { timeout: 120_000, interval: 1_000 });
    expect(await hub.run('hub', 'status')).toContain('Channel Shop: WhatsApp refuses the access token.');
    await vi.waitFor(() => expect(hub.log.join('\n')).toContain('channel.troubled'), { timeout: 90_000, interval: 500 });
    expect(hub.log.join('\n')).not.toContain(provider.token);
    provider.tokenDead = false;
  }, 360_000);

  it('has nothing to test where a channel only listens', async () => {
    await expect(hub.run('channel', 'test', (await listed('webchat'))?.id ?? '')).rejects.toThrow('Only WhatsApp and Instagram channels are tested.');
  });
});
