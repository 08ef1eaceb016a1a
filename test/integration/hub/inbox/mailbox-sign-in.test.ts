import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { signInByBrowser } from '../../../../hub/admin/commands/browser-sign-in.ts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { signInAgain } from '../../../../hub/channels/email/oauth/sign-in-admin.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { OAuthProviderDouble } from '../../../doubles/oauth-provider.ts';
import { fixture, openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const waiting = { timeout: 60_000, interval: 50 };

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe.each([['google', 'keeps'], ['microsoft', 'rotates']] as const)('a mailbox that somebody signs in to, at %s', (kind, rotation) => {
  let folder: string;
  let provider: OAuthProviderDouble;
  let dovecot: Dovecot;
  let smtp: Smtp;
  let hub: Organisation;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-mail-'));
    provider = await OAuthProviderDouble.start(rotation, { id: 'client-1', secret: kind === 'google' ? 'client-secret-1' : null });
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop], introspection: provider.introspection });
  });
  afterAll(async () => {
    await dovecot.stop();
    await provider.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    provider.asked.length = 0;
    provider.trouble = null;
    provider.lifetime = 3_600;
    smtp = await startSmtp({ certificate: loopbackCertificate(join(folder, 'smtp')), accounts: [], token: (user, token) => provider.userOf(token) === user });
    hub = await openOrganisation();
  });
  afterEach(async () => {
    await hub.close();
    await smtp.stop();
  });

  const client = () => ({ provider: kind, clientId: provider.client.id, clientSecret: provider.client.secret, tenant: 'shop.example', base: provider.base });
  const brought = async () => {
    const input = new PassThrough();
    const said: string[] = [];
    const signingIn = signInByBrowser({ client: client(), address: shop.address, input, say: (line) => said.push(line) });
    await vi.waitFor(() => expect(said.join('\n')).toMatch(/http:\S+/), waiting);
    input.write(`${await provider.signIn(/http:\S+/.exec(said.join('\n'))?.[0] ?? '')}\n`);
    return signingIn;
  };
  const addMailbox = async () =>
    addEmailChannel(
      hub.admin,
      {
        name: 'Support',
        address: shop.address,
        imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
        smtp: { host: 'localhost', port: smtp.port, security: 'starttls' },
        user: shop.address,
        signIn: { ...client(), ...(await brought()) },
        ca: `${dovecot.ca}\n${loopbackCertificate(join(folder, 'smtp')).cert}`,
      },
      'test',
    );
  const working = (channel: string) => vi.waitFor(() => expect(hub.channels.health(channel)).toMatchObject({ state: 'working', problem: null }), waiting);
  const problem = (channel: string, words: string) => vi.waitFor(() => expect(hub.channels.health(channel)).toMatchObject({ state: 'failing', problem: expect.stringContaining(words) }), waiting);

  it('is read and answered with access tokens, of which none is kept, and no token is in the log or in the open', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    await hub.channels.start();
    const channel = await addMailbox();
    await working(channel);
    dovecot.deliver(shop.address, fixture('plain.eml'));
    await vi.waitFor(() => expect(hub.messages().some(({ subject }) => subject === 'Where is my tent?')).toBe(true), waiting);
    const first = hub.messages().find(({ subject }) => subject === 'Where is my tent?');
    await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(first?.conversationId), messageId: MessageId.parse(randomUUID()), text: 'It left today.', seen: first?.id ?? null });
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const rows = await hub.db.selectFrom('channels').selectAll().execute();
    const open = rows.map(({ settings }) => Buffer.from(settings).toString('latin1')).join('') + JSON.stringify([hub.logged, hub.channels.health(channel)]);
    for (const secret of provider.secrets) expect(open).not.toContain(secret);
  });

  it('goes on after its server was started anew, with the refresh token that came last', async () => {
    await hub.channels.start();
    const channel = await addMailbox();
    await working(channel);
    await hub.channels.stop();
    await hub.channels.start();
    await working(channel);
    expect(provider.asked.map(({ answer }) => answer)).toEqual(['granted', 'granted', 'granted']);
  });

  it('gets another access token where one has ended before its time, without anybody doing anything', async () => {
    await hub.channels.start();
    const channel = await addMailbox();
    await working(channel);
    provider.endAccess();
    await dovecot.restart();
    await vi.waitFor(() => expect(provider.asked.filter(({ grant, answer }) => grant === 'refresh_token' && answer === 'granted').length).toBeGreaterThanOrEqual(2), waiting);
    await working(channel);
  });

  it('says that somebody has to sign in again once the provider refuses, while the connection of before still stands, and works again after', async () => {
    provider.lifetime = 2;
    await hub.channels.start();
    const channel = await addMailbox();
    await working(channel);
    provider.revoke();
    await problem(channel, `sealdesk channel sign-in ${channel}`);
    const asked = provider.asked.length;
    expect(hub.logged.some(({ event }) => event === 'mailbox.not-signed-in')).toBe(true);
    expect(JSON.stringify([hub.logged, hub.channels.health(channel)])).not.toContain('anna@');
    provider.lifetime = 3_600;
    await signInAgain(hub.admin, channel, await brought(), 'test');
    await working(channel);
    // What was refused was not asked for again and again.
    expect(provider.asked.slice(0, asked).filter(({ answer }) => answer === 'invalid_grant')).toHaveLength(1);
  });

  it('waits for a provider that is in trouble, and tells nobody to sign in', async () => {
    await hub.channels.start();
    const channel = await addMailbox();
    await working(channel);
    await hub.channels.stop();
    provider.trouble = 503;
    await hub.channels.start();
    await problem(channel, 'does not answer');
    expect(hub.channels.health(channel)?.problem).not.toContain('sign-in again');
    provider.trouble = null;
    await working(channel);
  });

  it('is not added with a code that was used, or that belongs to another sign-in', async () => {
    const given = await brought();
    const add = (change: Partial<typeof given>) =>
      addEmailChannel(hub.admin, { name: 'x', address: shop.address, imap: { host: 'localhost', port: 1, security: 'tls' }, smtp: { host: 'localhost', port: 1, security: 'tls' }, user: 'x', signIn: { ...client(), ...given, ...change } }, 'test');
    await expect(add({ verifier: 'x'.repeat(43) })).rejects.toMatchObject({ kind: 'oauth-refused' });
    await expect(add({})).rejects.toMatchObject({ kind: 'oauth-refused' });
    expect(await hub.db.selectFrom('channels').selectAll().execute()).toEqual([]);
  });
});
