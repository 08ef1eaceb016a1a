import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import { databaseFile } from '../../../../hub/store/open-store.ts';
import type { ReportedMistake } from '../../../../shared/contract/console/mistakes.ts';
import type { HubMessage } from '../../../../shared/contract/wire/index.ts';
import type { Elsewhere } from '../../../../shared/domain/conversation.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { openChunk } from '../../../../shared/trust/chunks.ts';
import { docx, paragraph } from '../../../doubles/made-documents.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const [nora, lena] = ['nora@nordlicht.example', 'lena@nordlicht.example'];
const [first, second] = ['4242 4242 4242 4242', '5555 5555 5555 4444'];
const minute = 60_000;

interface Mail {
  readonly subject?: string;
  readonly from?: string;
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
}

function mail(id: number, { subject = 'A file', from = 'Anna', file }: Mail): Buffer {
  const head = [`From: ${from} <anna-${id}@mail.example>`, `Subject: ${subject}`, `Message-ID: <elsewhere-${id}@mail.example>`, 'MIME-Version: 1.0'];
  const text = ['Content-Type: text/plain', '', `This is no. ${id}.`];
  if (file === undefined) return Buffer.from([...head, ...text, ''].join('\r\n'));
  const { name, type, bytes } = file;
  const contents = [`Content-Type: ${type}`, `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', ...(Buffer.from(bytes).toString('base64').match(/.{1,76}/g) ?? [])];
  return Buffer.from([...head, 'Content-Type: multipart/mixed; boundary=b', '', '--b', ...text, '--b', ...contents, '--b--', ''].join('\r\n'));
}

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe('what was destroyed by mistake outside of a message’s text', () => {
  let folder: string;
  let dovecot: Dovecot;
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  let lead: SimulatedDevice;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-elsewhere-'));
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop] });
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.addAgent(lena, [], ['lead']);
    await service.ask('channel.add-email', {
      name: 'Support', address: shop.address, teamId: id, user: shop.address, password: shop.password, ca: dovecot.ca,
      imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
      // Nothing is sent here.
      smtp: { host: 'localhost', port: 9, security: 'starttls' },
    });
    [agent, lead] = [await service.liveDevice(nora), await service.liveDevice(lena)];
  });
  afterAll(async () => {
    for (const device of [agent, lead]) device.drop();
    await service.remove();
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let count = 0;
  /** A customer's mail. @returns it as the agent's laptop has it. */
  async function came(about: Mail) {
    const id = (count += 1);
    const found = (): HubMessage | undefined => [...agent.messages.values()].find(({ text }) => text.includes(`This is no. ${id}.`));
    dovecot.deliver(shop.address, mail(id, about));
    for (let tries = 0; tries < 6 && found() === undefined; tries += 1) await agent.until(() => found() !== undefined, `mail ${id}`).catch(() => undefined);
    return { id: found()!.id, now: () => found()!, elsewhere: () => found()!.elsewhere ?? [] };
  }
  type Came = Awaited<ReturnType<typeof came>>;
  const report = (message: Came, { id }: Pick<Elsewhere, 'id'>) => agent.console('mistake.report', { message: message.id, finding: id });
  const newest = async () => ((await lead.console('mistake.list')) as { value: ReportedMistake[] }).value.at(-1)!.mistake;
  /** One says so, another looks at it and brings it back. */
  const putRight = async (message: Came, finding: Elsewhere) => {
    expect(await report(message, finding)).toMatchObject({ kind: 'done' });
    const mistake = await newest();
    const looked = await lead.console('mistake.look', { mistake });
    expect(await lead.console('mistake.decide', { mistake, restore: true })).toEqual({ kind: 'done', value: null });
    await agent.until(() => message.elsewhere().every(({ id }) => id !== finding.id), 'the message as it is then');
    return looked;
  };
  const conversation = (message: Came) => agent.events.findLast((event) => event.e === 'conversation' && event.conversation.id === message.now().conversationId) as { readonly conversation: { readonly subject: string; readonly customerName: string } };
  /** What a laptop reads in a file, fetched anew. */
  const read = async (message: Came, place = 0) => {
    const { contents, size } = message.now().attachments[place]!;
    if (contents?.state !== 'kept') throw new Error('It is not kept.');
    const { id, key } = contents;
    const about = () => agent.heard.find((told) => told.c === 'attachment-chunk' && told.attachment === id);
    agent.tell({ c: 'attachment-fetch', attachment: id, first: 0, count: 1 });
    await agent.until(() => about() !== undefined, 'the file');
    const told = about();
    return told?.c === 'attachment-chunk' ? Buffer.from(openChunk(fromBase64(key), { id, size }, 0, fromBase64(told.sealed))).toString('utf8') : '';
  };
  /** As another reader of the database sees it. */
  const asOthersSee = <T>(look: (db: Database.Database) => T): T => {
    const db = new Database(join(service.hub.data, databaseFile), { readonly: true });
    try {
      return look(db);
    } finally {
      db.close();
    }
  };
  const kept = () => asOthersSee((db) => db.prepare('select value, wrapped_key from recoverable_findings').all() as { value: Buffer; wrapped_key: Buffer }[]);
  const onDisk = (bytes: Buffer | string) => readdirSync(service.hub.data, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(bytes));

  it('comes back into a subject, there and in the list of conversations', async () => {
    const message = await came({ subject: `Parcel ${first} and ${second}` });
    expect(message.now().subject).toBe('Parcel [card **** 4242] and [card **** 4444]');
    const [one, other] = message.elsewhere();
    expect(message.elsewhere()).toMatchObject([{ in: 'subject', type: 'card', mask: '[card **** 4242]' }, { in: 'subject', mask: '[card **** 4444]' }]);
    expect(onDisk(first)).toBe(false);
    expect(await putRight(message, one!)).toMatchObject({ value: { value: first } });
    expect(message.now()).toMatchObject({ subject: `Parcel ${first} and [card **** 4444]`, revision: 2 });
    expect(conversation(message).conversation.subject).toBe(message.now().subject);
    await putRight(message, other!);
    expect(message.now().subject).toBe(`Parcel ${first} and ${second}`);
    expect(conversation(message).conversation.subject).toBe(message.now().subject);
    expect(message.now()).not.toHaveProperty('elsewhere');
  });

  it('comes back into a customer’s name, over the message and wherever the customer is named', async () => {
    const message = await came({ from: `"Shop ${first}"` });
    expect(message.now().authorName).toBe('Shop [card **** 4242]');
    expect(conversation(message).conversation.customerName).toBe('Shop [card **** 4242]');
    await putRight(message, message.elsewhere().find((each) => each.in === 'author')!);
    expect(message.now().authorName).toBe(`Shop ${first}`);
    await agent.until(() => conversation(message).conversation.customerName === `Shop ${first}`, 'the name');
  });

  it('comes back into the name of a file and into what a text says, of which laptops get another copy', async () => {
    const message = await came({ file: { name: `label ${first}.csv`, type: 'text/csv', bytes: Buffer.from(`parcel,${first}\nother,${second}\nphone,+49 30 901820\n`) } });
    const before = message.now().attachments[0]!;
    expect(before.name).toBe('label [card **** 4242].csv');
    expect(message.elsewhere()).toMatchObject([{ in: 'file-name', file: 0 }, { in: 'file', file: 0, mask: '[card **** 4242]' }, { in: 'file', file: 0, mask: '[card **** 4444]' }]);
    const [name, one, other] = message.elsewhere();
    await putRight(message, name!);
    expect(message.now().attachments[0]!.name).toBe(`label ${first}.csv`);
    await putRight(message, one!);
    expect(await read(message)).toBe(`parcel,${first}\nother,[card **** 4444]\nphone,[phone **** 20]\n`);
    const after = message.now().attachments[0]!;
    expect(after.contents).toMatchObject({ state: 'kept', hidden: [{ type: 'card', count: 1 }, { type: 'phone', count: 1 }] });
    expect(after.contents).not.toMatchObject({ id: before.contents?.state === 'kept' ? before.contents.id : '' });
    await putRight(message, other!);
    expect(await read(message)).toBe(`parcel,${first}\nother,${second}\nphone,[phone **** 20]\n`);
    expect(asOthersSee((db) => (db.prepare('select count(*) as kept from attachments where message_id = ?').get(message.id) as { kept: number }).kept)).toBe(1);
  });

  it('comes back into the text that is delivered in place of a document', async () => {
    const message = await came({ file: { name: 'order.docx', type: 'application/octet-stream', bytes: docx(paragraph(`The parcel is ${first}, call +49 30 901820`)) } });
    expect(message.now().attachments.map(({ name }) => name)).toEqual(['order.docx', 'order.docx (text).txt']);
    const [found] = message.elsewhere();
    expect(found).toMatchObject({ in: 'file', file: 1, type: 'card' });
    await putRight(message, found!);
    expect(await read(message, 1)).toContain(`The parcel is ${first}, call [phone **** 20]`);
  });

  it('is kept for no security code, and for nothing at all where the policy says so', async () => {
    const before = kept().length;
    const coded = await came({ subject: `Card ${first} cvv 123`, file: { name: 'card.csv', type: 'text/csv', bytes: Buffer.from(`${first} cvv 123`) } });
    expect(coded.now().subject).toContain('[card security code]');
    expect(coded.elsewhere().map(({ in: place, type }) => [place, type])).toEqual([['subject', 'card'], ['file', 'card']]);
    const policy = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...policy, mistakes: { minutes: 0 } });
    const none = await came({ subject: `None ${first}`, from: `"Shop ${first}"`, file: { name: 'order.docx', type: 'application/octet-stream', bytes: docx(paragraph(first)) } });
    expect(none.now()).not.toHaveProperty('elsewhere');
    expect(kept()).toHaveLength(before + 2);
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), mistakes: { minutes: 15 } });
  });

  it('cannot be brought back after its time, and no byte of it, sealed or not, is on the disk then', async () => {
    const message = await came({ subject: `Late ${first}`, from: `"Late ${second}"`, file: { name: `late ${first}.csv`, type: 'text/csv', bytes: Buffer.from(`late,${second}\n`) } });
    const found = message.elsewhere();
    expect(found.map(({ in: place }) => place)).toEqual(['subject', 'author', 'file-name', 'file']);
    for (const finding of found) await report(message, finding);
    const mistake = await newest();
    const pieces = kept().flatMap(({ value, wrapped_key }) => [value, wrapped_key]);
    expect(pieces.length).toBeGreaterThanOrEqual(8);
    expect(pieces.every((piece) => onDisk(piece))).toBe(true);
    service.hub.clock.ahead += 15 * minute;
    expect(await lead.console('mistake.decide', { mistake, restore: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('time is over') });
    // Who looks for what is due is woken by what comes.
    await came({});
    await expect.poll(() => kept().length, { timeout: 30_000 }).toBe(0);
    await expect.poll(() => pieces.some((piece) => onDisk(piece)), { timeout: 60_000 }).toBe(false);
    for (const number of [first, second]) expect(onDisk(number)).toBe(false);
    expect(message.now().subject).toBe('Late [card **** 4242]');
  });
});
