import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import type { AskedFor, WaitingFile } from '../../../../shared/contract/console/releases.ts';
import type { HubMessage } from '../../../../shared/contract/wire/index.ts';
import type { ReleasePolicy } from '../../../../shared/domain/release.ts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { fromBase64 } from '../../../../shared/trust/bytes.ts';
import { openChunk } from '../../../../shared/trust/chunks.ts';
import { docx, paragraph } from '../../../doubles/made-documents.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const [nora, ben, lena, otto, paul] = ['nora@nordlicht.example', 'ben@nordlicht.example', 'lena@nordlicht.example', 'otto@nordlicht.example', 'paul@nordlicht.example'];
const ssn = '532-48-7193';
const hour = 3_600_000;

function mailWith(subject: string, name: string, bytes: Uint8Array): Buffer {
  const lines = ['From: Anna <anna@mail.example>', `Subject: ${subject}`, `Message-ID: <${subject}@mail.example>`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'See the file.', '--b'];
  lines.push('Content-Type: application/octet-stream', `Content-Disposition: attachment; filename="${name}"`, 'Content-Transfer-Encoding: base64', '', ...(Buffer.from(bytes).toString('base64').match(/.{1,76}/g) ?? []));
  return Buffer.from([...lines, '--b--', ''].join('\r\n'));
}

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe('a file that the hub holds', () => {
  let folder: string;
  let dovecot: Dovecot;
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  let second: SimulatedDevice;
  let colleague: SimulatedDevice;
  let lead: SimulatedDevice;
  let outsider: SimulatedDevice;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-held-'));
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop] });
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.addAgent(ben, ['Returns']);
    await service.addAgent(otto);
    await service.addAgent(lena, [], ['lead']);
    await service.addAgent(paul, [], ['privacy']);
    await service.ask('channel.add-email', {
      name: 'Support', address: shop.address, teamId: id, user: shop.address, password: shop.password, ca: dovecot.ca,
      imap: { host: 'localhost', port: dovecot.imapsPort, security: 'tls' },
      // Nothing is sent here.
      smtp: { host: 'localhost', port: 9, security: 'starttls' },
    });
    [agent, second, colleague, lead, outsider] = [await service.liveDevice(nora), await service.liveDevice(nora), await service.liveDevice(ben), await service.liveDevice(lena), await service.liveDevice(otto)];
  });
  afterAll(async () => {
    for (const device of [agent, second, colleague, lead, outsider]) device.drop();
    await service.remove();
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(() => policy({}));

  const policy = async (release: Partial<ReleasePolicy>, reveal = {}) => {
    const before = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...before, reveal: { ...before.reveal, verification: {}, ...reveal }, release: { minutes: 60, perHour: 200, approval: 'when-needed', hoursKept: 72, never: [], ...release } });
  };
  let count = 0;
  /** A document comes, and Nora takes the conversation. */
  const arrived = async (text: string, { name = 'order.docx', mine = true, bytes = docx(paragraph(text)) }: { readonly name?: string; readonly mine?: boolean; readonly bytes?: Uint8Array } = {}) => {
    const subject = `held-${(count += 1)}`;
    const found = (): HubMessage | undefined => [...agent.messages.values()].find((message) => message.subject === subject);
    dovecot.deliver(shop.address, mailWith(subject, name, bytes));
    for (let tries = 0; tries < 6 && found() === undefined; tries += 1) await agent.until(() => found() !== undefined, subject).catch(() => undefined);
    const message = found();
    const contents = message?.attachments[0]?.contents;
    if (message === undefined || contents === undefined || contents.state === 'too-large') throw new Error('No file came.');
    if (mine) await assign(message.conversationId);
    return { message: message.id, conversation: message.conversationId, contents, attachment: contents.id ?? '', size: message.attachments[0]?.size ?? 0 };
  };
  const assign = async (conversationId: string) => {
    const me = (await service.ask('agent.list', null)).find(({ email }) => email === nora)?.id;
    await agent.send({ m: 'command', key: crypto.randomUUID() as never, at: Date.now(), command: { do: 'assign', conversationId: conversationId as never, assigneeId: me ?? null } });
    await agent.until(() => agent.events.some((event) => event.e === 'conversation' && event.conversation.id === conversationId && event.conversation.assigneeId === me), 'the assignment');
  };
  type Came = Awaited<ReturnType<typeof arrived>>;
  const ask = ({ message, attachment }: Came, by = agent, reason = 'delivery') => by.console('file.ask', { message, attachment, reason });
  const fetch = async (by: SimulatedDevice, { attachment }: Came) => {
    const about = () => by.heard.filter((told) => 'attachment' in told && told.attachment === attachment);
    by.tell({ c: 'attachment-fetch', attachment: attachment as never, first: 0, count: 1 });
    await by.until(() => about().some(({ c }) => c !== 'attachment-lent'), 'an answer');
    const told = about();
    for (const message of told) by.heard.splice(by.heard.indexOf(message), 1);
    return told;
  };
  const opened = async (by: SimulatedDevice, came: Came) => {
    const [lent, chunk] = await fetch(by, came);
    if (lent?.c !== 'attachment-lent' || chunk?.c !== 'attachment-chunk') return null;
    return { seconds: lent.seconds, bytes: Buffer.from(openChunk(fromBase64(lent.key), { id: came.attachment, size: came.size }, 0, fromBase64(chunk.sealed))) };
  };
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('file.'));
  const waiting = async (by = lead) => ((await by.console('file.list')) as { value: WaitingFile[] }).value;
  const waitsFor = (answer: unknown) => (answer as { value: Extract<AskedFor, { kind: 'waiting' }> }).value.release;
  const forget = () => {
    service.hub.clock.ahead += 2 * hour;
  };

  it('comes to laptops without what opens it, and its chunks to none of them', async () => {
    const came = await arrived('Write to anna@mail.example');
    expect(came.contents).toEqual({ state: 'held', id: came.attachment, hidden: [{ type: 'email', count: 1 }] });
    for (const by of [agent, lead]) expect(await fetch(by, came)).toEqual([{ c: 'attachment-refused', attachment: came.attachment, reason: 'withheld' }]);
  });

  it('is had at once, for a reason and the policy’s minutes, by whoever has the conversation, where nothing in it is destroyed; on that laptop only', async () => {
    await policy({ minutes: 30 });
    const document = docx(paragraph('Write to anna@mail.example'));
    const came = await arrived('', { bytes: document });
    expect(await ask(came)).toEqual({ kind: 'done', value: { kind: 'released', until: expect.any(Number) } });
    const had = await opened(agent, came);
    expect(had?.bytes.equals(document)).toBe(true);
    expect(had?.seconds).toBeGreaterThan(29 * 60);
    expect(had?.seconds).toBeLessThanOrEqual(30 * 60);
    for (const by of [second, colleague, lead]) expect((await fetch(by, came)).map(({ c }) => c)).toEqual(['attachment-refused']);
    expect((await entries()).at(-1)).toMatchObject({ action: 'file.released', subject: came.message, detail: { file: came.attachment, kinds: 'email', reason: 'delivery', minutes: 30 } });
    expect(await agent.console('file.ask', { message: came.message, attachment: came.attachment, reason: 'because' })).toMatchObject({ kind: 'refused' });
  });

  it('waits for somebody else where whoever asks does not have the conversation, where it was not read whole, and where something in it is destroyed', async () => {
    const others = await arrived('Write to anna@mail.example', { mine: false });
    const unread = await arrived('', { name: 'tent.png', bytes: Buffer.from('89504e470d0a1a0a00', 'hex') });
    const destroyed = await arrived(`SSN: ${ssn}`);
    expect(destroyed.contents).toMatchObject({ state: 'held', hidden: [{ type: 'us-ssn', count: 1 }], until: expect.any(Number) });
    for (const came of [others, unread, destroyed]) {
      expect(await ask(came)).toMatchObject({ kind: 'done', value: { kind: 'waiting' } });
      // They stand in the order of asking, and what is asked in one millisecond has none.
      service.hub.clock.ahead += 1;
    }
    const asked = await waiting();
    expect(asked.map(({ hidden, read, name }) => [name, hidden, read])).toEqual([['order.docx', [{ type: 'email', count: 1 }], 'whole'], ['tent.png', [], 'not'], ['order.docx', [{ type: 'us-ssn', count: 1 }], 'in-part']]);
    expect(JSON.stringify(asked)).not.toContain(ssn);
    expect(JSON.stringify(await entries())).not.toContain(ssn);
    for (const came of [others, unread, destroyed]) expect((await fetch(agent, came)).map(({ c }) => c)).toEqual(['attachment-refused']);
  });

  it('is had after a yes of somebody who may decide, never of who asked, and not after a no', async () => {
    const came = await arrived(`SSN: ${ssn}`);
    lead.heard.length = 0;
    const release = waitsFor(await ask(came));
    await lead.hears('console-changed');
    expect(waitsFor(await ask(came))).toBe(release);
    expect(await agent.console('file.decide', { release, allow: true })).toMatchObject({ kind: 'refused' });
    expect(await second.console('file.take', { release })).toMatchObject({ kind: 'refused' });
    expect(await lead.console('file.decide', { release, allow: true })).toEqual({ kind: 'done', value: null });
    expect(await agent.console('file.take', { release })).toMatchObject({ kind: 'done', value: { kind: 'released' } });
    expect((await opened(agent, came))?.bytes.length).toBe(came.size);
    expect(await lead.console('file.decide', { release, allow: false })).toMatchObject({ kind: 'refused' });

    const other = await arrived(`SSN: ${ssn}`);
    const denied = waitsFor(await ask(other));
    await lead.console('file.decide', { release: denied, allow: false });
    expect(await agent.console('file.take', { release: denied })).toEqual({ kind: 'done', value: { kind: 'denied' } });
    expect((await fetch(agent, other)).map(({ c }) => c)).toEqual(['attachment-refused']);
    expect((await entries()).map(({ action }) => action).slice(-4)).toEqual(['file.asked', 'file.released', 'file.asked', 'file.denied']);
    const own = waitsFor(await ask(other, lead));
    expect((await waiting()).map((each) => each.release)).not.toContain(own);
    expect(await lead.console('file.decide', { release: own, allow: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Somebody else') });
  });

  it('is not to be had by who may not see the conversation, nor at the command line', async () => {
    const came = await arrived('Write to anna@mail.example');
    expect(await ask(came, outsider)).toMatchObject({ kind: 'refused', message: expect.stringContaining('no such file') });
    expect((await fetch(outsider, came))).toEqual([{ c: 'attachment-refused', attachment: came.attachment, reason: 'gone' }]);
    await expect(service.ask('file.ask', { message: came.message, attachment: came.attachment, reason: 'delivery' })).rejects.toThrow('laptop only');
    const elsewhere = await arrived('Write to anna@mail.example');
    expect(await ask({ ...came, message: elsewhere.message })).toMatchObject({ kind: 'refused' });
  });

  it('is had so often in an hour and no more, and the try is in the audit log', async () => {
    forget();
    await policy({ perHour: 1 });
    const [one, two] = [await arrived('Write to anna@mail.example'), await arrived('Write to anna@mail.example')];
    expect(await ask(one)).toMatchObject({ kind: 'done' });
    expect(await ask(two)).toMatchObject({ kind: 'refused', message: expect.stringContaining('as your company allows') });
    expect((await entries()).at(-1)).toMatchObject({ action: 'file.over-limit', subject: two.message });
  });

  it('is never had with a kind in it that the policy excludes, not after a yes either, and needs as well known a customer as what is in it does', async () => {
    const came = await arrived('Write to anna@mail.example', { mine: false });
    const release = waitsFor(await ask(came));
    await policy({ never: ['email'] });
    expect(await lead.console('file.decide', { release, allow: true })).toMatchObject({ kind: 'refused' });
    const other = await arrived('Write to anna@mail.example');
    expect(await ask(other)).toMatchObject({ kind: 'refused', message: expect.stringContaining('lets nobody have') });
    await policy({}, { verification: { email: 'identity' } });
    expect(await ask(other)).toMatchObject({ kind: 'refused', message: expect.stringContaining('who they are') });
    expect((await entries()).slice(-2).map(({ action }) => action)).toEqual(['file.never', 'file.unverified']);
    await policy({});
    expect(await ask(other)).toMatchObject({ kind: 'done', value: { kind: 'released' } });
    await policy({ never: ['email'] });
    expect((await fetch(agent, other)).map(({ c }) => c)).toEqual(['attachment-refused']);
  });

  it('is neither let go nor given any more once less is known of the customer than what is in it needs', async () => {
    const [had, asked] = [await arrived('Write to anna@mail.example'), await arrived('Write to anna@mail.example', { mine: false })];
    await ask(had);
    expect(await opened(agent, had)).not.toBeNull();
    const release = waitsFor(await ask(asked));
    await policy({}, { verification: { email: 'contact' } });
    expect((await fetch(agent, had)).map(({ c }) => c)).toEqual(['attachment-refused']);
    expect(await lead.console('file.decide', { release, allow: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('a contact that is theirs') });
    expect((await entries()).at(-1)).toMatchObject({ action: 'file.unverified', subject: asked.message, detail: { file: asked.attachment, kinds: 'email', level: 'unverified' } });
    // Nothing was decided by it.
    await policy({});
    expect(await lead.console('file.decide', { release, allow: true })).toEqual({ kind: 'done', value: null });
    expect(await opened(agent, asked)).not.toBeNull();
  });

  it('waits each time where the policy says so', async () => {
    await policy({ approval: 'lead' });
    expect(await ask(await arrived('Write to anna@mail.example'))).toMatchObject({ kind: 'done', value: { kind: 'waiting' } });
  });

  it('is given no more once its minutes are over, and one with something destroyed in it is dropped after the policy’s hours; of one with a card number nothing is kept', async () => {
    await policy({ hoursKept: 5 });
    const [had, destroyed, card] = [await arrived('Write to anna@mail.example'), await arrived(`SSN: ${ssn}`), await arrived('Card 4111 1111 1111 1111')];
    expect(card.contents).toEqual({ state: 'held', hidden: [{ type: 'card', count: 1 }] });
    await ask(had);
    expect(await opened(agent, had)).not.toBeNull();
    service.hub.clock.ahead += 61 * 60_000;
    expect((await fetch(agent, had)).map(({ c }) => c)).toEqual(['attachment-refused']);
    service.hub.clock.ahead += 4 * hour;
    expect(await ask(destroyed)).toMatchObject({ kind: 'refused', message: expect.stringContaining('no such file') });
    await policy({ hoursKept: 0 });
    expect((await arrived(`SSN: ${ssn}`)).contents).toEqual({ state: 'held', hidden: [{ type: 'us-ssn', count: 1 }] });
  });

  it('is listed in what the customer gets: who had it, when and why', async () => {
    const came = await arrived('Write to anna@mail.example');
    await ask(came, agent, 'legal');
    const customer = agent.events.flatMap((event) => (event.e === 'conversation' && event.conversation.id === came.conversation ? [event.customer.id] : []))[0] ?? '';
    await new SealdeskCommand(service.hub.data).run('export', 'customer', '--id', customer, '--by', paul, '--format', 'json', '--to', join(folder, 'all.json'));
    expect(CustomerExport.parse(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8'))).audit).toContainEqual(expect.objectContaining({ action: 'file.released', by: nora, detail: expect.objectContaining({ reason: 'legal', kinds: 'email' }) }));
  });
});
