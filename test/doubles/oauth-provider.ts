import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A program that may ask for sign-ins, as it is registered. */
export interface RegisteredClient {
  readonly id: string;
  readonly secret: string | null;
}

/** What a provider does with a refresh token once it is used: Google keeps it, Microsoft gives another. */
export type Rotation = 'keeps' | 'rotates';

/**
 * The sign-in of a provider of mailboxes, written from RFC 6749, RFC 7636 and the providers' own documents: authorization codes that
 * are good once and for the redirect and the challenge they were asked with, refresh tokens, errors by their names. It calls nothing of ours.
 */
export class OAuthProviderDouble {
  readonly client: RegisteredClient;
  readonly #rotation: Rotation;
  readonly #server: Server;
  readonly #codes = new Map<string, { readonly redirectUri: string; readonly challenge: string; readonly user: string }>();
  readonly #refresh = new Map<string, string>();
  readonly #access = new Map<string, { readonly user: string; readonly endsAt: number }>();
  /** Every request for tokens: what kind, and what came of it. */
  readonly asked: { readonly grant: string; readonly answer: string }[] = [];
  /** Seconds that an access token is good for. */
  lifetime = 3_600;
  /** Answers every request for tokens with this status, as a provider in trouble does; null: as usual. */
  trouble: number | null = null;

  private constructor(client: RegisteredClient, rotation: Rotation) {
    this.client = client;
    this.#rotation = rotation;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(rotation: Rotation = 'keeps', client: RegisteredClient = { id: 'client-1', secret: null }): Promise<OAuthProviderDouble> {
    const double = new OAuthProviderDouble(client, rotation);
    await new Promise<void>((resolve) => double.#server.listen(0, '127.0.0.1', resolve));
    return double;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Where a mail server asks whose a token is. */
  get introspection(): string {
    return `${this.base}/introspect`;
  }

  /** Whose an access token is; null for one that is not good. */
  userOf(token: string): string | null {
    const found = this.#access.get(token);
    return found !== undefined && found.endsAt > Date.now() ? found.user : null;
  }

  /** A person takes the program's access away: every token of theirs ends. */
  revoke(): void {
    this.#refresh.clear();
    this.#access.clear();
  }

  /** Every access token ends before its time; refresh tokens stay. */
  endAccess(): void {
    this.#access.clear();
  }

  /** Every token given out so far. */
  get secrets(): readonly string[] {
    return [...this.#refresh.keys(), ...this.#access.keys()];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A person signs in and agrees, or does not. @returns the address that the browser is sent to. */
  async signIn(address: string, agrees = true): Promise<string> {
    const response = await fetch(agrees ? address : `${address}&deny=1`, { redirect: 'manual' });
    const target = response.headers.get('location');
    if (target === null) throw new Error(`The provider shows an error: ${response.status} ${await response.text()}`);
    return target;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.base);
    if (request.method === 'GET' && url.pathname.endsWith('/auth')) return this.#authorize(url, response);
    if (request.method === 'GET' && url.pathname.endsWith('/authorize')) return this.#authorize(url, response);
    if (request.method === 'POST' && url.pathname.endsWith('/token')) return this.#token(request, response);
    if (url.pathname === '/introspect') return this.#introspect(request, response);
    return send(response, 404, { error: 'not_found' });
  }

  /** RFC 6749 section 4.1.1, RFC 7636 section 4.3. What is wrong with the client or the redirect is shown, never sent on. */
  #authorize(url: URL, response: ServerResponse): void {
    const of = (name: string) => url.searchParams.get(name) ?? '';
    const redirect = of('redirect_uri');
    if (of('client_id') !== this.client.id || !/^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/.test(redirect)) return send(response, 400, { error: 'invalid_client' });
    const back = new URL(redirect);
    if (of('state') !== '') back.searchParams.set('state', of('state'));
    const proper = of('response_type') === 'code' && of('scope') !== '' && of('code_challenge_method') === 'S256' && /^[A-Za-z0-9_-]{43}$/.test(of('code_challenge'));
    if (!proper) back.searchParams.set('error', 'invalid_request');
    else if (url.searchParams.has('deny')) back.searchParams.set('error', 'access_denied');
    else {
      const code = `code-${randomBytes(16).toString('hex')}`;
      this.#codes.set(code, { redirectUri: redirect, challenge: of('code_challenge'), user: of('login_hint') });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { Location: back.href });
    response.end();
  }

  /** RFC 6749 sections 4.1.3 and 6; errors of section 5.2. */
  async #token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await bodyOf(request));
    const of = (name: string) => form.get(name) ?? '';
    const grant = of('grant_type');
    const answer = (status: number, body: object): void => {
      this.asked.push({ grant, answer: 'error' in body ? String(body.error) : 'granted' });
      send(response, status, body);
    };
    if (this.trouble !== null) return answer(this.trouble, { error: 'temporarily_unavailable' });
    if (of('client_id') !== this.client.id || (this.client.secret !== null && of('client_secret') !== this.client.secret)) return answer(401, { error: 'invalid_client' });
    const wrong = { error: 'invalid_grant', error_description: 'Token of anna@mail.example has been expired or revoked.' };
    if (grant === 'authorization_code') {
      const code = this.#codes.get(of('code'));
      this.#codes.delete(of('code'));
      const proven = createHash('sha256').update(of('code_verifier')).digest('base64url') === code?.challenge;
      return code === undefined || !proven || of('redirect_uri') !== code.redirectUri ? answer(400, wrong) : answer(200, { ...this.#granted(code.user), refresh_token: this.#refreshToken(code.user) });
    }
    if (grant === 'refresh_token') {
      const user = this.#refresh.get(of('refresh_token'));
      if (user === undefined) return answer(400, wrong);
      if (this.#rotation === 'keeps') return answer(200, this.#granted(user));
      this.#refresh.delete(of('refresh_token'));
      return answer(200, { ...this.#granted(user), refresh_token: this.#refreshToken(user) });
    }
    return answer(400, { error: 'unsupported_grant_type' });
  }

  /** RFC 7662, with the token as a bearer's. */
  #introspect(request: IncomingMessage, response: ServerResponse): void {
    const user = this.userOf(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    send(response, 200, user === null ? { active: false } : { active: true, username: user, token_type: 'Bearer' });
  }

  #granted(user: string): object {
    const token = `access-${randomBytes(24).toString('base64url')}`;
    this.#access.set(token, { user, endsAt: Date.now() + this.lifetime * 1_000 });
    return { access_token: token, token_type: 'Bearer', expires_in: this.lifetime, scope: 'mail' };
  }

  #refreshToken(user: string): string {
    const token = `refresh-${randomBytes(24).toString('base64url')}`;
    this.#refresh.set(token, user);
    return token;
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
