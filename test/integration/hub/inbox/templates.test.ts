import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { beginUpload, takeChunks } from '../../../../hub/conversations/uploads.ts';
import { keptTemplates } from '../../../../hub/channels/whatsapp/template-shelf.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import type { Template, TemplateValues } from '../../../../shared/domain/template.ts';
import { templateText } from '../../../../shared/template/fill-template.ts';
import { textOf, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { pdf, png } from '../../../doubles/sent-files.ts';
import { sealedFile } from '../../../doubles/uploaded-file.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna Bergström' };
const day = 24 * 3_600;

let hub: MetaHub;
beforeEach(async () => {
  hub = await openMetaHub('whatsapp');
});
afterEach(() => hub.end());

/** Anna wrote more than a day ago. */
async function wroteLongAgo(): Promise<void> {
  const { message, contact } = whatsAppMessage(anna, textOf('Where is it?'));
  await hub.provider.deliver(whatsAppMessages([{ message: { ...message, timestamp: String(Math.floor(hub.clock.now() / 1000) - day - 60) }, contact }]));
  await hub.arrived(1);
}

async function known(name: string): Promise<Template> {
  await vi.waitFor(async () => expect(await keptTemplates(hub.db, hub.hook.id)).not.toBeNull(), waiting);
  return (await keptTemplates(hub.db, hub.hook.id))?.templates.find((each) => each.name === name) ?? expect.fail(`no template ${name}`);
}

const update: TemplateValues = [
  { key: 'header.1', value: 'NL-7' },
  { key: 'body.1', value: 'Anna' },
  { key: 'body.2', value: 'Friday' },
  { key: 'button0.1', value: 'x' },
];
const filled: TemplateValues = [...update.slice(0, 3), { key: 'button1.1', value: 'NL-7' }];

function asked(template: Template, values: TemplateValues, change: Partial<Extract<Command, { do: 'template' }>> = {}): Extract<Command, { do: 'template' }> {
  const conversationId = hub.inbound()[0]?.conversationId ?? expect.fail('nobody wrote');
  return { do: 'template', conversationId, messageId: MessageId.parse(randomUUID()), name: template.name, language: template.language, values, text: templateText(template, values), seen: hub.messages().at(-1)?.id ?? null, ...change };
}

describe('approved templates', () => {
  it('are read from every page, kept, and those that cannot be sent from here are counted', async () => {
    const kept = await vi.waitFor(async () => (await keptTemplates(hub.db, hub.hook.id)) ?? Promise.reject(new Error('not yet')), waiting);
    expect(kept).toMatchObject({ templates: [{ name: 'order_update', buttons: [{ text: 'Thanks', url: null }, { text: 'Follow it' }] }, { name: 'picture', media: 'image', header: null }, { name: 'invoice', media: 'document', buttons: [{ text: 'Copy code', url: null, code: true }] }, { name: 'ask_again', language: 'de' }], others: 1 });
    expect(kept.templates[0]?.fields.map(({ key, example }) => [key, example])).toEqual([['header.1', 'NL-1'], ['body.1', 'Anna'], ['body.2', 'Thursday'], ['button1.1', 'NL-1']]);
    expect(hub.provider.asked.filter((path) => path.endsWith('message_templates')).length).toBeGreaterThan(1);
    hub.provider.tokenDead = true;
    expect((await hub.channels.templates(hub.hook.id, true))?.templates).toHaveLength(4);
  });
});

describe('a template as an answer', () => {
  it('goes out after the 24 hours, when a free reply does not, and is kept with its filled text', async () => {
    await wroteLongAgo();
    const free = await hub.reply('A free reply');
    await vi.waitFor(() => expect(hub.statusesOf(free)).toMatchObject([{ status: 'failed', failure: expect.stringContaining('24 hours') }]), waiting);
    const command = asked(await known('order_update'), filled);
    expect(await hub.execute(hub.agent, command)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ template: 'order_update', text: 'Order NL-7|Hello Anna, it comes on Friday.|Your shop|https://shop.example/t/NL-7', callback: command.messageId, answers: null }]), waiting);
    expect(hub.messages().at(-1)).toMatchObject({ id: command.messageId, kind: 'outbound', text: 'Order NL-7\n\nHello Anna, it comes on Friday.\n\nYour shop\n\n[Thanks]\n[Follow it] https://shop.example/t/NL-7' });
    await vi.waitFor(() => expect(hub.statusesOf(command.messageId).map(({ status }) => status)).toContain('delivered'), waiting);
  });

  it('with named variables goes out under their names', async () => {
    await wroteLongAgo();
    const template = await known('ask_again');
    expect(await hub.execute(hub.agent, asked(template, [{ key: 'body.first_name', value: 'Anna' }]))).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ template: 'ask_again', text: 'Guten Tag Anna, dürfen wir noch einmal schreiben?' }]), waiting);
  });

  it('has one effect for each key', async () => {
    await wroteLongAgo();
    const command = asked(await known('order_update'), filled);
    const key = IdempotencyKey.parse(randomUUID());
    for (let time = 0; time < 3; time += 1) expect(await hub.execute(hub.agent, command, key)).toEqual({ kind: 'done' });
    await hub.channels.idle();
    expect(hub.provider.taken).toHaveLength(1);
  });

  it.each<[string, () => Promise<Extract<Command, { do: 'template' }>>, RegExp]>([
    ['of another name', async () => asked(await known('order_update'), filled, { name: 'unknown' }), /no approved template/],
    ['without one of its values', async () => asked(await known('order_update'), filled.slice(1)), /other values/],
    ['with values it does not have', async () => asked(await known('order_update'), update), /other values/],
    ['with a value of two lines', async () => asked(await known('order_update'), [...filled.slice(0, 3), { key: 'button1.1', value: 'a\nb' }]), /other values/],
    ['that reads differently now', async () => asked(await known('order_update'), filled, { text: 'Hello' }), /changed since/],
    ['with a card number in a value', async () => asked(await known('order_update'), [...filled.slice(0, 3), { key: 'button1.1', value: '4111111111111111' }]), /card number/],
  ])('%s is refused and stored nowhere', async (_what, made, words) => {
    await wroteLongAgo();
    expect(await hub.execute(hub.agent, await made())).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toEqual([]);
  });

  it('with the address of another customer in a value is refused', async () => {
    await wroteLongAgo();
    await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'olga@mail.example' }, 'Olga', hub.clock.now()));
    expect(await hub.execute(hub.agent, asked(await known('order_update'), [{ key: 'header.1', value: 'NL-7' }, { key: 'body.1', value: 'olga@mail.example' }, ...filled.slice(2)]))).toMatchObject({ kind: 'refused', message: expect.stringContaining('another customer') });
  });

  it('is refused to who may not see the conversation, and told of when a colleague answered first', async () => {
    await wroteLongAgo();
    const ben = await hub.addAgent({ name: 'Ben', roles: ['it'] });
    const command = asked(await known('order_update'), filled);
    expect(await hub.execute(ben, command)).toMatchObject({ kind: 'refused' });
    const cleo = await hub.addAgent({ name: 'Cleo' });
    expect(await hub.execute(cleo, { ...command, messageId: MessageId.parse(randomUUID()) })).toEqual({ kind: 'done' });
    expect(await hub.execute(hub.agent, command)).toMatchObject({ kind: 'refused', message: expect.stringContaining('Cleo answered before') });
  });

  it('fails in our own words where WhatsApp says no', async () => {
    await wroteLongAgo();
    const template = await known('order_update');
    hub.provider.templates = [];
    const command = asked(template, filled);
    expect(await hub.execute(hub.agent, command)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.statusesOf(command.messageId)).toMatchObject([{ status: 'failed', failure: 'There is no approved template of that name in that language.' }]), waiting);
  });
});

describe('a template that begins with a picture, a film or a document', () => {
  const picture = png({ width: 6, height: 4, colour: [10, 20, 30] });
  async function upload(name: string, plain: Uint8Array) {
    const { file, chunks } = sealedFile(name, plain);
    const conversationId = ConversationId.parse(hub.inbound()[0]?.conversationId);
    await hub.db.transaction().execute(async (tx) => {
      await beginUpload(tx, hub.agent, { id: file.id, conversationId, size: file.size }, hub.clock.now());
      await takeChunks(tx, hub.agent, { id: file.id, first: 0, sealed: chunks }, hub.clock.now());
    });
    return file;
  }

  it('goes out with the file that was chosen, which is in the conversation then', async () => {
    await wroteLongAgo();
    const command = asked(await known('picture'), [], { files: [await upload('tent.png', picture)] });
    expect(await hub.execute(hub.agent, command)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ template: 'picture', text: `image of ${picture.length}|Look`, callback: command.messageId }]), waiting);
    expect(hub.messages().find(({ id }) => id === command.messageId)).toMatchObject({ text: 'Look', attachments: [{ name: 'tent.png', mediaType: 'image/png' }] });
  });

  it('as a document has its name; and a code to copy goes with its button', async () => {
    await wroteLongAgo();
    const letter = pdf(['Dear Anna']);
    const command = asked(await known('invoice'), [{ key: 'body.1', value: 'Anna' }, { key: 'button0.code', value: 'SAVE20' }], { files: [await upload('invoice.pdf', letter)] });
    expect(command.text).toBe('Your invoice, Anna.\n\n[Copy code] SAVE20');
    expect(await hub.execute(hub.agent, command)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ text: `document of ${letter.length} called invoice.pdf|Your invoice, Anna.|code SAVE20` }]), waiting);
  });

  it.each<[string, () => Promise<Extract<Command, { do: 'template' }>>]>([
    ['without its file', async () => asked(await known('picture'), [])],
    ['with a file of another kind', async () => asked(await known('picture'), [], { files: [await upload('letter.pdf', pdf(['x']))] })],
    ['with what only says that it is of the kind', async () => asked(await known('picture'), [], { files: [await upload('tent.png', pdf(['x']))] })],
  ])('is refused %s, and nothing is stored', async (_what, made) => {
    await wroteLongAgo();
    expect(await hub.execute(hub.agent, await made())).toMatchObject({ kind: 'refused', message: expect.stringContaining('begins with another file') });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toEqual([]);
  });

  it('is not sent with a file that the policy stops; and words take none', async () => {
    await wroteLongAgo();
    const command = asked(await known('invoice'), [{ key: 'body.1', value: 'Anna' }, { key: 'button0.code', value: 'SAVE20' }], { files: [await upload('invoice.pdf', pdf(['Card 4242 4242 4242 4242']))] });
    expect(await hub.execute(hub.agent, command)).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(hub.statusesOf(command.messageId)).toMatchObject([{ status: 'failed', failure: expect.stringContaining('payment card number') }]), waiting);
    expect(hub.provider.taken).toEqual([]);
    expect(await hub.execute(hub.agent, asked(await known('order_update'), filled, { files: [await upload('tent.png', picture)] }))).toMatchObject({ kind: 'refused' });
  });
});
