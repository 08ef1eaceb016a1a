import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeIn, signInByBrowser } from '../../../../hub/admin/commands/browser-sign-in.ts';
import { OAuthError, refresh } from '../../../../hub/channels/email/oauth/token-endpoint.ts';
import { runs } from '../../../doubles/how-often.ts';
import { OAuthProviderDouble } from '../../../doubles/oauth-provider.ts';

const waiting = { timeout: 60_000, interval: 20 };

describe('signing in by a browser', () => {
  let provider: OAuthProviderDouble;
  beforeAll(async () => {
    provider = await OAuthProviderDouble.start();
  });
  afterAll(() => provider.stop());

  const begin = async () => {
    const input = new PassThrough();
    const said: string[] = [];
    const result = signInByBrowser({ client: { provider: 'google', clientId: 'client-1', tenant: 'x', base: provider.base }, address: 'support@shop.example', input, say: (line) => said.push(line) });
    result.catch(() => undefined);
    await vi.waitFor(() => expect(said.join('\n')).toMatch(/http:\S+/), waiting);
    return { input, said, result, asked: /http:\S+/.exec(said.join('\n'))?.[0] ?? '' };
  };

  it('takes what the browser brings to this machine', async () => {
    const { asked, result } = await begin();
    const back = await provider.signIn(asked);
    expect((await fetch(back)).status).toBe(200);
    expect(await result).toMatchObject({ code: new URL(back).searchParams.get('code'), redirectUri: new URL(back).origin });
  });

  it('takes the address that a browser elsewhere ended at, after a wrong one', async () => {
    const { asked, input, said, result } = await begin();
    const back = await provider.signIn(asked);
    input.write(`\nhttp://127.0.0.1:1/?code=x&state=other\n`);
    await vi.waitFor(() => expect(said.join('\n')).toContain('paste it again'), waiting);
    input.write(`${back}\n`);
    expect(await result).toMatchObject({ code: new URL(back).searchParams.get('code') });
  });

  it('takes no code from a page that does not know the state, and none twice', async () => {
    const { asked, result } = await begin();
    const back = new URL(await provider.signIn(asked));
    expect((await fetch(`${back.origin}/?code=forged&state=${'x'.repeat(32)}`)).status).toBe(404);
    expect((await fetch(`${back.origin}/?code=forged`)).status).toBe(404);
    await fetch(back);
    expect((await result).code).toBe(back.searchParams.get('code'));
  });

  it('says so where the person does not agree', async () => {
    const { asked, input, result } = await begin();
    input.write(`${await provider.signIn(asked, false)}\n`);
    await expect(result).rejects.toMatchObject({ kind: 'sign-in-refused' });
  });

  it('reads any text that is pasted, and takes nothing out of it that has not the state', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })), (text) => {
        expect(codeIn(text, 'a-state-of-our-own').kind).toBe('other');
      }),
    );
    expect(codeIn('http://localhost:1/?state=s&code=c', 's')).toEqual({ kind: 'code', code: 'c' });
  });
});

describe('what a provider answers', () => {
  let server: Server;
  let answer = { status: 200, body: '' };
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { 'Content-Type': 'application/json', 'Location': '/elsewhere' });
      response.end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const ask = (status: number, body: string) => {
    answer = { status, body };
    return refresh({ provider: 'microsoft', clientId: 'c', clientSecret: null, tenant: 't', base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }, 'r');
  };

  it.each([
    ['an ended sign-in', 400, { error: 'invalid_grant', error_description: 'anna@mail.example' }, 'oauth-refused'],
    ['a person who is needed', 400, { error: 'interaction_required' }, 'oauth-refused'],
    ['a client that is not taken', 401, { error: 'invalid_client' }, 'oauth-client'],
    ['too many requests', 429, { error: 'slow_down' }, 'oauth-unreachable'],
    ['trouble', 503, {}, 'oauth-unreachable'],
    ['a redirect', 302, {}, 'oauth-unreachable'],
    ['a grant without a token', 200, { token_type: 'Bearer' }, 'oauth-unreachable'],
    ['another kind of token', 200, { access_token: 'a', token_type: 'mac' }, 'oauth-unreachable'],
    ['a token with a line in it', 200, { access_token: 'a\r\nb', token_type: 'Bearer' }, 'oauth-unreachable'],
  ] as const)('%s is told by its kind, and never in the provider’s words', async (_what, status, body, kind) => {
    const error: unknown = await ask(status, JSON.stringify(body)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind });
    expect(String(error)).not.toContain('anna');
  });

  it('is read whatever it is: tokens, or an error of ours', async () => {
    await expect(ask(200, 'x'.repeat(70_000))).rejects.toMatchObject({ kind: 'oauth-unreachable' });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(200, 400, 401, 500), fc.oneof(fc.json(), fc.string(), fc.record({ access_token: fc.string(), token_type: fc.constant('Bearer'), expires_in: fc.anything() }).map((value) => JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each)))), async (status, body) => {
        const result: unknown = await ask(status, body).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(OAuthError);
        else expect(result).toMatchObject({ accessToken: expect.stringMatching(/^[\x21-\x7e]+$/), expiresIn: expect.any(Number) });
      }),
      runs(100),
    );
  });
});
