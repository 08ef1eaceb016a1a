import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import { maxChunksAtOnce } from '../../../../shared/contract/wire/index.ts';
import { maxAttachmentBytes } from '../../../../shared/domain/attachment.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { chunkCount, openChunk } from '../../../../shared/trust/chunks.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const nora = 'nora@nordlicht.example';
const outsider = 'otto@nordlicht.example';

function mailWith(subject: string, type: string, bytes: Uint8Array): Buffer {
  const encoded = Buffer.from(bytes).toString('base64');
  const lines = ['From: Anna <anna@mail.example>', `Subject: ${subject}`, `Message-ID: <${subject}@mail.example>`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the file.', '--b'];
  lines.push(`Content-Type: ${type}`, 'Content-Disposition: attachment; filename="file"', 'Content-Transfer-Encoding: base64', '');
  for (let at = 0; at < encoded.length; at += 76) lines.push(encoded.slice(at, at + 76));
  return Buffer.from([...lines, '--b--', ''].join('\r\n'));
}

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe('an attachment that came by mail', () => {
  let folder: string;
  let dovecot: Dovecot;
  let service: ServiceInProcess;
  let device: SimulatedDevice;
  let other: SimulatedDevice;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-files-'));
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop] });
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.addAgent(outsider);
    await service.ask('channel.add-email', {
      name: 'Support', address: shop.address, teamId: id, user: shop.address, password: shop.password, ca: dovecot.ca,
      imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
      // Nothing is sent here.
      smtp: { host: 'localhost', port: 9, security: 'starttls' },
    });
    await policy('deliver');
    device = await service.liveDevice(nora);
    other = await service.liveDevice(outsider);
  });
  afterAll(async () => {
    device.drop();
    other.drop();
    await service.remove();
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const policy = async (attachments: 'withhold' | 'deliver') => {
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), attachments });
  };
  const arrived = async (subject: string, patience = 30_000) => {
    const found = () => [...device.messages.values()].find((message) => message.subject === subject);
    const end = Date.now() + patience;
    while (found() === undefined && Date.now() < end) await device.until(() => found() !== undefined, subject).catch(() => undefined);
    const attachment = found()?.attachments[0];
    if (attachment?.contents?.state !== 'kept') throw new Error('The contents were not kept.');
    return { ...attachment.contents, size: attachment.size };
  };
  const answers = (by: SimulatedDevice, id: string) => by.heard.filter((message) => (message.c === 'attachment-chunk' || message.c === 'attachment-refused') && message.attachment === id);
  /** What the hub answers to one request, opened by nobody. */
  const fetch = async (by: SimulatedDevice, { id, size }: Awaited<ReturnType<typeof arrived>>, first: number, count = maxChunksAtOnce) => {
    const expected = Math.min(count, chunkCount(size) - first);
    by.tell({ c: 'attachment-fetch', attachment: id, first, count });
    await by.until(() => answers(by, id).length >= expected || answers(by, id).some(({ c }) => c === 'attachment-refused'), 'the chunks');
    const told = answers(by, id);
    for (const message of told) by.heard.splice(by.heard.indexOf(message), 1);
    return told;
  };

  it('of the largest size is kept sealed and fetched in chunks that open to what was sent', async () => {
    const sent = randomBytes(maxAttachmentBytes);
    dovecot.deliver(shop.address, mailWith('largest', 'application/pdf', sent));
    const contents = await arrived('largest', 120_000);
    expect(contents.size).toBe(maxAttachmentBytes);
    for (let first = 0; first < chunkCount(contents.size); first += maxChunksAtOnce) {
      const opened = (await fetch(device, contents, first)).map((told) => {
        if (told.c !== 'attachment-chunk') throw new Error(told.c);
        return openChunk(fromBase64(contents.key), contents, told.index, fromBase64(told.sealed));
      });
      expect(Buffer.concat(opened).equals(sent.subarray(first * 256 * 1024, (first + maxChunksAtOnce) * 256 * 1024))).toBe(true);
    }
    expect(device.refused).toEqual([]);
  }, 240_000);

  it('is given to nobody who may not see the conversation, and no more to who may see it no longer', async () => {
    dovecot.deliver(shop.address, mailWith('seen', 'image/png', randomBytes(1000)));
    const contents = await arrived('seen');
    expect((await fetch(device, contents, 0)).map(({ c }) => c)).toEqual(['attachment-chunk']);
    expect(await fetch(other, contents, 0)).toEqual([{ c: 'attachment-refused', attachment: contents.id, reason: 'gone' }]);
    await service.ask('agent.change', { agent: nora, teams: [] });
    expect(await fetch(device, contents, 0)).toEqual([{ c: 'attachment-refused', attachment: contents.id, reason: 'gone' }]);
    await service.ask('agent.change', { agent: nora, teams: ['Returns'] });
    // Joining starts the Signal session anew.
    await device.hears('prekeys-wanted');
    device.publishPreKeys();
    const before = device.events.length;
    await device.until(() => device.events.length > before, 'the first mail');
    await device.send({ m: 'resume', seq: device.seq });
  });

  it('that nobody could redact stays at the hub while the policy withholds it; text comes redacted', async () => {
    await policy('withhold');
    dovecot.deliver(shop.address, mailWith('picture', 'image/png', randomBytes(1000)));
    dovecot.deliver(shop.address, mailWith('table', 'text/csv', Buffer.from('Anna;4111 1111 1111 1111')));
    const [picture, table] = [await arrived('picture'), await arrived('table')];
    expect(await fetch(device, picture, 0)).toEqual([{ c: 'attachment-refused', attachment: picture.id, reason: 'withheld' }]);
    const [told] = await fetch(device, table, 0);
    if (told?.c !== 'attachment-chunk') throw new Error('The table was not given.');
    expect(Buffer.from(openChunk(fromBase64(table.key), table, 0, fromBase64(told.sealed))).toString('utf8')).not.toContain('4111 1111');
    await policy('deliver');
    expect((await fetch(device, picture, 0)).map(({ c }) => c)).toEqual(['attachment-chunk']);
  });

  it('is not given without a hub session', async () => {
    dovecot.deliver(shop.address, mailWith('closed', 'image/png', randomBytes(1000)));
    const contents = await arrived('closed');
    device.tell({ c: 'session-close' });
    device.tell({ c: 'attachment-fetch', attachment: contents.id, first: 0, count: 1 });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    expect(answers(device, contents.id)).toEqual([]);
  });
});
