import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { providerOf } from '../../channels/email/oauth/providers.ts';
import type { OAuthClient } from '../../channels/settings.ts';

/** Longest that a person has, in milliseconds: providers' codes live no longer. */
const patience = 10 * 60_000;

export type SignInProblem = 'sign-in-refused' | 'sign-in-late';
export class SignInError extends SealdeskError<SignInProblem> {}

export interface BroughtBack {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export interface SignInTerms {
  readonly client: Pick<OAuthClient, 'provider' | 'clientId' | 'tenant' | 'base'>;
  /** The mailbox, which the provider's page then suggests. */
  readonly address: string;
  /** Where an address may be pasted. */
  readonly input: Readable;
  readonly say: (line: string) => void;
}

/**
 * Has a person sign in at the provider: authorization code with PKCE (RFC 7636) and a redirect to this machine (RFC 8252 section 7.3), which both Google
 * and Microsoft document for mail. Where the browser is on another machine its last page cannot be opened; what matters is its
 * address, which is pasted here instead. A device code (RFC 8628) would be simpler, but Google gives none for mail.
 *
 * @throws SignInError
 */
export async function signInByBrowser({ client, address, input, say }: SignInTerms): Promise<BroughtBack> {
  const provider = providerOf(client);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(24).toString('base64url');
  const { server, came } = await listening(state);
  try {
    const redirectUri = `http://${provider.loopback}:${(server.address() as AddressInfo).port}`;
    const url = new URL(provider.authorize);
    const asked = {
      response_type: 'code', client_id: client.clientId, redirect_uri: redirectUri, scope: provider.scope, state, login_hint: address,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...provider.asking,
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    say(`Open this address in a browser, on any machine, and sign in as ${address}:\n\n${url.href}\n`);
    say('When the page says that it cannot be reached, copy its whole address and paste it here, then press Enter:');
    const code = await Promise.race([came, pasted(input, state, say), late()]);
    return { code, verifier, redirectUri };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Takes the browser's redirect where it is on this machine. Whatever does not know the state is answered, and changes nothing. */
async function listening(state: string): Promise<{ readonly server: Server; readonly came: Promise<string> }> {
  let heard: (code: string) => void = () => undefined;
  let refused: (error: SignInError) => void = () => undefined;
  const came = new Promise<string>((resolve, reject) => {
    [heard, refused] = [resolve, reject];
  });
  // Whoever pastes does not wait for this one.
  came.catch(() => undefined);
  const server = createServer((request, response) => {
    const result = codeIn(`http://localhost${request.url ?? '/'}`, state);
    const known = result.kind !== 'other';
    response.writeHead(known ? 200 : 404, { 'Content-Type': 'text/plain; charset=utf-8', 'Connection': 'close' });
    response.end(known ? 'You can close this page, and go on where you typed the command.\n' : 'Not found\n');
    if (result.kind === 'code') heard(result.code);
    if (result.kind === 'refused') refused(denied());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, came };
}

async function pasted(input: Readable, state: string, say: (line: string) => void): Promise<string> {
  const lines = createInterface({ input, terminal: false });
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const result = codeIn(line.trim(), state);
      if (result.kind === 'code') return result.code;
      if (result.kind === 'refused') throw denied();
      say('This is not the address of that page, or of another sign-in. Copy the whole of it and paste it again:');
    }
  } finally {
    lines.close();
  }
  // There is nobody to paste: the browser may still come.
  return new Promise(() => undefined);
}

type Brought = { readonly kind: 'code'; readonly code: string } | { readonly kind: 'refused' } | { readonly kind: 'other' };

/** What an address says (RFC 6749 section 4.1.2), where it belongs to this sign-in. */
export function codeIn(address: string, state: string): Brought {
  const url = address.length > 10_000 ? null : URL.parse(address);
  const given = Buffer.from(url?.searchParams.get('state') ?? '');
  const own = Buffer.from(state);
  if (url === null || given.length !== own.length || !timingSafeEqual(given, own)) return { kind: 'other' };
  const code = url.searchParams.get('code');
  if (code !== null && /^[\x21-\x7e]{1,4000}$/.test(code)) return { kind: 'code', code };
  return url.searchParams.has('error') ? { kind: 'refused' } : { kind: 'other' };
}

const denied = () => new SignInError('sign-in-refused', 'The provider did not let you sign in. Nothing was changed.');

async function late(): Promise<never> {
  await new Promise<void>((resolve) => setTimeout(resolve, patience).unref());
  throw new SignInError('sign-in-late', 'Nobody has signed in within ten minutes. Nothing was changed; run the command again.');
}
