import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { AgentId, type ConversationId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, lea, it_] = ['nora@nordlicht.example', 'lea@nordlicht.example', 'ines@nordlicht.example'];
let service: ServiceInProcess;
let noras: SimulatedDevice;
/** A lead. */
let leas: SimulatedDevice;
let customer: ChatCustomer;
let conversationId: ConversationId;
let agents: Map<string, AgentId>;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(nora);
  await service.addAgent(lea, [], ['lead']);
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: null });
  [noras, leas] = [await service.liveDevice(nora), await service.liveDevice(lea)];
  customer = new ChatCustomer(service.chat);
  expect(await customer.connect()).toBe(true);
  customer.say('Where is my parcel?');
  await noras.until(() => noras.messages.size > 0, 'the message');
  conversationId = [...noras.messages.values()][0]!.conversationId;
  agents = new Map(noras.events.flatMap((event) => (event.e === 'agents' ? event.agents.map(({ id, name }) => [name, id] as const) : [])));
  for (const device of [noras, leas]) device.tell({ c: 'presence', at: null });
});
afterAll(async () => {
  for (const device of [noras, leas]) device.drop();
  customer.leave();
  await service.remove();
});

const doing = (device: SimulatedDevice): string[] | undefined => device.heard.flatMap((message) => (message.c === 'presence' ? [message.present.map((one) => one.doing)] : [])).at(-1);
const lookIn = (device: SimulatedDevice) => device.tell({ c: 'presence', at: { conversationId, doing: 'looking-in' } });
const entries = async (action: string) => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter((entry) => entry.action === action);
async function outcomeOf(device: SimulatedDevice, command: Command) {
  const key = IdempotencyKey.parse(randomUUID());
  const found = () => device.events.flatMap((event) => (event.e === 'command.result' && event.key === key ? [event.outcome] : []))[0];
  await device.send({ m: 'command', key, at: Date.now(), command });
  await device.until(() => found() !== undefined, 'the outcome');
  return found();
}
const whisper = (to: string, text = 'Offer her the refund.'): Extract<Command, { do: 'note' }> => ({ do: 'note', conversationId, messageId: MessageId.parse(randomUUID()), text, whisperTo: agents.get(to)! });
async function policy(part: object): Promise<void> {
  const its = await service.liveDevice(it_);
  const shown = await its.console('policy.show', null);
  if (shown.kind !== 'done') throw new Error('no policy');
  const { version: _, ...terms } = shown.value as Record<string, unknown>;
  await its.console('policy.set', { ...terms, ...part });
  its.drop();
}

describe('a lead who looks in', () => {
  it('is seen by the agent, and is in the audit log once, however often it is renewed', async () => {
    lookIn(leas);
    await noras.until(() => doing(noras)?.[0] === 'looking-in', 'the lead');
    lookIn(leas);
    await expect.poll(() => entries('conversation.looked-in')).toEqual([expect.objectContaining({ subject: conversationId, actor: `agent:${agents.get(lea)}` })]);
  });

  it('is in the audit log and seen by nobody where the policy says so', async () => {
    leas.tell({ c: 'presence', at: null });
    await noras.until(() => doing(noras)?.length === 0, 'the lead to be gone');
    await policy({ lookIn: 'silent' });
    const heard = noras.heard.length;
    lookIn(leas);
    await expect.poll(async () => (await entries('conversation.looked-in')).length).toBe(2);
    // What comes after it is told without it.
    await policy({ lookIn: 'announce' });
    await noras.until(() => doing(noras)?.[0] === 'looking-in', 'the lead');
    expect(noras.heard.slice(heard).filter(({ c }) => c === 'presence')).toHaveLength(1);
    leas.tell({ c: 'presence', at: null });
  });

  it('is somebody whose role may: an agent who says so is there as anybody is, and in no log', async () => {
    const before = (await entries('conversation.looked-in')).length;
    lookIn(noras);
    await leas.until(() => doing(leas)?.[0] === 'viewing', 'Nora to look');
    expect(await entries('conversation.looked-in')).toHaveLength(before);
  });
});

describe('a whisper', () => {
  it('is a note for the agent, in the audit log without its words, and never goes to the customer', async () => {
    const whispered = whisper(nora);
    expect(await outcomeOf(leas, whispered)).toEqual({ kind: 'done' });
    await noras.until(() => noras.messages.has(whispered.messageId), 'the whisper');
    expect(noras.messages.get(whispered.messageId)).toMatchObject({ kind: 'note', text: 'Offer her the refund.', whisperTo: agents.get(nora) });
    expect(await entries('conversation.whispered')).toEqual([expect.objectContaining({ subject: conversationId, detail: { to: agents.get(nora) } })]);
    await outcomeOf(noras, { do: 'reply', conversationId, messageId: MessageId.parse(randomUUID()), text: 'You get it back.', seen: [...noras.messages.values()][0]!.id });
    await expect.poll(() => JSON.stringify(customer.lines)).toContain('You get it back.');
    expect(JSON.stringify(customer.lines)).not.toContain('Offer her');
  });

  it('is refused from who may not look in, for who does not see the conversation, and with what must not be kept', async () => {
    expect(await outcomeOf(noras, whisper(lea))).toMatchObject({ kind: 'refused' });
    expect(await outcomeOf(leas, { ...whisper(nora), whisperTo: AgentId.parse(randomUUID()) })).toMatchObject({ kind: 'refused' });
    expect(await outcomeOf(leas, whisper(nora, 'Her card is 4111 1111 1111 1111'))).toMatchObject({ kind: 'refused' });
    expect(await entries('conversation.whispered')).toHaveLength(1);
  });
});
