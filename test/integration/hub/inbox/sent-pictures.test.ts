import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileLinks, linkLife } from '../../../../hub/channels/instagram/file-links.ts';
import { createFileRoute } from '../../../../hub/channels/instagram/file-route.ts';
import { setPublicAddress } from '../../../../hub/channels/instagram/files-admin.ts';
import { beginUpload, takeChunks } from '../../../../hub/conversations/uploads.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { openDoor } from '../../../doubles/chat-door.ts';
import { instagramBody, instagramMessage } from '../../../doubles/meta-provider.ts';
import { drawnAs, exifSegment, jpegWith, pointsOf } from '../../../doubles/made-pictures.ts';
import { pdf, png } from '../../../doubles/sent-files.ts';
import { sealedFile } from '../../../doubles/uploaded-file.ts';
import { type MetaHub, openMetaHub } from './meta-hub.ts';

const picture = (shade: number) => png({ width: 60, height: 40, colour: [shade, 20, 30] });
const patient = { timeout: 60_000, interval: 50 };

let hub: MetaHub;
let conversationId: ConversationId;
beforeEach(async () => {
  hub = await openMetaHub('instagram');
  await hub.provider.deliver(instagramBody([instagramMessage('1234567890123456', { text: 'May I see it?' })]));
  await hub.arrived(1);
  conversationId = ConversationId.parse(hub.inbound()[0]?.conversationId);
});
afterEach(() => hub.end());

const reachable = (address: string | null = hub.origin) => setPublicAddress(hub.admin, hub.hook.id, address, 'test');
async function reply(files: readonly { readonly name: string; readonly plain: Uint8Array }[]) {
  const sealed = files.map(({ name, plain }) => sealedFile(name, plain));
  for (const { file, chunks } of sealed) {
    await hub.db.transaction().execute(async (tx) => {
      await beginUpload(tx, hub.agent, { id: file.id, conversationId, size: file.size }, hub.clock.now());
      await takeChunks(tx, hub.agent, { id: file.id, first: 0, sealed: chunks }, hub.clock.now());
    });
  }
  const messageId = MessageId.parse(randomUUID());
  const outcome = await hub.execute(hub.agent, { do: 'reply', conversationId, messageId, text: 'Here it is.', files: sealed.map(({ file }) => file), seen: null });
  return { messageId, outcome, files: sealed.map(({ file }) => file) };
}
const both = [{ name: 'tent.png', plain: picture(10) }, { name: 'pole.png', plain: picture(200) }];
const shape = () => hub.provider.taken.map(({ text, file }) => [text, file?.bytes.toString('hex') ?? null]);
const whole = [['Here it is.', null], ['', picture(10).toString('hex')], ['', picture(200).toString('hex')]];
const lastStatus = (id: string) => hub.statusesOf(id).at(-1);
const sent = (id: string) => vi.waitFor(() => expect(lastStatus(id)).toMatchObject({ status: 'sent' }), patient);
const outbound = () => hub.messages().filter(({ kind }) => kind === 'outbound');

describe('pictures of a reply by Instagram', { timeout: 120_000 }, () => {
  it('come after its text, in order, fetched from the hub by links that are spent then', async () => {
    await reachable();
    const { messageId } = await reply(both);
    await sent(messageId);
    expect(shape()).toEqual(whole);
    expect(hub.provider.fetched).toHaveLength(2);
    for (const url of hub.provider.fetched) {
      expect(url.startsWith(`${hub.origin}/sent/`)).toBe(true);
      expect((await fetch(url)).status).toBe(404);
    }
    expect(await hub.db.selectFrom('file_links').selectAll().execute()).toEqual([]);
    // What comes back of them is known as theirs.
    await hub.channels.idle();
    expect(outbound()).toHaveLength(1);
    expect(JSON.stringify(hub.logged)).not.toContain('/sent/');
  });

  it('are fetched without where and with what they were taken', async () => {
    await reachable();
    const photo = jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar', turned: 6 }));
    const { messageId } = await reply([{ name: 'tent.jpg', plain: photo }]);
    await sent(messageId);
    const fetched = hub.provider.taken.flatMap(({ file }) => (file === undefined || file === null ? [] : [Buffer.from(file.bytes)]));
    expect(fetched.map((bytes) => bytes.includes('zanzibar'))).toEqual([false]);
    expect(await pointsOf(fetched[0]!)).toEqual(await pointsOf(photo));
  });

  it('leave once each where answers were lost: the echo tells which', async () => {
    await reachable();
    hub.provider.next.push('taken-without-answer', 'taken-without-answer');
    const { messageId } = await reply(both);
    await sent(messageId);
    await hub.hurry();
    await hub.channels.idle();
    expect(shape()).toEqual(whole);
    expect(outbound()).toHaveLength(1);
  });

  it('are refused with a reason while the hub has no public address, and before anything leaves', async () => {
    expect((await reply(both)).outcome).toEqual({ kind: 'refused', message: expect.stringMatching(/no public address/) });
    await reachable();
    await reachable(null);
    expect((await reply(both)).outcome).toMatchObject({ kind: 'refused' });
    expect(hub.provider.taken).toEqual([]);
  });

  it('are pictures, by their bytes', async () => {
    await reachable();
    expect((await reply([{ name: 'letter.png', plain: pdf(['Dear Anna']) }])).outcome).toEqual({ kind: 'refused', message: expect.stringMatching(/does not take files of the kind/) });
  });
});

describe('a link to a file', { timeout: 120_000 }, () => {
  let now: number;
  const links = () => new FileLinks(hub.db, hub.envelope, { now: () => now, monotonic: () => now });
  const sentOne = async () => {
    await reachable();
    const { messageId, files } = await reply([{ name: 'tent.png', plain: picture(10) }]);
    await sent(messageId);
    now = hub.clock.now();
    return { messageId, file: files[0]?.id ?? '' };
  };
  const at = (token: string, init: RequestInit = {}) => fetch(`${hub.origin}/sent/${token}`, init);

  it('opens once, as an attachment that nothing runs in, and not after some minutes', async () => {
    const { messageId, file } = await sentOne();
    const token = await links().make(messageId, file);
    expect((await at(token, { method: 'HEAD' })).status).toBe(404);
    const answer = await at(token);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ 'content-type': 'image/png', 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'no-store' });
    expect(Buffer.from(await answer.arrayBuffer()).equals(picture(10))).toBe(true);
    expect((await at(token)).status).toBe(404);
    const late = await links().make(messageId, file);
    now += linkLife;
    expect(await links().open(late)).toBeNull();
    const two = await links().make(messageId, file);
    expect((await Promise.all([links().open(two), links().open(two)])).filter((each) => each !== null)).toHaveLength(1);
  });

  it('opens nothing where it was moved to another file or message, or made up, and lists nothing', async () => {
    const { messageId, file } = await sentOne();
    const other = await reply([{ name: 'pole.png', plain: picture(200) }]);
    await sent(other.messageId);
    for (const change of [{ attachment_id: other.files[0]?.id ?? '' }, { message_id: other.messageId }, { until: now + 2 * linkLife }]) {
      const token = await links().make(messageId, file);
      await hub.db.updateTable('file_links').set(change).where('id', '=', token.slice(0, 36)).execute();
      expect((await at(token)).status).toBe(404);
    }
    for (const path of ['', 'list', '../sent', `${randomUUID()}.${'0'.repeat(64)}`]) expect((await at(path)).status).toBe(404);
  });

  it('opens no file that the last gate has not let out, and cannot be guessed at for long', async () => {
    const { messageId, file } = await sentOne();
    const token = await links().make(messageId, file);
    await hub.db.updateTable('attachments').set({ redacted: 6 }).where('id', '=', file).execute();
    expect((await at(token)).status).toBe(404);
    const door = await openDoor(createFileRoute(links(), { now: () => now, monotonic: () => now }));
    const tries = [];
    for (let n = 0; n < 121; n += 1) tries.push((await fetch(`${door.origin}/sent/${randomUUID()}.${'0'.repeat(64)}`)).status);
    await door.close();
    expect([tries.at(-2), tries.at(-1)]).toEqual([404, 429]);
  });
});
