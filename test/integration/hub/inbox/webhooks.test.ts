import { connect } from 'node:net';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxBodyBytes } from '../../../../hub/channels/meta/webhook-item.ts';
import { numberId, textOf, whatsAppBody, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna' };

let hub: MetaHub;
beforeEach(async () => {
  hub = await openMetaHub('whatsapp');
});
afterEach(() => hub.end());

/** In one look: what is taken out of the spool meanwhile would be counted in both. */
const spooled = () => hub.db.transaction().execute(async (tx) => (await tx.selectFrom('intake_spool').select('id').execute()).length + (await tx.selectFrom('intake_ledger').select('at').execute()).length);
const body = (text = 'Hello') => JSON.stringify(whatsAppMessages([whatsAppMessage(anna, textOf(text))]));

describe('the handshake of a webhook', () => {
  const ask = (query: Readonly<Record<string, string>>) => fetch(`${hub.provider.hook}?${new URLSearchParams(query).toString()}`);

  it('says the challenge back to who knows the token, as plain text', async () => {
    const response = await ask({ 'hub.mode': 'subscribe', 'hub.verify_token': hub.hook.verifyToken, 'hub.challenge': '1158201444' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe('1158201444');
  });

  it.each([
    ['another token', { 'hub.mode': 'subscribe', 'hub.verify_token': 'wrong', 'hub.challenge': '1' }, 403],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }, 403],
    ['another mode', { 'hub.mode': 'unsubscribe', 'hub.verify_token': '*', 'hub.challenge': '1' }, 403],
    ['a challenge that is a page', { 'hub.mode': 'subscribe', 'hub.verify_token': '*', 'hub.challenge': '<script>alert(1)</script>' }, 400],
    ['a challenge without an end', { 'hub.mode': 'subscribe', 'hub.verify_token': '*', 'hub.challenge': '1'.repeat(5_000) }, 400],
  ])('is refused for %s', async (_what, query, status) => {
    const response = await ask(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value === '*' ? hub.hook.verifyToken : value])));
    expect(response.status).toBe(status);
    expect(await response.text()).not.toContain('script');
  });
});

describe('a webhook', () => {
  it.each([
    ['without a signature', () => ({ 'X-Hub-Signature-256': '' })],
    ['with another secret’s signature', () => ({ 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` })],
    ['with the signature of another body', () => ({ 'X-Hub-Signature-256': hub.provider.sign('{}') })],
    ['with the older SHA-1 scheme', () => ({ 'X-Hub-Signature-256': `sha1=${'0'.repeat(40)}` })],
    ['with an upper-case signature', (signed: string) => ({ 'X-Hub-Signature-256': signed.toUpperCase() })],
  ])('%s is told that, and nothing is kept', async (_what, headers) => {
    const text = body();
    const response = await fetch(hub.provider.hook, { method: 'POST', body: text, headers: { 'Content-Type': 'application/json', ...headers(hub.provider.sign(text)) } });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('Not signed.');
    expect(await spooled()).toBe(0);
  });

  it('whose bytes were changed on the way is not believed, be it by one space', async () => {
    const text = body();
    expect(await hub.provider.post(`${text} `, { 'X-Hub-Signature-256': hub.provider.sign(text) })).toBe(401);
    expect(await hub.provider.post(text.slice(0, -1), { 'X-Hub-Signature-256': hub.provider.sign(text) })).toBe(401);
    expect(await spooled()).toBe(0);
  });

  it('is answered with 200 once it is on disk, and again when it is replayed, with one message to show for it', async () => {
    const text = body();
    expect(await hub.provider.post(text)).toBe(200);
    expect(await spooled()).toBe(1);
    for (let again = 0; again < 5; again += 1) expect(await hub.provider.post(text)).toBe(200);
    await hub.arrived(1);
    await hub.channels.idle();
    expect(await spooled()).toBe(1);
    expect(hub.inbound()).toHaveLength(1);
  });

  it('is not acknowledged when it cannot be kept, and taken when it comes again', async () => {
    await sql`create trigger full before insert on intake_spool begin select raise(abort, 'disk full'); end`.execute(hub.db);
    const text = body();
    expect(await hub.provider.post(text)).toBe(503);
    expect(await spooled()).toBe(0);
    await sql`drop trigger full`.execute(hub.db);
    expect(await hub.provider.post(text)).toBe(200);
    await hub.arrived(1);
  });

  it.each([
    ['text', 'text/plain', 415],
    ['a form', 'application/x-www-form-urlencoded', 415],
    ['JSON in another charset', 'application/json; charset=utf-16', 415],
    ['no type', '', 415],
    ['JSON in UTF-8', 'application/json; charset=utf-8', 200],
  ])('as %s is answered as it should be', async (_what, type, status) => {
    expect(await hub.provider.post(Buffer.from(body()), { 'Content-Type': type })).toBe(status);
  });

  it('that is compressed, too large, no JSON or no UTF-8 is refused', async () => {
    expect(await hub.provider.post(body(), { 'Content-Encoding': 'gzip' })).toBe(415);
    expect(await hub.provider.post('{"object":')).toBe(400);
    expect(await hub.provider.post(Buffer.from([0x22, 0xff, 0xfe, 0x22]))).toBe(400);
    expect(await hub.provider.post(JSON.stringify({ object: 'x'.repeat(maxBodyBytes) })).catch(() => 413)).toBe(413);
    expect((await fetch(hub.provider.hook, { method: 'DELETE' })).status).toBe(405);
    expect((await fetch(hub.provider.hook.replace(/[0-9a-f-]{36}$/, crypto.randomUUID()), { method: 'POST', body: '{}' })).status).toBe(404);
    expect(await spooled()).toBe(0);
  });

  it('of nearly 3 MB loses none of its messages', async () => {
    const all = Array.from({ length: 60 }, (_, n) => whatsAppMessage(anna, textOf(`${n} ${'x'.repeat(49_000)}`)));
    const text = JSON.stringify(whatsAppMessages(all));
    expect(text.length).toBeGreaterThan(2.8 * 1024 * 1024);
    expect(await hub.provider.post(text)).toBe(200);
    await hub.arrived(60);
  });

  it('that ends in the middle leaves nothing', async () => {
    const text = body();
    const { hostname, port, pathname } = new URL(hub.provider.hook);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST ${pathname} HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\nX-Hub-Signature-256: ${hub.provider.sign(text)}\r\nContent-Length: ${text.length}\r\n\r\n${text.slice(0, 40)}`, () => socket.destroy());
      });
      socket.on('close', () => resolve());
    });
    expect(await hub.provider.post(body('after'))).toBe(200);
    await hub.arrived(1);
    expect(hub.inbound()[0]?.text).toBe('after');
  });

  it('nested deeper than anything, signed, is kept whole and shown as nothing', async () => {
    for (const depth of [100, 500_000]) expect(await hub.provider.post(`${'['.repeat(depth)}${']'.repeat(depth)}`)).toBe(200);
    await hub.channels.idle();
    expect(await hub.db.selectFrom('quarantine').select('reason').execute()).toEqual([{ reason: 'unreadable' }, { reason: 'unreadable' }]);
    expect(hub.inbound()).toEqual([]);
  });

  it('of another account, of an unknown field, of unknown shape is kept and shown as nothing', async () => {
    const foreign = JSON.stringify(whatsAppMessages([whatsAppMessage(anna, textOf('For another number'))])).replaceAll(numberId, '999999999');
    for (const text of [foreign, JSON.stringify(whatsAppBody({ event: 'x' }, 'account_update')), '{}', 'null', '[]', '"x"', '7', JSON.stringify({ object: 'page', entry: [] })]) expect(await hub.provider.post(text)).toBe(200);
    await hub.channels.idle();
    expect((await hub.db.selectFrom('quarantine').select('id').execute()).length).toBe(8);
    expect(hub.inbound()).toEqual([]);
  });

  it('comes to a removed channel in vain', async () => {
    await hub.db.updateTable('channels').set({ removed_at: 1 }).execute();
    await hub.channels.reload();
    expect(await hub.provider.post(body())).toBe(404);
  });

  it('says nothing of the customer in the log', async () => {
    const picture = whatsAppMessage(anna, { type: 'image', image: { id: '77777777', caption: 'zanzibar' } });
    await hub.provider.post(JSON.stringify(whatsAppMessages([picture, whatsAppMessage(anna, { type: 'new', new: 'zanzibar' })])));
    await hub.channels.idle();
    expect(JSON.stringify(hub.logged)).not.toMatch(/zanzibar|4917|DE\.|Anna|wamid/);
  });
});
