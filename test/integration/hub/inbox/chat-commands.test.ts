import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatLine, shopToken } from '../../../doubles/chat-door.ts';
import { FreshHub } from '../../../doubles/fresh-hub.ts';

let hub: FreshHub;
let chat: string;
beforeAll(async () => {
  hub = await FreshHub.make('ada@nordlicht.example', 'Ada');
  await hub.start();
  chat = (await hub.command<{ id: string }>('channel', 'add-webchat', '--name', 'Shop')).id;
});
afterAll(() => hub.remove());

const named = async (key: { readonly id: string; readonly secret: string }) => {
  const line = await ChatLine.open(new URL(hub.chat).origin, chat);
  line.hello(null, await shopToken(key, chat, { sub: 'ada', name: 'Ada' }));
  return line;
};

describe('sealdesk channel webchat-...', () => {
  it('makes a key that is good at once, shows it once, and ends it at once', async () => {
    const first = await hub.command<{ id: string; secret: string }>('channel', 'webchat-key', chat);
    await (await named(first)).next('ready');
    const second = await hub.command<{ id: string; secret: string }>('channel', 'webchat-key', chat, '--overlap', '0');
    await (await named(second)).next('ready');
    await (await named(first)).next('not-known');
    expect(await hub.run('channel', 'list', '--json')).not.toContain(second.secret);
    expect(await hub.command('channel', 'webchat-keys-end', chat)).toEqual({ ended: 1 });
    await (await named(second)).next('not-known');
  });

  it('names the mailbox for what is left, and nothing that is none', async () => {
    await expect(hub.run('channel', 'webchat-offline', chat, '--mailbox', chat)).rejects.toThrow('no such mailbox');
    await expect(hub.run('channel', 'webchat-offline', chat)).rejects.toThrow('--mailbox');
    await expect(hub.run('channel', 'webchat-key', 'no-such-chat')).rejects.toThrow('no such web chat');
    expect(await hub.run('channel', 'webchat-offline', chat, '--off')).toContain('Nothing can be left');
  });

  it('names the language of a channel, of those there are, and takes it back', async () => {
    const spoken = async () => (await fetch(`${new URL(hub.chat).origin}/chat/?channel=${chat}`, { headers: { 'Accept-Language': 'fr' } })).headers.get('content-language');
    expect(await spoken()).toBe('en');
    expect(await hub.run('channel', 'language', chat, '--set', 'de')).toContain('Deutsch');
    expect(await spoken()).toBe('de');
    await expect(hub.run('channel', 'language', chat, '--set', 'fr')).rejects.toThrow('fr');
    await expect(hub.run('channel', 'language', chat)).rejects.toThrow('--set');
    expect(await hub.run('channel', 'language', chat, '--off')).toContain('English');
    expect(await spoken()).toBe('en');
  });
});
