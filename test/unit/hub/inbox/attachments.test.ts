import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maxMailBytes, parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { readChunks } from '../../../../hub/conversations/attachments.ts';
import { redactFile } from '../../../../hub/intake/redact-file.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { ReceivedFile } from '../../../../hub/intake/stages.ts';
import { HubMessage } from '../../../../shared/contract/wire/index.ts';
import { chunkSize, maxAttachmentBytes } from '../../../../shared/domain/attachment.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { CustomerId } from '../../../../shared/domain/ids.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { openChunk } from '../../../../shared/trust/chunks.ts';
import { card, docx, paragraph, pdf } from '../../../doubles/made-documents.ts';
import { runs } from '../../../doubles/how-often.ts';
import { drawnAs, exifSegment, jpegWith, pointsOf, segment } from '../../../doubles/made-pictures.ts';
import { zipOf } from '../../../doubles/zip-of.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

interface Part {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

function mailWith(...parts: readonly Part[]): Buffer {
  const lines = ['From: Anna <anna@mail.example>', 'Subject: With files', 'Message-ID: <files@mail.example>', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the files.'];
  for (const { name, type, bytes } of parts) {
    lines.push('--b', `Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '');
    const encoded = Buffer.from(bytes).toString('base64');
    for (let at = 0; at < encoded.length; at += 76) lines.push(encoded.slice(at, at + 76));
  }
  return Buffer.from([...lines, '--b--', ''].join('\r\n'));
}

const parse = (raw: Uint8Array) => parseMail(raw, Date.UTC(2026, 2, 4), 'support@shop.example');
const file = (mediaType: string, bytes: Uint8Array): ReceivedFile => ({ name: 'file', mediaType, size: bytes.length, contents: { state: 'read', bytes, redacted: false } });
const textOf = ({ contents }: ReceivedFile) => (contents?.state === 'read' ? Buffer.from(contents.bytes).toString('utf8') : null);

describe('the files of a mail', () => {
  it('are read whole, byte for byte', async () => {
    const picture = randomBytes(300_000);
    const { attachments } = await parse(mailWith({ name: 'tent.jpg', type: 'image/jpeg', bytes: picture }, { name: 'empty.pdf', type: 'application/pdf', bytes: new Uint8Array(0) }));
    expect(attachments.map(({ name, size }) => [name, size])).toEqual([['tent.jpg', 300_000], ['empty.pdf', 0]]);
    const [first] = attachments;
    expect(first?.contents?.state === 'read' && Buffer.from(first.contents.bytes).equals(picture)).toBe(true);
  });

  it('that are more than a person looks through are counted, and not kept', async () => {
    const { attachments } = await parse(mailWith(...Array.from({ length: 103 }, (_, n) => ({ name: `${n}.bin`, type: 'application/octet-stream', bytes: randomBytes(10) }))));
    expect(attachments).toHaveLength(100);
    expect(attachments.at(-1)).toEqual({ name: '4 more attachments', mediaType: 'application/octet-stream', size: 40, contents: null });
  });

  it('that are larger than may be kept, or end beyond what is read of the mail, are listed and said to be too large', async () => {
    const large = await parse(mailWith({ name: 'film.mp4', type: 'video/mp4', bytes: new Uint8Array(maxAttachmentBytes + 1) }));
    expect(large.attachments).toEqual([{ name: 'film.mp4', mediaType: 'video/mp4', size: maxAttachmentBytes + 1, contents: { state: 'too-large' } }]);
    const cut = await parse(mailWith({ name: 'a.bin', type: 'application/zip', bytes: new Uint8Array(10) }, { name: 'b.bin', type: 'application/zip', bytes: new Uint8Array(maxMailBytes) }));
    expect(cut.cut).toBe('too-large');
    expect(cut.attachments.map(({ contents }) => contents?.state)).toEqual(['read', 'too-large']);
  });
});

describe('redaction of a file', () => {
  it.each(['text/plain', 'text/csv', 'TEXT/CSV', 'text/tab-separated-values'])('takes card numbers out of %s', (type) => {
    const redacted = redactFile(file(type, Buffer.from('name;card\nAnna;4111 1111 1111 1111\nZoë;—\n')), defaultPolicy);
    expect(textOf(redacted)).not.toContain('4111 1111');
    expect(textOf(redacted)).toContain('Zoë;—');
    expect(redacted).toMatchObject({ size: Buffer.byteLength(textOf(redacted) ?? ''), contents: { redacted: true } });
  });

  it.each([
    ['a picture', file('image/png', Buffer.from('4111 1111 1111 1111'))],
    ['a web page', file('text/html', Buffer.from('<b>4111</b> 1111 1111 1111'))],
    ['a picture made of text', file('image/svg+xml', Buffer.from('<svg/>'))],
    ['text in another encoding', file('text/plain', Buffer.from('4111 1111 1111 1111', 'utf16le'))],
    ['bytes that are no text', file('text/csv', Uint8Array.from([0xff, 0xfe, 0x41]))],
    ['text of more than is read', file('text/plain', Buffer.alloc(4 * 1024 * 1024 + 1, 'a'))],
  ])('never says of %s that it was read', (_what, unread) => {
    expect(redactFile(unread, defaultPolicy)).toBe(unread);
  });

  it('of any bytes fails on none, and says so only where they were text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const { contents, size } = redactFile(file('text/plain', bytes), defaultPolicy);
        if (contents?.state !== 'read') throw new Error('The contents are lost.');
        expect(size).toBe(contents.bytes.length);
        if (contents.redacted) expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
        else expect(contents.bytes).toEqual(bytes);
      }),
      runs(500),
    );
  });
});

describe('a message with files', () => {
  let hub: Organisation;
  let mailbox: string;
  beforeEach(async () => {
    hub = await openOrganisation();
    mailbox = await hub.addMailbox();
  });
  afterEach(() => hub.close());

  const take = async (raw: Uint8Array) => {
    await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
    await hub.channels.start();
    await hub.channels.idle();
    return HubMessage.parse(hub.messages().at(-1));
  };
  const kept = (message: HubMessage, at = 0) => {
    const attachment = message.attachments[at];
    if (attachment?.contents?.state !== 'kept') throw new Error('The contents were not kept.');
    return { ...attachment.contents, size: attachment.size };
  };
  const ada = () => hub.addAgent({ name: 'Ada' });
  const chunksOf = (agent: Awaited<ReturnType<typeof ada>>, { id }: Pick<ReturnType<typeof kept>, 'id'>, policy: Policy['attachments'] = 'deliver') =>
    hub.db.transaction().execute((tx) => readChunks(tx, agent, policy, { attachment: id, first: 0, count: 8 }));

  it('tells devices a key that opens what the hub keeps, and keeps nothing that can be read without it', async () => {
    const agent = await ada();
    const marker = Buffer.from('zanzibar-platypus-in-a-picture');
    const picture = Buffer.concat([randomBytes(chunkSize), marker, randomBytes(500)]);
    const contents = kept(await take(mailWith({ name: 'tent.png', type: 'image/png', bytes: picture })));
    const chunks = await chunksOf(agent, contents);
    if (typeof chunks === 'string') throw new Error(chunks);
    const opened = chunks.map(({ index, sealed }) => openChunk(fromBase64(contents.key), contents, index, sealed));
    expect(Buffer.concat(opened).equals(picture)).toBe(true);
    for (const name of ['hub.db', 'hub.db-wal']) {
      const bytes = readFileSync(join(hub.folder, name));
      expect(bytes.includes(marker)).toBe(false);
      expect(bytes.includes(Buffer.from(marker.toString('base64').slice(2, -4)))).toBe(false);
      expect(bytes.includes(Buffer.from(contents.key, 'base64'))).toBe(false);
      expect(bytes.includes(Buffer.from(contents.key))).toBe(false);
    }
  });

  it('has nothing left that opens them once its customer’s key is destroyed', async () => {
    const message = await take(mailWith({ name: 'tent.png', type: 'image/png', bytes: randomBytes(50) }));
    const row = await hub.db.selectFrom('messages').selectAll().where('id', '=', message.id).executeTakeFirstOrThrow();
    await hub.db.transaction().execute((tx) => hub.envelope.destroyKey(tx, CustomerId.parse(row.customer_id)));
    await expect(hub.db.transaction().execute((tx) => hub.envelope.open(tx, CustomerId.parse(row.customer_id), `messages.content:${row.id}`, row.content))).rejects.toMatchObject({ kind: 'erased' });
    const columns = Object.keys(await hub.db.selectFrom('attachments').selectAll().executeTakeFirstOrThrow());
    expect(columns).toEqual(['id', 'message_id', 'conversation_id', 'size', 'redacted', 'deadline']);
  });

  it('gives text that was redacted whatever the policy says, and all else only where it says so', async () => {
    const agent = await ada();
    const message = await take(mailWith({ name: 'cards.csv', type: 'text/csv', bytes: Buffer.from('Anna;4111 1111 1111 1111') }, { name: 'tent.png', type: 'image/png', bytes: randomBytes(50) }));
    const [table, picture] = [kept(message, 0), kept(message, 1)];
    expect(await chunksOf(agent, picture, 'withhold')).toBe('withheld');
    expect(await chunksOf(agent, picture, 'deliver')).toHaveLength(1);
    const chunks = await chunksOf(agent, table, 'withhold');
    if (typeof chunks === 'string') throw new Error(chunks);
    const text = Buffer.from(openChunk(fromBase64(table.key), table, 0, chunks[0]!.sealed)).toString('utf8');
    expect(text).toMatch(/^Anna;/);
    expect(text).not.toContain('4111 1111');
  });

  const openedText = async (agent: Awaited<ReturnType<typeof ada>>, contents: ReturnType<typeof kept>) => {
    const chunks = await chunksOf(agent, contents, 'withhold');
    if (typeof chunks === 'string') throw new Error(chunks);
    return Buffer.from(openChunk(fromBase64(contents.key), contents, 0, chunks[0]!.sealed)).toString('utf8');
  };

  it('keeps nothing of a document with a card number but its text with that hidden', async () => {
    const agent = await ada();
    const message = await take(mailWith({ name: 'order.pdf', type: 'application/pdf', bytes: await pdf({ pages: [`zanzibar ${card}`] }) }));
    expect(message.attachments.map(({ name, contents }) => [name, contents?.state])).toEqual([['order.pdf', 'held'], ['order.pdf (text).txt', 'kept']]);
    expect(message.attachments[0]?.contents).toEqual({ state: 'held', hidden: [{ type: 'card', count: 1 }] });
    expect(await openedText(agent, kept(message, 1))).toContain('zanzibar [card **** 1111]');
    expect(await hub.db.selectFrom('attachments').selectAll().execute()).toHaveLength(1);
  });

  it('holds a document with an address that the policy seals, under every policy, and gives its text', async () => {
    const agent = await ada();
    const message = await take(mailWith({ name: 'order.docx', type: 'application/octet-stream', bytes: docx(paragraph('Write to anna@mail.example')) }));
    const held = message.attachments[0]?.contents;
    expect(held).toEqual({ state: 'held', id: expect.any(String), hidden: [{ type: 'email', count: 1 }] });
    if (held?.state !== 'held' || held.id === undefined) throw new Error('It was not held.');
    for (const policy of ['withhold', 'looked-into', 'deliver'] as const) expect(await chunksOf(agent, { id: held.id }, policy)).toBe('withheld');
    expect(await openedText(agent, kept(message, 1))).toContain('Write to [e-mail]');
  });

  it('gives a document that was read whole with nothing found where the policy says so, and one that was not only where all is delivered', async () => {
    const agent = await ada();
    const message = await take(mailWith({ name: 'thanks.docx', type: 'application/octet-stream', bytes: docx(paragraph('Thank you.')) }, { name: 'tent.png', type: 'image/png', bytes: randomBytes(50) }));
    const outcomes = async (at: number) => Promise.all((['withhold', 'looked-into', 'deliver'] as const).map(async (policy) => typeof (await chunksOf(agent, kept(message, at), policy)) !== 'string'));
    expect(message.attachments).toHaveLength(2);
    expect(await outcomes(0)).toEqual([false, true, true]);
    expect(await outcomes(1)).toEqual([false, false, true]);
  });

  it('gives a picture without what it says beside what it shows, tells what was found there, and has the original nowhere', async () => {
    const agent = await ada();
    const photo = Buffer.concat([jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar', turned: 6, position: [[52, 31, 12], [13, 24, 36]] }), segment(0xfe, Buffer.from(`Card ${card}`))), zipOf([{ name: 'zanzibar.txt', content: 'zanzibar' }])]);
    const message = await take(mailWith({ name: 'tent.jpg', type: 'image/jpeg', bytes: photo }));
    expect(message.attachments).toHaveLength(1);
    const contents = kept(message);
    expect(contents.hidden).toEqual([{ type: 'gps', count: 1 }, { type: 'card', count: 1 }]);
    const chunks = await chunksOf(agent, contents);
    if (typeof chunks === 'string') throw new Error(chunks);
    const delivered = Buffer.concat(chunks.map(({ index, sealed }) => openChunk(fromBase64(contents.key), contents, index, sealed)));
    for (const trace of ['zanzibar', '1111', 'PK']) expect([trace, delivered.includes(trace)]).toEqual([trace, false]);
    expect(await pointsOf(delivered)).toEqual(await pointsOf(photo));
    for (const table of ['intake_spool', 'quarantine'] as const) expect(await hub.db.selectFrom(table).selectAll().execute()).toEqual([]);
    expect(JSON.stringify(hub.logged)).not.toContain('1111 1111');
  });

  it('gives nothing to who may not see the conversation, nor of what there is not, and tells neither from the other', async () => {
    const outsider = await hub.addAgent({ name: 'Ivo', roles: ['it'] });
    const agent = await ada();
    const contents = kept(await take(mailWith({ name: 'tent.png', type: 'image/png', bytes: randomBytes(50) })));
    expect(await chunksOf(outsider, contents)).toBe('gone');
    expect(await chunksOf({ ...agent, status: 'suspended' }, contents)).toBe('gone');
    expect(await hub.db.transaction().execute((tx) => readChunks(tx, agent, 'deliver', { attachment: contents.id, first: 1, count: 8 }))).toBe('gone');
  });
});
