import { afterEach, describe, expect, it, vi } from 'vitest';
import { openContent } from '../../../../hub/conversations/messages.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { instagramBody, instagramId, instagramMessage, textOf, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna Bergström' };
const maria = '1789456123';
const at = Date.UTC(2025, 10, 27, 9);

let hub: MetaHub;
afterEach(() => hub.end());

const instagram = (event: Readonly<Record<string, unknown>>) => hub.provider.deliver(instagramBody([event]));
const write = (mid: string, text: string) => instagram(instagramMessage(maria, { mid, text }));
const edited = (mid: string, text: string, times: number, from = maria) => instagram({ sender: { id: from }, recipient: { id: from === maria ? instagramId : maria }, timestamp: at + times, message_edit: { mid, text, num_edit: times } });
const whatsApp = (content: Readonly<Record<string, unknown>>, id?: string) => hub.provider.deliver(whatsAppMessages([whatsAppMessage(anna, content, id)]));
const newest = (id = hub.inbound()[0]?.id) => hub.replaced().findLast((message) => message.id === id);
const previews = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event.conversation.preview] : []));
/** What waits for its message is tried again. */
const again = (seen: () => void) =>
  vi.waitFor(async () => {
    await hub.hurry();
    await hub.channels.stop();
    await hub.channels.start();
    seen();
  }, waiting);

describe('a message that its author edits on Instagram', () => {
  it('stands there once, with the new words and when they were written; of the former nothing is left', async () => {
    hub = await openMetaHub('instagram');
    await write('one', 'my card is 4242 4242 4242 4242');
    await hub.arrived(1);
    expect(await hub.db.selectFrom('recoverable_findings').select('type').execute()).toEqual([{ type: 'card' }]);
    await edited('one', 'Please call me', 1);
    await vi.waitFor(() => expect(newest()).toMatchObject({ text: 'Please call me', editedAt: at + 1, findings: [], revision: 2 }), waiting);
    expect(previews().at(-1)).toBe('Please call me');
    expect(hub.inbound()).toHaveLength(1);
    const rows = await hub.db.selectFrom('messages').selectAll().where('kind', '=', 'inbound').execute();
    expect(rows).toHaveLength(1);
    const content = await hub.db.transaction().execute((tx) => openContent(tx, hub.envelope, rows[0]!));
    expect(JSON.stringify(content)).not.toContain('card');
    expect(await hub.db.selectFrom('recoverable_findings').select('type').execute()).toEqual([]);
  });

  it('reads as it was edited last, in whatever order the news comes, and also where it comes before the message', async () => {
    hub = await openMetaHub('instagram');
    await edited('one', 'second', 2);
    await hub.channels.idle();
    await write('one', 'first');
    await hub.arrived(1);
    await again(() => expect(newest()).toMatchObject({ text: 'second', editedAt: at + 2 }));
    await edited('one', 'between', 1);
    await edited('one', 'last', 3);
    await vi.waitFor(() => expect(newest()).toMatchObject({ text: 'last', editedAt: at + 3, revision: 3 }), waiting);
    await hub.channels.idle();
    expect(hub.replaced().map(({ text }) => text)).toEqual(['second', 'last']);
  });

  it('is redacted as any other, also where a number is whole only beside what was written before and after', async () => {
    hub = await openMetaHub('instagram');
    await write('one', '4242 4242');
    await hub.arrived(1);
    await write('two', 'hello');
    await hub.arrived(2);
    await write('three', 'thanks');
    await hub.arrived(3);
    await edited('two', '4242 4242', 1);
    await vi.waitFor(() => expect(newest(hub.inbound()[1]?.id)?.findings).toMatchObject([{ type: 'card' }]), waiting);
    expect(newest(hub.inbound()[0]?.id)?.findings).toMatchObject([{ type: 'card' }]);
    expect(JSON.stringify([newest(hub.inbound()[0]?.id)?.text, newest(hub.inbound()[1]?.id)?.text])).not.toContain('4242 4242');
    await edited('three', 'it is 4000 0566 5566 5556', 1);
    await vi.waitFor(() => expect(newest(hub.inbound()[2]?.id)?.text).toBe('it is [card **** 5556]'), waiting);
    expect(await hub.db.selectFrom('recoverable_findings').select('message_id').where('message_id', '=', hub.inbound()[2]!.id).execute()).toHaveLength(1);
  });

  it('or takes back leaves nothing of the former words in the list either, where a line of who has it came after', async () => {
    hub = await openMetaHub('instagram');
    await write('one', 'my secret');
    await hub.arrived(1);
    const conversationId = ConversationId.parse(hub.inbound()[0]?.conversationId);
    expect(await hub.execute(hub.agent, { do: 'assign', conversationId, assigneeId: hub.agent.id })).toEqual({ kind: 'done' });
    await edited('one', 'other words', 1);
    await vi.waitFor(() => expect(previews().at(-1)).toBe('other words'), waiting);
    await instagram(instagramMessage(maria, { mid: 'one', is_deleted: true }));
    await vi.waitFor(() => expect(previews().at(-1)).toBe('The customer removed this message.'), waiting);
  });

  it('that was taken back stays so, whatever edit comes late', async () => {
    hub = await openMetaHub('instagram');
    await write('one', 'I did not mean that');
    await hub.arrived(1);
    await instagram(instagramMessage(maria, { mid: 'one', is_deleted: true }));
    await vi.waitFor(() => expect(newest()?.text).toBe('The customer removed this message.'), waiting);
    await edited('one', 'what I meant', 1);
    await hub.channels.idle();
    expect(newest()?.text).toBe('The customer removed this message.');
  });

  it('of the company’s, in its app, is edited and taken back here too; and nobody edits the other’s', async () => {
    hub = await openMetaHub('instagram');
    await write('one', 'Hello?');
    await hub.arrived(1);
    await instagram({ sender: { id: instagramId }, recipient: { id: maria }, timestamp: Date.now(), message: { mid: 'ours', text: 'Tuesday', is_echo: true } });
    await vi.waitFor(() => expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toHaveLength(1), waiting);
    const ours = hub.messages().find(({ kind }) => kind === 'outbound')?.id;
    await edited('ours', 'I am the customer', 1);
    await edited('ours', 'Wednesday', 1, instagramId);
    await vi.waitFor(() => expect(newest(ours)).toBeDefined(), waiting);
    expect(newest(ours)).toMatchObject({ text: 'Wednesday', kind: 'outbound' });
    await instagram({ sender: { id: instagramId }, recipient: { id: maria }, timestamp: Date.now(), message: { mid: 'ours', is_deleted: true, is_echo: true } });
    await vi.waitFor(() => expect(newest(ours)?.text).toBe('This message was taken back in another program.'), waiting);
  });
});

describe('a message that its author edits or takes back on WhatsApp', () => {
  const seconds = Math.floor(at / 1000);
  const edit = (original: string, message: Readonly<Record<string, unknown>>, later = 0) => ({ type: 'edit', timestamp: String(seconds + later), edit: { original_message_id: original, message: { context: { id: original }, ...message } } });

  it('stands there once, with the new words; what comes late changes nothing', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp(textOf('Two tents'), 'wamid.one');
    await hub.arrived(1);
    await whatsApp(edit('wamid.one', textOf('Three tents'), 60));
    await vi.waitFor(() => expect(newest()).toMatchObject({ text: 'Three tents', editedAt: (seconds + 60) * 1000, authorName: 'Anna Bergström' }), waiting);
    await whatsApp(edit('wamid.one', textOf('Between'), 30));
    await whatsApp(edit('wamid.one', textOf('Four tents'), 90));
    await vi.waitFor(() => expect(newest()?.text).toBe('Four tents'), waiting);
    expect(hub.replaced().map(({ text }) => text)).toEqual(['Three tents', 'Four tents']);
    expect(hub.inbound()).toHaveLength(1);
  });

  it('keeps its file where the words below it change', async () => {
    hub = await openMetaHub('whatsapp');
    const { id, sha256 } = hub.provider.upload(Buffer.from('picture'), 'image/jpeg');
    await whatsApp({ type: 'image', image: { id, sha256, mime_type: 'image/jpeg', caption: 'My tend' } }, 'wamid.one');
    await hub.arrived(1);
    await whatsApp(edit('wamid.one', { type: 'image', image: { id, sha256, mime_type: 'image/jpeg', caption: 'My tent' } }));
    await vi.waitFor(() => expect(newest()).toMatchObject({ text: 'My tent', attachments: [{ name: 'Image', contents: { state: 'kept' } }] }), waiting);
  });

  it('is gone where it was taken back', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp(textOf('my card is 4242 4242 4242 4242'), 'wamid.one');
    await hub.arrived(1);
    await whatsApp({ type: 'revoke', revoke: { original_message_id: 'wamid.one' } });
    await vi.waitFor(() => expect(newest()).toMatchObject({ text: 'The customer removed this message.', findings: [] }), waiting);
    expect(await hub.db.selectFrom('recoverable_findings').select('type').execute()).toEqual([]);
    expect(hub.inbound()).toHaveLength(1);
  });

  it('is shown as something unknown, and the first message stays, where nobody knows what the edit says', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp(textOf('Two tents'), 'wamid.one');
    await hub.arrived(1);
    await whatsApp(edit('wamid.one', { type: 'hologram', hologram: {} }));
    await hub.arrived(2);
    expect(hub.inbound()[1]?.text).toContain('A message of a kind Sealdesk does not know.');
    expect(hub.replaced()).toEqual([]);
  });
});
