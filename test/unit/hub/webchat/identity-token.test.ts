import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type JWTPayload, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readIdentity } from '../../../../hub/channels/webchat/identity-token.ts';

const now = Date.UTC(2027, 0, 4, 9, 0, 0);
const seconds = now / 1000;
const channelId = randomUUID();
const key = { id: 'k1', secret: 'a'.repeat(43), madeAt: 0, endsAt: null };
const good = { sub: 'customer-17', aud: channelId, iat: seconds, exp: seconds + 300, jti: 'token-0001' };

const signed = (claims: JWTPayload, header: { readonly alg?: string; readonly kid?: string } = {}, secret = key.secret) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1', ...header }).sign(Buffer.from(secret, 'utf8'));
const read = (token: string) => readIdentity(token, { keys: [key], channelId, now });
const unsigned = (claims: object) => `${Buffer.from(JSON.stringify({ alg: 'none', kid: 'k1' })).toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;

describe('what a shop’s server says of a customer', () => {
  it('is taken when it is signed for this chat, now', async () => {
    expect(await read(await signed({ ...good, name: ' Ada Lovelace ', email: 'Ada@Shop.example', email_verified: true }))).toEqual({
      ok: true,
      customer: { subject: 'customer-17', name: 'Ada Lovelace', email: 'ada@shop.example' },
      tokenId: 'token-0001',
      endsAt: now + 361_000,
    });
  });

  it('counts an e-mail address only where the shop has verified it', async () => {
    for (const said of [{ email: 'ada@shop.example' }, { email: 'ada@shop.example', email_verified: false }]) {
      expect(await read(await signed({ ...good, ...said }))).toMatchObject({ ok: true, customer: { email: null } });
    }
  });

  it.each([
    ['signed with another key', () => signed(good, {}, 'b'.repeat(43))],
    ['under a key that is not there', () => signed(good, { kid: 'k2' })],
    ['with another algorithm of the same key', () => signed(good, { alg: 'HS384' })],
    ['not signed at all', () => Promise.resolve(unsigned(good))],
    ['for another chat', () => signed({ ...good, aud: randomUUID() })],
    ['for several chats', () => signed({ ...good, aud: [channelId, randomUUID()] })],
    ['good for longer than ten minutes', () => signed({ ...good, exp: seconds + 601 })],
    ['made in time to come', () => signed({ ...good, iat: seconds + 120, exp: seconds + 300 })],
    ['without an end', () => signed({ sub: 'customer-17', aud: channelId, iat: seconds, jti: 'token-0001' })],
    ['without a name of its own', () => signed({ sub: 'customer-17', aud: channelId, iat: seconds, exp: seconds + 300 })],
    ['without a customer', () => signed({ aud: channelId, iat: seconds, exp: seconds + 300, jti: 'token-0001' })],
    ['with a customer of no letters', () => signed({ ...good, sub: '' })],
    ['larger than is read', () => signed({ ...good, name: 'x'.repeat(5000) })],
  ])('is refused when it is %s', async (_, token) => {
    expect(await read(await token())).toEqual({ ok: false, why: 'refused' });
  });

  it('is refused when one letter of it is another', async () => {
    const token = await signed(good);
    const [head = '', body = '', mark = ''] = token.split('.');
    const forged = Buffer.from(Buffer.from(body, 'base64url').toString('utf8').replace('customer-17', 'customer-18')).toString('base64url');
    expect(await read([head, forged, mark].join('.'))).toEqual({ ok: false, why: 'refused' });
  });

  it('is late a minute after its end, and not before', async () => {
    expect(await read(await signed({ ...good, iat: seconds - 300, exp: seconds - 59 }))).toMatchObject({ ok: true });
    expect(await read(await signed({ ...good, iat: seconds - 300, exp: seconds - 60 }))).toEqual({ ok: false, why: 'late' });
  });

  it('is refused, and nothing breaks, whatever it is', async () => {
    const segment = fc.oneof(fc.base64String(), fc.json().map((text) => Buffer.from(text).toString('base64url')), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.tuple(segment, segment, segment).map((parts) => parts.join('.'))), async (token) => {
        expect((await read(token)).ok).toBe(false);
      }),
    );
  });
});
