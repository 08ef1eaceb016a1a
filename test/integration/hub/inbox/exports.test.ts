import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { Transcript } from '../../../../shared/transcript/transcript.ts';
import { digitsSaid } from '../../../doubles/digits-said.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, paul, isa, lea] = ['nora@nordlicht.example', 'paul@nordlicht.example', 'isa@nordlicht.example', 'lea@nordlicht.example'];
const originals = [/\+49 30 901820/, digitsSaid('901820', '030901820', '4930901820'), /4242 4242 4242 4242/];

describe('what is known of a customer', () => {
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  let command: SealdeskCommand;
  let folder: string;
  let customer: string;
  let conversation: string;

  beforeAll(async () => {
    service = await ServiceInProcess.start();
    folder = mkdtempSync(join(tmpdir(), 'sealdesk-export-'));
    command = new SealdeskCommand(service.hub.data);
    for (const [email, role] of [[nora, 'agent'], [paul, 'privacy'], [isa, 'it'], [lea, 'lead']] as const) await service.addAgent(email, [], [role]);
    await service.ask('channel.add-webchat', { name: 'Chat' });
    agent = await service.liveDevice(nora);
    for (const said of ['Please call me on +49 30 901820, my card is 4242 4242 4242 4242', 'Somebody else: hello']) {
      const visitor = new ChatCustomer(service.chat);
      await visitor.connect();
      visitor.say(said);
      await agent.until(() => [...agent.messages.values()].some(({ text }) => text.slice(0, 11) === said.slice(0, 11)), said);
      visitor.leave();
    }
    const message = [...agent.messages.values()].find(({ text }) => text.startsWith('Please call'));
    conversation = message?.conversationId ?? '';
    customer = agent.events.flatMap((event) => (event.e === 'conversation' && event.conversation.id === conversation ? [event.customer.id] : []))[0] ?? '';
    await agent.console('reveal.ask', { message: message?.id, finding: message?.findings.find(({ type }) => type === 'phone')?.sealed, reason: 'delivery' });
    await agent.console('mistake.report', { message: message?.id, finding: message?.findings.find(({ type }) => type === 'card')?.recoverable?.id });
  });
  afterAll(async () => {
    agent.drop();
    await service.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const to = (name: string) => join(folder, name);
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('export.'));

  it('is written down with everything hidden, and with who looked at what was hidden, when and why', async () => {
    await command.run('export', 'customer', '--id', customer, '--by', paul, '--format', 'json', '--to', to('all.json'));
    const text = readFileSync(to('all.json'), 'utf8');
    for (const original of originals) expect(text).not.toMatch(original);
    const all = CustomerExport.parse(JSON.parse(text));
    expect(all.conversations.map(({ messages }) => messages.map((message) => message.text))).toEqual([['Please call me on [phone **** 20], my card is [card **** 4242]']]);
    expect(all.audit).toMatchObject([{ action: 'reveal.shown', by: nora, detail: { type: 'phone', reason: 'delivery' } }, { action: 'mistake.reported', by: nora, detail: { type: 'card' } }]);
    expect(text).not.toContain('Somebody else');
    expect(statSync(to('all.json')).mode & 0o777).toBe(0o600);
  });

  it('is in the audit log by the file’s number and hash, with who has it made, and the next one lists it', async () => {
    const told = JSON.parse(await command.run('export', 'customer', '--id', customer, '--by', paul, '--format', 'text', '--to', to('all.txt'), '--json')) as { number: string; sha256: string };
    const bytes = readFileSync(to('all.txt'));
    expect(told.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await entries()).at(-1)).toMatchObject({ action: 'export.customer', subject: customer, detail: { number: told.number, sha256: told.sha256, bytes: bytes.length, format: 'text' } });
    expect(bytes.toString('utf8')).toContain(told.number);
    await command.run('export', 'customer', '--id', customer, '--by', paul, '--format', 'json', '--to', to('next.json'));
    expect(CustomerExport.parse(JSON.parse(readFileSync(to('next.json'), 'utf8'))).audit).toContainEqual(expect.objectContaining({ action: 'export.customer', detail: expect.objectContaining({ number: told.number }) }));
  });

  it('is written of one conversation, too', async () => {
    await command.run('export', 'conversation', conversation, '--by', paul, '--format', 'json', '--to', to('one.json'));
    expect(Transcript.parse(JSON.parse(readFileSync(to('one.json'), 'utf8')))).toMatchObject({ mark: { device: null }, messages: [{ text: 'Please call me on [phone **** 20], my card is [card **** 4242]' }] });
    await command.run('export', 'conversation', conversation, '--by', paul, '--to', to('one.html'));
    const page = readFileSync(to('one.html'), 'utf8');
    expect(page).toContain('card •••• 4242');
    for (const original of originals) expect(page).not.toMatch(original);
  });

  it('is written for the privacy role only, and for nobody who is not known', async () => {
    const before = (await entries()).length;
    for (const by of [nora, isa, 'nobody@nordlicht.example']) {
      await expect(command.run('export', 'customer', '--id', customer, '--by', by, '--to', to('refused.html'))).rejects.toThrow('role "privacy"');
      await expect(command.run('export', 'conversation', conversation, '--by', by, '--to', to('refused.html'))).rejects.toThrow('role "privacy"');
    }
    expect(await agent.console('export.customer', { who: { id: customer }, by: paul, format: 'json' })).toMatchObject({ kind: 'refused' });
    await expect(command.run('export', 'customer', '--email', 'unknown@example.com', '--by', paul, '--to', to('refused.html'))).rejects.toThrow('Nobody is known');
    expect((await entries()).length).toBe(before);
  });

  it('replaces no file, and asks for one customer at a time', async () => {
    writeFileSync(to('there.html'), 'mine');
    await expect(command.run('export', 'customer', '--id', customer, '--by', paul, '--to', to('there.html'))).rejects.toThrow('already');
    expect(readFileSync(to('there.html'), 'utf8')).toBe('mine');
    await expect(command.run('export', 'customer', '--by', paul, '--to', to('x.html'))).rejects.toThrow('one of');
    await expect(command.run('export', 'customer', '--id', customer, '--email', 'a@example.com', '--by', paul, '--to', to('x.html'))).rejects.toThrow('one of');
  });

  it('is written of whoever they were merged into, also under who they were', async () => {
    const into = agent.events.flatMap((event) => (event.e === 'conversation' && event.conversation.id !== conversation ? [event.customer.id] : []))[0] ?? '';
    const lead = await service.liveDevice(lea);
    expect(await lead.console('customer.merge', { into, from: customer })).toMatchObject({ kind: 'done' });
    lead.drop();
    await command.run('export', 'customer', '--id', customer, '--by', paul, '--format', 'json', '--to', to('merged.json'));
    const all = CustomerExport.parse(JSON.parse(readFileSync(to('merged.json'), 'utf8')));
    expect(all.customer.id).toBe(into);
    expect(all.conversations.flatMap(({ messages }) => messages.map(({ text }) => text.slice(0, 14))).sort()).toEqual(expect.arrayContaining(['Please call me', 'Somebody else:']));
  });
});
