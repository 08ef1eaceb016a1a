import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import type { HubMessage } from '../../../../shared/contract/wire/index.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { openChunk } from '../../../../shared/trust/chunks.ts';
import { drawnCard } from '../../../doubles/drawn-card.ts';
import { card } from '../../../doubles/made-documents.ts';
import { drawn, greyImage, letterF, pdfOf } from '../../../doubles/made-scans.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const nora = 'nora@nordlicht.example';

function mailWith(subject: string, name: string, bytes: Uint8Array): Buffer {
  const lines = ['From: Anna <anna@mail.example>', `Subject: ${subject}`, `Message-ID: <${subject}@mail.example>`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the scan.', '--b'];
  lines.push('Content-Type: application/octet-stream', `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', ...(Buffer.from(bytes).toString('base64').match(/.{1,76}/g) ?? []));
  return Buffer.from([...lines, '--b--', ''].join('\r\n'));
}

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe('a scanned document in a mail', { timeout: 180_000 }, () => {
  let folder: string;
  let dovecot: Dovecot;
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  const scan = readFileSync(join(import.meta.dirname, '../../../fixtures/scans/fax.pdf'));
  const harmless = pdfOf([{ draws: drawn('I0', 64, 96) }], [greyImage(letterF())]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-scan-'));
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop] });
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.ask('channel.add-email', {
      name: 'Support', address: shop.address, teamId: id, user: shop.address, password: shop.password, ca: dovecot.ca,
      imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
      // Nothing is sent here.
      smtp: { host: 'localhost', port: 9, security: 'starttls' },
    });
    agent = await service.liveDevice(nora);
  });
  afterAll(async () => {
    agent.drop();
    await service.remove();
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const policy = async (pictures: Policy['pictures']) => service.ask('policy.set', { ...(await service.ask('policy.show', null)), attachments: 'looked-into', pictures });
  let count = 0;
  const arrived = async (name: string, bytes: Uint8Array): Promise<HubMessage> => {
    const subject = `scan-${(count += 1)}`;
    const found = () => [...agent.messages.values()].find((message) => message.subject === subject);
    dovecot.deliver(shop.address, mailWith(subject, name, bytes));
    for (let tries = 0; tries < 6 && found() === undefined; tries += 1) await agent.until(() => found() !== undefined, subject).catch(() => undefined);
    const message = found();
    if (message === undefined) throw new Error('No mail came.');
    return message;
  };
  /** What the agent has of a file, or why nothing. */
  const had = async ({ attachments }: HubMessage, at: number) => {
    const { size, contents } = attachments[at] ?? {};
    if (contents?.state !== 'kept') return contents?.state;
    const { id, key } = contents;
    const answer = () => agent.heard.find((told) => 'attachment' in told && told.attachment === id);
    agent.tell({ c: 'attachment-fetch', attachment: id, first: 0, count: 1 });
    await agent.until(() => answer() !== undefined, 'an answer');
    const told = answer();
    return told?.c === 'attachment-chunk' && key !== undefined ? Buffer.from(openChunk(fromBase64(key), { id, size: size ?? 0 }, 0, fromBase64(told.sealed))) : told?.c;
  };

  it('with a card number is held as a photo of one is, and the agent sees what was found, and its text with that hidden', async () => {
    await policy('read');
    const [paper, photo] = [await arrived('scan.pdf', scan), await arrived('photo.png', drawnCard(card, { letters: 32 }))];
    for (const [message, name] of [[paper, 'scan.pdf'], [photo, 'photo.png']] as const) {
      expect(message.attachments.map((file) => [file.name, file.contents?.state])).toEqual([[name, 'held'], [`${name} (text).txt`, 'kept']]);
      // Without an id: nothing of it is kept.
      expect(message.attachments[0]?.contents).toEqual({ state: 'held', hidden: [{ type: 'card', count: 1 }] });
      const text = String(await had(message, 1));
      expect(text).toContain('[card **** 1111]');
      expect(text).toContain('Please charge my card');
      expect(text).not.toContain('1111 1111');
    }
  });

  it('in which nothing was found is delivered where pictures are read, and is not where they are left', async () => {
    await policy('read');
    expect(await had(await arrived('logo.pdf', harmless), 0)).toEqual(harmless);
    await policy('leave');
    for (const [name, bytes] of [['logo.pdf', harmless], ['scan.pdf', scan]] as const) expect(await had(await arrived(name, bytes), 0)).toBe('attachment-refused');
  });
});
