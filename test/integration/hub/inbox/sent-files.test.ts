import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { readChunks } from '../../../../hub/conversations/attachments.ts';
import { beginUpload, dropUpload, keptFor, takeChunks } from '../../../../hub/conversations/uploads.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { SentFile } from '../../../../shared/contract/wire/index.ts';
import { chunkSize } from '../../../../shared/domain/attachment.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { mostOutgoingBytes } from '../../../../shared/domain/outgoing-file.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { drawnAs, exifSegment, jpegWith, pointsOf, segment } from '../../../doubles/made-pictures.ts';
import { zipOf } from '../../../doubles/zip-of.ts';
import { docx, paragraph } from '../../../doubles/made-documents.ts';
import { pdf, png } from '../../../doubles/sent-files.ts';
import { runs } from '../../../doubles/how-often.ts';
import { sealedFile } from '../../../doubles/uploaded-file.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const waiting = { timeout: 60_000, interval: 50 };
const card = '4111 1111 1111 1111';

let folder: string;
let smtp: Smtp;
let hub: Organisation;
let ada: Agent;
let conversationId: ConversationId;

async function begin(options: Parameters<typeof openOrganisation>[0] = {}): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'sd-sent-'));
  const certificate = loopbackCertificate(folder);
  smtp = await startSmtp({ certificate, accounts: [shop], deliver: () => undefined });
  hub = await openOrganisation(options);
  const channel = await addEmailChannel(
    hub.admin,
    { name: 'Support', address: shop.address, imap: { host: '127.0.0.1', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: smtp.port, security: 'starttls' }, user: shop.address, password: shop.password, ca: certificate.cert },
    'test',
  );
  ada = await hub.addAgent({ name: 'Ada' });
  const raw = Buffer.from('From: Anna <anna@mail.example>\r\nSubject: Our order\r\nMessage-ID: <1@mail.example>\r\n\r\nWhere is it?\r\n');
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, channel, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  conversationId = ConversationId.parse(hub.messages().at(-1)?.conversationId);
}
afterEach(async () => {
  await hub.close();
  await smtp.stop();
  await rm(folder, { recursive: true, force: true });
});

const upload = (agent: Agent, { file, chunks }: ReturnType<typeof sealedFile>, into = conversationId) =>
  hub.db.transaction().execute(async (tx) => {
    const begun = await beginUpload(tx, agent, { id: file.id, conversationId: into, size: file.size }, hub.clock.now());
    return begun.kind === 'refused' ? begun : takeChunks(tx, agent, { id: file.id, first: 0, sealed: chunks }, hub.clock.now());
  });
const reply = (files: readonly SentFile[], messageId = MessageId.parse(randomUUID())) => hub.execute(ada, { do: 'reply', conversationId, messageId, text: 'See the file.', files: [...files], seen: null });
async function sent(name: string, plain: Uint8Array) {
  const one = sealedFile(name, plain);
  expect(await upload(ada, one)).toMatchObject({ kind: 'there' });
  return { file: one.file, outcome: await reply([one.file]) };
}
const parsed = async () => PostalMime.parse(smtp.sent.at(-1)?.raw ?? Buffer.alloc(0));
const lastStatus = () => hub.heard.flatMap(({ event }) => (event.e === 'message.status' ? [event] : [])).at(-1);
const chunksFor = (agent: Agent, file: SentFile) => hub.db.transaction().execute((tx) => readChunks(tx, agent, 'withhold', { attachment: file.id, first: 0, count: 8 }));

describe('a file of a conversation that an agent begins', () => {
  const begun = (tx: Parameters<typeof beginUpload>[0], agent: Agent, { file }: ReturnType<typeof sealedFile>, into: ConversationId) => beginUpload(tx, agent, { id: file.id, conversationId: into, size: file.size, begins: true }, hub.clock.now());
  const uploadFor = (agent: Agent, one: ReturnType<typeof sealedFile>, into: ConversationId) =>
    hub.db.transaction().execute(async (tx) => {
      const answer = await begun(tx, agent, one, into);
      return answer.kind === 'refused' ? answer : takeChunks(tx, agent, { id: one.file.id, first: 0, sealed: one.chunks }, hub.clock.now());
    });
  const start = async (agent: Agent, files: readonly SentFile[], into: ConversationId, text = 'The invoice is with this mail.') => {
    const { id: channelId } = await hub.db.selectFrom('channels').select('id').where('kind', '=', 'email').executeTakeFirstOrThrow();
    return hub.execute(agent, { do: 'start', conversationId: into, messageId: MessageId.parse(randomUUID()), channelId, to: { kind: 'address', address: 'ida@mail.example', name: 'Ida Nord' }, subject: 'Your invoice', text, files: [...files] });
  };
  const fresh = () => ConversationId.parse(randomUUID());
  const customers = () => hub.db.selectFrom('customers').select('id').execute();

  it('goes out with the first mail, byte for byte', async () => {
    await begin();
    const into = fresh();
    const photo = png({ width: 60, height: 40, colour: [10, 20, 30] });
    const one = sealedFile('tent.png', photo);
    expect(await uploadFor(ada, one, into)).toEqual({ kind: 'there', chunks: one.chunks.length });
    expect(await start(ada, [one.file], into)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const { attachments, subject } = await parsed();
    expect(subject).toBe('Your invoice');
    expect(attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer).equals(photo)])).toEqual([['tent.png', true]]);
    expect(await hub.db.selectFrom('uploads').select('id').execute()).toEqual([]);
  });

  it('with a card number in it stops the mail at the last gate', async () => {
    await begin();
    const into = fresh();
    const stops = async (words: string, write: (file: SentFile) => Promise<unknown>) => {
      const one = sealedFile('letter.docx', docx(paragraph(`Card ${card}`)));
      await uploadFor(ada, one, into);
      await upload(ada, one, into);
      expect(await write(one.file)).toEqual({ kind: 'done' });
      await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed', failure: `It was not sent: the file “letter.docx” contains a payment card number. Remove it from the file, then send the ${words} again.` }), waiting);
    };
    // What is written after it is an answer.
    await stops('mail', (file) => start(ada, [file], into));
    await stops('answer', (file) => hub.execute(ada, { do: 'reply', conversationId: into, messageId: MessageId.parse(randomUUID()), text: 'Once more.', files: [file], seen: null }));
    expect(smtp.sent).toEqual([]);
  });

  it.each<[string, (into: ConversationId) => Promise<SentFile>]>([
    ['that is a program', async (into) => {
      const program = sealedFile('setup.txt', Buffer.from('MZ program'));
      await uploadFor(ada, program, into);
      return program.file;
    }],
    ['that did not arrive', async () => sealedFile('never.pdf', pdf(['a'])).file],
    ['that was brought for another conversation', async () => {
      const other = sealedFile('other.pdf', pdf(['a']));
      await uploadFor(ada, other, fresh());
      return other.file;
    }],
    ['of another agent', async (into) => {
      const theirs = sealedFile('theirs.pdf', pdf(['a']));
      await uploadFor(await hub.addAgent({ name: 'Bob' }), theirs, into);
      return theirs.file;
    }],
  ])('%s keeps it from beginning, and leaves nobody new behind; without it, it begins', async (_what, made) => {
    await begin();
    const into = fresh();
    const file = await made(into);
    const before = await customers();
    expect(await start(ada, [file], into)).toMatchObject({ kind: 'refused', message: expect.stringMatching(/then send the mail again\.$/u) });
    expect(await customers()).toEqual(before);
    const good = sealedFile('good.pdf', pdf(['b']));
    await uploadFor(ada, good, into);
    expect(await start(ada, [good.file], into)).toEqual({ kind: 'done' });
  });

  it('is uploaded by who may begin conversations alone, and for no conversation that there is', async () => {
    await begin();
    const eve = await hub.addAgent({ name: 'Eve', roles: ['it'] });
    const one = sealedFile('letter.txt', randomBytes(10));
    expect(await uploadFor(eve, one, fresh())).toEqual({ kind: 'refused', reason: 'gone' });
    expect(await uploadFor(ada, one, conversationId)).toEqual({ kind: 'refused', reason: 'gone' });
    expect(await hub.db.selectFrom('uploads').select('id').execute()).toEqual([]);
  });
});

describe('a file of a note', () => {
  const note = (files: readonly SentFile[], messageId = MessageId.parse(randomUUID())) => hub.execute(ada, { do: 'note', conversationId, messageId, text: 'From the warehouse.', files: [...files] });
  const fail = () => vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed' }), waiting);

  it.each(['stop', 'none'] as const)('is had by colleagues and by nobody outside, whatever the policy says of sending: %s', async (sentFiles) => {
    await begin({ sentFiles });
    const bob = await hub.addAgent({ name: 'Bob' });
    const one = sealedFile('warehouse.pdf', pdf(['Shelf 7']));
    await upload(ada, one);
    expect(await note([one.file])).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'note', attachments: [{ name: 'warehouse.pdf', mediaType: 'application/pdf' }] });
    await vi.waitFor(async () => expect(await chunksFor(bob, one.file)).toHaveLength(1), waiting);
    await hub.channels.idle();
    expect(smtp.sent).toEqual([]);
  });

  it('with a card number in it is not had by colleagues, and its note says why', async () => {
    await begin({ sentFiles: 'mark' });
    const one = sealedFile('letter.docx', docx(paragraph(`Card ${card}`)));
    await upload(ada, one);
    await note([one.file]);
    await fail();
    expect(lastStatus()).toMatchObject({ failure: 'Colleagues do not get the files of this note: the file “letter.docx” contains a payment card number. Remove it from the file, then write the note again.' });
    expect(await chunksFor(await hub.addAgent({ name: 'Bob' }), one.file)).toBe('withheld');
  });

  it('is no program, and is whole', async () => {
    await begin();
    const program = sealedFile('setup.txt', Buffer.from('MZ program'));
    await upload(ada, program);
    expect(await note([program.file])).toEqual({ kind: 'refused', message: expect.stringMatching(/^The note was not kept: “setup\.txt” is a program/) });
    expect(await note([sealedFile('never.pdf', pdf(['a'])).file])).toMatchObject({ kind: 'refused' });
    expect(hub.messages().filter(({ kind }) => kind === 'note')).toEqual([]);
  });
});

describe('a file of a reply by e-mail', () => {
  it('arrives as it was, beside the text, under its name and the kind that its bytes tell', async () => {
    await begin();
    const picture = png({ width: 600, height: 400, colour: [10, 20, 30] });
    const large = randomBytes(3 * chunkSize + 7);
    const both = [sealedFile('Zelt – Größe „M“.txt', picture), sealedFile('raw.bin', large)];
    for (const one of both) await upload(ada, one);
    expect(await reply(both.map(({ file }) => file))).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const { text, attachments } = await parsed();
    expect(text).toContain('See the file.');
    expect(attachments.map(({ filename, mimeType, disposition }) => [filename, mimeType, disposition])).toEqual([['Zelt – Größe „M“.txt', 'image/png', 'attachment'], ['raw.bin', 'application/octet-stream', 'attachment']]);
    expect(attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).equals(picture) || Buffer.from(content as ArrayBuffer).equals(large))).toEqual([true, true]);
  });

  it('that is a picture arrives without where and with what it was taken, and without what lies behind it', async () => {
    await begin();
    const photo = Buffer.concat([jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar', turned: 6, position: [[52, 31, 12], [13, 24, 36]] }), segment(0xfe, Buffer.from(`zanzibar ${card}`))), zipOf([{ name: 'zanzibar.txt', content: 'zanzibar' }])]);
    const { outcome } = await sent('tent.jpg', photo);
    expect(outcome).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const [file] = (await parsed()).attachments;
    const arrived = Buffer.from(file?.content as ArrayBuffer);
    for (const trace of ['zanzibar', '1111', 'PK']) expect([trace, arrived.includes(trace)]).toEqual([trace, false]);
    expect(await pointsOf(arrived)).toEqual(await pointsOf(photo));
  });

  it('that is a picture of which that cannot be taken out stays here, and says what to do; colleagues may have it with a note', async () => {
    await begin();
    const cut = jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar' })).subarray(0, -2);
    await sent('tent.jpg', cut);
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed', failure: 'It was not sent: where and with what the picture “tent.jpg” was taken could not be removed from it. Save it as a new JPEG or PNG, then send the answer again.' }), waiting);
    expect(smtp.sent).toEqual([]);
    const noted = sealedFile('pole.jpg', cut);
    await upload(ada, noted);
    expect(await hub.execute(ada, { do: 'note', conversationId, messageId: MessageId.parse(randomUUID()), text: 'From the warehouse.', files: [noted.file] })).toEqual({ kind: 'done' });
    await vi.waitFor(async () => expect(await chunksFor(ada, noted.file)).toHaveLength(1), waiting);
  });

  it('stands in the conversation with its state, and colleagues have it once it was let out', async () => {
    await begin();
    const bob = await hub.addAgent({ name: 'Bob' });
    const { file } = await sent('letter.pdf', pdf(['Dear Anna']));
    expect(hub.messages().at(-1)?.attachments).toMatchObject([{ name: 'letter.pdf', mediaType: 'application/pdf', size: file.size }]);
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'sent' }), waiting);
    expect(await chunksFor(bob, file)).toHaveLength(1);
    expect(await hub.db.selectFrom('uploads').selectAll().execute()).toEqual([]);
    expect(await hub.db.selectFrom('upload_chunks').selectAll().execute()).toEqual([]);
  });

  it('that holds a card number stops the reply, says why, and colleagues do not get it', async () => {
    await begin();
    const { file, outcome } = await sent('letter.docx', docx(paragraph(`Card ${card}`)));
    expect(outcome).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed', failure: expect.stringContaining('“letter.docx” contains a payment card number') }), waiting);
    expect(smtp.sent).toEqual([]);
    expect(await chunksFor(ada, file)).toBe('withheld');
    expect(JSON.stringify(hub.logged)).not.toContain(card);
  });

  it.each(['table.csv', 'plain.txt'])('is looked into as %s too', async (name) => {
    await begin();
    await sent(name, Buffer.from(`Anna;${card}\n`));
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed' }), waiting);
    expect(smtp.sent).toEqual([]);
  });

  it('goes out where the policy only marks it, and the conversation says so once', async () => {
    await begin({ sentFiles: 'mark' });
    await sent('table.csv', Buffer.from(`Anna;${card}\n`));
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    expect(hub.messages().filter(({ kind }) => kind === 'event').map(({ text }) => text)).toEqual(['Sent with data in it that should not leave the company: “table.csv”.']);
  });

  it.each<[string, string, Uint8Array, RegExp]>([
    ['a program, whatever it is called', 'letter.pdf', Buffer.concat([Buffer.from('MZ'), randomBytes(500)]), /program or a script/],
    ['a Linux program', 'letter.pdf', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]), randomBytes(500)]), /program or a script/],
    ['a script, by its ending', 'clean-up.ps1', Buffer.from('Remove-Item *'), /program or a script/],
    ['a script, by its first line', 'notes.txt', Buffer.from('#!/bin/sh\nrm -rf ~\n'), /program or a script/],
    ['what the policy names', 'all.zip', Buffer.from('PK\u0003\u0004'), /does not let files like “all\.zip”/],
  ])('is refused with a reason where it is %s', async (_what, name, plain, reason) => {
    await begin({ refusedFiles: 'docm, zip' });
    const { outcome } = await sent(name, plain);
    expect(outcome).toEqual({ kind: 'refused', message: expect.stringMatching(reason) });
    expect(smtp.sent).toEqual([]);
  });

  it('is refused where the company lets none be sent', async () => {
    await begin({ sentFiles: 'none' });
    expect((await sent('letter.txt', Buffer.from('Hello'))).outcome).toEqual({ kind: 'refused', message: expect.stringContaining('no files') });
  });

  it('goes out again under the same Message-ID, file and all, where the hub ended before it knew that it was taken', async () => {
    await begin();
    const { file } = await sent('letter.txt', Buffer.from('Hello'));
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    // The hub that comes up again finds the attempt begun, and repeats it under the same Message-ID.
    await hub.db.updateTable('deliveries').set({ state: 'sending' }).execute();
    await hub.channels.stop();
    await hub.channels.start();
    await hub.channels.idle();
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(2), waiting);
    const ids = smtp.sent.map(({ raw }) => /^Message-ID: (.+)$/im.exec(raw.toString('utf8'))?.[1]);
    expect(new Set(ids).size).toBe(1);
    expect((await parsed()).attachments.map(({ filename }) => filename)).toEqual([file.name]);
  });
});

describe('an upload of a hostile or broken device', () => {
  it('is not taken for another file: wrong hash, wrong key, missing chunks, another size', async () => {
    await begin();
    const plain = randomBytes(2 * chunkSize);
    const one = sealedFile('letter.txt', plain);
    await upload(ada, { ...one, chunks: one.chunks.slice(0, 1) });
    const refused = { kind: 'refused', message: expect.stringContaining('did not arrive as it is on your laptop') };
    expect(await reply([one.file])).toEqual(refused);
    expect(await upload(ada, one)).toEqual({ kind: 'there', chunks: 2 });
    expect(await reply([{ ...one.file, sha256: '0'.repeat(64) }])).toEqual(refused);
    expect(await reply([{ ...one.file, key: sealedFile('x', plain).file.key }])).toEqual(refused);
    expect(await reply([{ ...one.file, size: plain.length - 1 }])).toEqual(refused);
    expect(await reply([one.file])).toEqual({ kind: 'done' });
    // Taken along once.
    expect(await reply([one.file])).toEqual(refused);
  });

  it('has no end: chunks behind the last, longer or shorter ones, and more than an agent may have waiting are refused', async () => {
    await begin();
    const one = sealedFile('letter.txt', randomBytes(10));
    const take = (first: number, sealed: readonly Uint8Array[]) => hub.db.transaction().execute((tx) => takeChunks(tx, ada, { id: one.file.id, first, sealed }, hub.clock.now()));
    await upload(ada, { ...one, chunks: [] });
    const damaged = { kind: 'refused', reason: 'damaged' };
    expect(await take(1, one.chunks)).toEqual(damaged);
    expect(await take(0, [randomBytes(chunkSize)])).toEqual(damaged);
    expect(await take(0, [randomBytes(9)])).toEqual(damaged);
    expect(await take(0, [...one.chunks, ...one.chunks])).toEqual(damaged);
    expect(await hub.db.selectFrom('upload_chunks').select('position').where('upload_id', '=', one.file.id).execute()).toEqual([]);
    const claim = (size: number) => hub.db.transaction().execute((tx) => beginUpload(tx, ada, { id: sealedFile('x', randomBytes(1)).file.id, conversationId, size }, hub.clock.now()));
    for (let claimed = 0; claimed + 100 * 1024 * 1024 < mostOutgoingBytes; claimed += 100 * 1024 * 1024) expect(await claim(100 * 1024 * 1024)).toMatchObject({ kind: 'there' });
    expect(await claim(100 * 1024 * 1024)).toEqual({ kind: 'refused', reason: 'full' });
  });

  it('is here in order and whole, or not, in whatever order its chunks come, once or again', async () => {
    await begin();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 4 })), { maxLength: 8 }), async (count, messages) => {
        const one = sealedFile('letter.txt', randomBytes((count - 1) * chunkSize + 5));
        await upload(ada, { ...one, chunks: [] });
        let here = 0;
        for (const [first, of] of messages) {
          const sealed = one.chunks.slice(first, first + of);
          const answer = await hub.db.transaction().execute((tx) => takeChunks(tx, ada, { id: one.file.id, first, sealed }, hub.clock.now()));
          if (first <= here) here = Math.max(here, first + sealed.length);
          expect(answer).toEqual({ kind: 'there', chunks: here });
        }
        const stored = await hub.db.selectFrom('upload_chunks').select(['position', 'sealed']).where('upload_id', '=', one.file.id).orderBy('position').execute();
        expect(stored.map(({ sealed }) => Buffer.from(sealed).equals(one.chunks[stored.findIndex((each) => each.sealed === sealed)]!))).toEqual(Array.from({ length: here }, () => true));
        await hub.db.transaction().execute((tx) => dropUpload(tx, one.file.id));
      }),
      runs(15),
    );
  });

  it('is for no conversation that the agent may not see, nor for one that another agent uploads to', async () => {
    await begin();
    const eve = await hub.addAgent({ name: 'Eve', roles: ['it'] });
    const bob = await hub.addAgent({ name: 'Bob' });
    const one = sealedFile('letter.txt', randomBytes(10));
    const gone = { kind: 'refused', reason: 'gone' };
    expect(await upload(eve, one)).toEqual(gone);
    expect(await upload(ada, one, ConversationId.parse(randomUUID()))).toEqual(gone);
    expect(await upload(ada, one)).toEqual({ kind: 'there', chunks: 1 });
    expect(await upload(bob, one)).toEqual(gone);
    expect(await hub.execute(bob, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: 'Mine now.', files: [one.file], seen: null })).toMatchObject({ kind: 'refused' });
  });

  it('that nobody takes along is forgotten after a week', async () => {
    await begin();
    const one = sealedFile('letter.txt', randomBytes(10));
    await upload(ada, one);
    await hub.db.transaction().execute((tx) => beginUpload(tx, ada, { id: sealedFile('x', randomBytes(1)).file.id, conversationId, size: 1 }, hub.clock.now() + keptFor + 1));
    expect((await hub.db.selectFrom('upload_chunks').select('upload_id').execute()).map(({ upload_id }) => upload_id)).not.toContain(one.file.id);
  });
});
