import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Revealed, WaitingReveal } from '../../../../shared/contract/console/reveals.ts';
import type { RevealPolicy } from '../../../../shared/domain/reveal.ts';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { digitsSaid } from '../../../doubles/digits-said.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, lena, otto, isa] = ['nora@nordlicht.example', 'lena@nordlicht.example', 'otto@nordlicht.example', 'isa@nordlicht.example'];
const phone = '+49 30 901820';
const digits = digitsSaid('901820', '030901820', '4930901820');
const said = `Please call me on ${phone}, my card is 4242 4242 4242 4242`;

describe('what was hidden in a message', () => {
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  let lead: SimulatedDevice;
  let outsider: SimulatedDevice;
  let it_: SimulatedDevice;
  let message: string;
  let finding: string;

  beforeAll(async () => {
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.ask('agent.add', { name: 'Lena', email: lena, roles: ['lead'], teams: [] });
    await service.addAgent(otto);
    await service.ask('agent.add', { name: 'Isa', email: isa, roles: ['it'], teams: [] });
    await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
    [agent, lead, outsider, it_] = [await service.liveDevice(nora), await service.liveDevice(lena), await service.liveDevice(otto), await service.liveDevice(isa)];
    const customer = new ChatCustomer(service.chat);
    await customer.connect();
    customer.say(said);
    await agent.until(() => [...agent.messages.values()].some(({ text }) => text.startsWith('Please call')), 'the message');
    customer.leave();
    const came = [...agent.messages.values()].find(({ text }) => text.startsWith('Please call'));
    message = came?.id ?? '';
    finding = came?.findings.find(({ type }) => type === 'phone')?.sealed ?? '';
  });
  afterAll(async () => {
    for (const device of [agent, lead, outsider, it_]) device.drop();
    await service.remove();
  });
  beforeEach(() => policy({}));

  const policy = async (reveal: Partial<RevealPolicy>) => {
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), reveal: { perHour: 30, seconds: 30, approval: 'none', copying: false, verification: {}, ...reveal } });
  };
  const ask = (by = agent, what = finding) => by.console('reveal.ask', { message, finding: what, reason: 'delivery' });
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('reveal.'));
  const waiting = async (by = lead) => ((await by.console('reveal.list')) as { value: WaitingReveal[] }).value;

  it('comes to laptops as a mask, and what stood there lies nowhere readable', () => {
    const came = agent.messages.get(message);
    expect(came?.text).toBe('Please call me on [phone **** 20], my card is [card **** 4242]');
    expect(JSON.stringify(agent.events)).not.toMatch(digits);
    expect(came?.findings.map(({ type, sealed }) => [type, typeof sealed])).toEqual([['phone', 'string'], ['card', 'undefined']]);
    for (const name of readdirSync(service.hub.data)) if (/\.db|-wal/.test(name)) expect(digits.test(readFileSync(join(service.hub.data, name), 'latin1')), name).toBe(false);
  });

  it('is shown to an agent for a reason, and the audit log says who, what kind and why, never what', async () => {
    expect(await ask()).toEqual({ kind: 'done', value: { kind: 'shown', value: phone, seconds: 30, copying: false } });
    const last = (await entries()).at(-1);
    expect(last).toMatchObject({ action: 'reveal.shown', subject: message, detail: { type: 'phone', reason: 'delivery' } });
    expect(JSON.stringify(last)).not.toMatch(digits);
    expect(await agent.console('reveal.ask', { message, finding, reason: 'because' })).toMatchObject({ kind: 'refused' });
  });

  it('is not shown to who may not see the conversation, nor to IT, nor at the command line; what was destroyed, to nobody', async () => {
    expect(await ask(outsider)).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect(await ask(it_)).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    await expect(service.ask('reveal.ask', { message, finding, reason: 'delivery' })).rejects.toThrow('laptop only');
    expect(await ask(agent, crypto.randomUUID())).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
  });

  it('is shown so often in an hour and no more, and the tries after that are in the audit log', async () => {
    const before = (await entries()).filter(({ action }) => action === 'reveal.shown').length;
    await policy({ perHour: before + 1 });
    expect(await ask()).toMatchObject({ kind: 'done' });
    expect(await ask()).toMatchObject({ kind: 'refused', message: expect.stringContaining('as your company allows') });
    expect((await entries()).at(-1)).toMatchObject({ action: 'reveal.over-limit' });
    await policy({ perHour: 0 });
    expect(await ask(lead)).toMatchObject({ kind: 'refused' });
  });

  it('is not shown while less is known of who the customer is than the policy asks for its kind; the try is in the audit log', async () => {
    await policy({ verification: { phone: 'contact' } });
    expect(await ask()).toMatchObject({ kind: 'refused', message: expect.stringContaining('Nothing shows yet who this customer is. Your company asks for more') });
    expect((await entries()).at(-1)).toMatchObject({ action: 'reveal.unverified', subject: message, detail: { type: 'phone', level: 'unverified' } });
    await policy({ verification: { address: 'identity' } });
    expect(await ask()).toMatchObject({ kind: 'done', value: { kind: 'shown' } });
  });

  it('is not handed out after a yes either, where the policy has come to ask for more meanwhile', async () => {
    await policy({ approval: 'lead' });
    const { reveal } = ((await ask()) as { value: Extract<Revealed, { kind: 'waiting' }> }).value;
    await lead.console('reveal.decide', { reveal, approve: true });
    await policy({ approval: 'lead', verification: { phone: 'order' } });
    expect(await agent.console('reveal.take', { reveal })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Less is known') });
  });

  it('waits for a lead where the policy says so; it is shown once after a yes, and not after a no', async () => {
    await policy({ approval: 'lead', seconds: 12 });
    lead.heard.length = 0;
    const asked = (await ask()) as { value: Extract<Revealed, { kind: 'waiting' }> };
    expect(asked).toMatchObject({ kind: 'done', value: { kind: 'waiting' } });
    const { reveal } = asked.value;
    await lead.hears('console-changed');
    expect(await waiting()).toMatchObject([{ reveal, type: 'phone', reason: 'delivery' }]);
    expect(await agent.console('reveal.take', { reveal })).toEqual({ kind: 'done', value: { kind: 'waiting', reveal } });
    expect(await agent.console('reveal.decide', { reveal, approve: true })).toMatchObject({ kind: 'refused' });
    expect(await outsider.console('reveal.take', { reveal })).toMatchObject({ kind: 'refused' });
    expect(await lead.console('reveal.decide', { reveal, approve: true })).toEqual({ kind: 'done', value: null });
    expect(await agent.console('reveal.take', { reveal })).toEqual({ kind: 'done', value: { kind: 'shown', value: phone, seconds: 12, copying: false } });
    expect(await agent.console('reveal.take', { reveal })).toMatchObject({ kind: 'refused' });
    expect(await lead.console('reveal.decide', { reveal, approve: false })).toMatchObject({ kind: 'refused' });

    const second = ((await ask()) as { value: Extract<Revealed, { kind: 'waiting' }> }).value.reveal;
    await lead.console('reveal.decide', { reveal: second, approve: false });
    expect(await agent.console('reveal.take', { reveal: second })).toEqual({ kind: 'done', value: { kind: 'denied' } });
    expect((await entries()).map(({ action }) => action).slice(-5)).toEqual(['reveal.asked', 'reveal.approved', 'reveal.shown', 'reveal.asked', 'reveal.denied']);
  });

  it('nobody approves what they asked for themselves', async () => {
    await policy({ approval: 'lead' });
    const { reveal } = ((await ask(lead)) as { value: Extract<Revealed, { kind: 'waiting' }> }).value;
    expect(await waiting()).toEqual([]);
    expect(await lead.console('reveal.decide', { reveal, approve: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Somebody else') });
  });
});

describe('a change of what is hidden', () => {
  it('is tried on messages that came before: how much more or less would have been hidden, and nothing of what they say', async () => {
    const service = await ServiceInProcess.start();
    try {
      await service.ask('channel.add-webchat', { name: 'Chat', teamId: null });
      await service.addAgent(nora);
      const agent = await service.liveDevice(nora);
      const customer = new ChatCustomer(service.chat);
      await customer.connect();
      customer.say(said);
      customer.say('or write to olga@mail.example and +49 30 901821');
      await agent.until(() => [...agent.messages.values()].length === 2, 'both messages');
      customer.leave();
      const policy = await service.ask('policy.show', null);
      const types = { ...policy.redaction.types, phone: { action: 'keep' as const }, email: { action: 'destroy' as const } };
      const preview = await service.ask('policy.preview', { ...policy, redaction: { ...policy.redaction, types } });
      expect(preview).toMatchObject({ fields: ['redaction.types'], redaction: { messages: 2, changes: [{ type: 'phone', before: 2, after: 0 }] } });
      expect(JSON.stringify(preview)).not.toMatch(/901820|olga/);
      expect((await service.ask('policy.preview', { ...policy, autoLockMinutes: 9 })).redaction).toBeNull();
      agent.drop();
    } finally {
      await service.remove();
    }
  });
});
