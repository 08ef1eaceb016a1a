import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { dkimSign } from 'mailauth';
import { describe, expect, it } from 'vitest';
import { trustedResults } from '../../../../hub/channels/email/authenticate-mail.ts';
import { readMail } from '../../../../hub/channels/email/read-mail.ts';
import { shownBy } from '../../../../hub/intake/verify.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';

const own = 'support@shop.example';
const server = 'mx.shop.example';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
/** Both sign with one key; the victim's domain wants what is not signed to be refused. */
const names: Readonly<Record<string, string>> = {
  's1._domainkey.evil.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  's1._domainkey.victim.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  '_dmarc.victim.example': 'v=DMARC1; p=reject',
};
const resolver = (name: string, type: string): Promise<string[][]> => {
  const text = type === 'TXT' ? names[name] : undefined;
  return text === undefined ? Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' })) : Promise.resolve([[text]]);
};

/** What the hub makes of a mail. @param top header fields above all others */
async function read(mail: string, { top = '', authservId = null as string | null } = {}) {
  const { authentication, message } = await readMail({ raw: Buffer.from(top + mail), receivedAt: Date.UTC(2026, 10, 28), address: own, authservId, policy: defaultPolicy }, resolver);
  return { authentication, from: message.identity?.value ?? null, level: shownBy(message.identity, authentication) };
}

async function signed(mail: string, signingDomain: string, more: { readonly maxBodyLength?: number; readonly algorithm?: string } = {}): Promise<string> {
  const { signatures } = await dkimSign(mail, { signatureData: [{ signingDomain, selector: 's1', privateKey: pem, ...more }] } as unknown as Parameters<typeof dkimSign>[1]);
  return signatures + mail;
}

const mailFrom = (head: string) => `${head}\r\nTo: ${own}\r\nSubject: Tent\r\nDate: Fri, 27 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@mail.example>\r\n\r\nHello\r\n`;
const victim = 'victim@victim.example';

describe('who a mail is vouched to come from', () => {
  it('is who wrote it, where their own domain has signed it', async () => {
    expect(await read(await signed(mailFrom('From: Victim <Victim@Victim.example>'), 'victim.example'))).toMatchObject({ from: victim, level: 'contact', authentication: { alignedDomain: 'victim.example', dmarc: 'pass' } });
    expect(await read(await signed(mailFrom('From: Doe, John <a@evil.example>'), 'evil.example'))).toMatchObject({ from: 'a@evil.example', level: 'contact' });
  });

  it.each([
    ['in quotes before it', `From: "a b"@evil.example, ${victim}`],
    ['with a space before it', `From: <a b@evil.example>, ${victim}`],
    ['with two signs before it', `From: <a@b@evil.example>, <${victim}>`],
    ['that is too long before it', `From: ${'a'.repeat(260)}@evil.example, ${victim}`],
    ['beside it', `From: a@evil.example, ${victim}`],
    ['in From, and it in Sender', `From: <a b@evil.example>\r\nSender: ${victim}`],
    ['in a second From', `From: ${victim}\r\nFrom: a@evil.example`],
    ['in From, and it in a second one', `From: a@evil.example\r\nFrom: ${victim}`],
  ])('is nobody, where what is signed for one address may be shown to come from another: one %s', async (_, head) => {
    const { from, level, authentication } = await read(await signed(mailFrom(head), 'evil.example'));
    expect({ from, level, aligned: authentication?.alignedDomain }).toEqual({ from: expect.any(String), level: 'unverified', aligned: null });
    // Neither does the company's own server speak for it, whichever of them it has looked at.
    const upstream = await read(await signed(mailFrom(head), 'evil.example'), { top: `Authentication-Results: ${server}; dmarc=pass header.from=evil.example\r\n`, authservId: server });
    expect(upstream.level).toBe('unverified');
  });

  it('is never an address of a domain that has not signed it, whatever From says', async () => {
    const piece = fc.constantFrom(victim, 'a@evil.example', '<', '>', '"', '(', ')', ',', ';', ':', ' ', '\t', '\\', '@', 'a', 'é', '\u00a0', '=?utf-8?q?=2C?=', `<${victim}>`, '<a@evil.example>', '"a b"@evil.example', '\r\nSender: ', '\r\nFrom: ', '\r\n ');
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
        const { from, level } = await read(await signed(mailFrom(`From: ${pieces.join('')}`), 'evil.example'));
        if (level !== 'unverified') expect(from).toMatch(/@evil\.example$/);
      }),
      runs(200),
    );
  });

  it('is nobody, where the signature covers the beginning of the text alone, or is made with SHA-1', async () => {
    const mail = mailFrom(`From: ${victim}`);
    const short = await signed(mail, 'victim.example', { maxBodyLength: 7 });
    expect(await read(short)).toMatchObject({ level: 'contact' });
    expect(await read(`${short}Send it to another address.\r\n`)).toMatchObject({ level: 'unverified', authentication: { alignedDomain: null, dmarc: 'none', dkim: 'none' } });
    expect(await read(await signed(mail, 'victim.example', { algorithm: 'rsa-sha1' }))).toMatchObject({ level: 'unverified', authentication: { alignedDomain: null } });
  });

  it('is whom the company’s own server names, and nobody else', async () => {
    const told = (result: string) => read(mailFrom(`From: ${victim}`), { top: `Authentication-Results: ${server}; ${result}\r\n`, authservId: server });
    expect((await told('dmarc=pass (p=REJECT) header.from=victim.example')).level).toBe('contact');
    expect((await told('spf=none; dmarc=pass')).level).toBe('contact');
    expect((await told('dmarc=pass header.from=evil.example')).level).toBe('unverified');
    expect((await told('dmarc=fail header.from=evil.example')).authentication?.upstream?.dmarc).toBe('fail');
  });

  it.each([
    'spf=pass (domain of "a(b)c; dmarc=pass x"@evil.example designates it) smtp.mailfrom=evil.example; dmarc=fail header.from=victim.example',
    'spf=pass (domain of a (b) c; dmarc=pass x; says so) smtp.mailfrom=evil.example; dmarc=fail header.from=victim.example',
    'spf=pass smtp.mailfrom="x; dmarc=pass "@evil.example; dmarc=fail header.from=victim.example',
    'spf=pass smtp.mailfrom="x\\"; dmarc=pass "@evil.example; dmarc=fail header.from=victim.example',
  ])('is nobody by words that the sender has put into what the company’s server says: %s', async (result) => {
    expect(trustedResults(Buffer.from(`Authentication-Results: ${server}; ${result}\r\n\r\n`), server)).toEqual({ verdicts: { spf: 'pass', dkim: 'none', dmarc: 'fail' }, author: 'victim.example' });
    expect((await read(mailFrom(`From: ${victim}`), { top: `Authentication-Results: ${server}; ${result}\r\n`, authservId: server })).level).toBe('unverified');
  });

  it('is read from a field of any form without an error', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('(', ')', '"', '\\', ';', ' ', 'dmarc=pass', 'x', 'header.from=a'), { maxLength: 30 }), (pieces) => {
        const found = trustedResults(Buffer.from(`Authentication-Results: ${server} ;${pieces.join('')}\r\n\r\n`), server);
        if (found?.verdicts.dmarc === 'pass') expect(pieces).toContain('dmarc=pass');
      }),
      runs(500),
    );
  });
});
