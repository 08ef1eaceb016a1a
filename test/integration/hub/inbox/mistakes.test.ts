import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportedMistake } from '../../../../shared/contract/console/mistakes.ts';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { databaseFile } from '../../../../hub/store/open-store.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, lena, mona, otto] = ['nora@nordlicht.example', 'lena@nordlicht.example', 'mona@nordlicht.example', 'otto@nordlicht.example'];
const number = '4242 4242 4242 4242';
const minute = 60_000;
const isa = 'isa@nordlicht.example';
const winter = { type: 'password', pattern: String.raw`\b[A-Z][a-z]{5}\-\d{4}\-\d{2}\b`, example: 'Aabcde-1234-12', times: 1 };

describe('what was destroyed by mistake', () => {
  let service: ServiceInProcess;
  let agent: SimulatedDevice;
  let lead: SimulatedDevice;
  let second: SimulatedDevice;
  let outsider: SimulatedDevice;
  let it_: SimulatedDevice;

  beforeAll(async () => {
    service = await ServiceInProcess.start();
    const { id } = await service.ask('team.add', { name: 'Returns' });
    await service.addAgent(nora, ['Returns']);
    await service.ask('agent.add', { name: 'Lena', email: lena, roles: ['lead'], teams: [] });
    await service.ask('agent.add', { name: 'Mona', email: mona, roles: ['lead'], teams: [] });
    await service.addAgent(otto);
    await service.addAgent(isa, [], ['it']);
    await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
    [agent, lead, second, outsider, it_] = [await service.liveDevice(nora), await service.liveDevice(lena), await service.liveDevice(mona), await service.liveDevice(otto), await service.liveDevice(isa)];
  });
  afterAll(async () => {
    for (const device of [agent, lead, second, outsider, it_]) device.drop();
    await service.remove();
  });

  let count = 0;
  /** A customer's message. @returns it as the agent's laptop has it. */
  async function said(text: string) {
    const mark = `no. ${++count}:`;
    const customer = new ChatCustomer(service.chat);
    await customer.connect();
    customer.say(`${mark} ${text}`);
    const came = () => [...agent.messages.values()].find((message) => message.text.startsWith(mark));
    await agent.until(() => came() !== undefined, 'the message');
    return { customer, id: came()!.id, now: () => came()!, recoverable: (type = 'card') => came()!.findings.find((finding) => finding.type === type)?.recoverable };
  }
  const report = (message: { readonly id: string; readonly recoverable: () => { readonly id: string } | undefined }, by = agent) => by.console('mistake.report', { message: message.id, finding: message.recoverable()?.id ?? '' });
  const waiting = async (by = lead) => ((await by.console('mistake.list')) as { value: ReportedMistake[] }).value;
  const newest = async (by = lead) => (await waiting(by)).at(-1)!.mistake;
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('mistake.'));
  /** What is kept of destroyed findings, as another reader of the database sees it. */
  const keptAtHub = (): number => {
    const db = new Database(join(service.hub.data, databaseFile), { readonly: true });
    try {
      return (db.prepare('select count(*) as kept from recoverable_findings').get() as { kept: number }).kept;
    } finally {
      db.close();
    }
  };
  const inFiles = (text: string) => readdirSync(service.hub.data).filter((name) => /\.db|-wal/.test(name)).some((name) => readFileSync(join(service.hub.data, name)).includes(text));

  it('comes back into its message, on every laptop, once another person has looked at it and said so', async () => {
    const message = await said(`my parcel is ${number}, call +49 30 901820`);
    message.customer.leave();
    expect(message.now().text).toContain('[card **** 4242]');
    expect(message.recoverable()?.until).toBeGreaterThan(service.hub.clock.now() + 14 * minute);
    expect(inFiles(number)).toBe(false);
    lead.heard.length = 0;
    expect(await report(message)).toEqual({ kind: 'done', value: { until: message.recoverable()?.until } });
    await lead.hears('console-changed');
    const mistake = await newest();
    expect(await waiting()).toMatchObject([{ type: 'card', agentName: expect.stringMatching(/nora/i) }]);
    expect(JSON.stringify(await waiting())).not.toMatch(/4242 ?4242/);
    expect(await lead.console('mistake.look', { mistake })).toEqual({ kind: 'done', value: { value: number, seconds: 30 } });
    expect(await lead.console('mistake.decide', { mistake, restore: true })).toEqual({ kind: 'done', value: null });
    await agent.until(() => message.now().text.includes(number), 'the number');
    expect(message.now()).toMatchObject({ text: `no. 1: my parcel is ${number}, call [phone **** 20]`, revision: 2 });
    const phone = message.now().findings.find(({ type }) => type === 'phone')!;
    expect(message.now().text.slice(phone.start, phone.end)).toBe(phone.mask);
    expect((await entries()).map(({ action, actor }) => [action, actor.split(':')[0]])).toEqual([['mistake.reported', 'agent'], ['mistake.looked-at', 'agent'], ['mistake.restored', 'agent']]);
    expect(JSON.stringify(await entries())).not.toMatch(/4242 ?4242/);
    expect(await lead.console('mistake.decide', { mistake, restore: false })).toMatchObject({ kind: 'refused', message: expect.stringContaining('already') });
  });

  it('is not found again with what the customer writes next', async () => {
    const message = await said(`reference ${number}`);
    await report(message);
    await lead.console('mistake.decide', { mistake: await newest(), restore: true });
    await agent.until(() => message.now().text.includes(number), 'the number');
    message.customer.say('and 5555 5555 5555 4444 is my card');
    await agent.until(() => [...agent.messages.values()].some(({ text }) => text.includes('[card **** 4444]')), 'the next message');
    message.customer.leave();
    expect(message.now().text).toContain(number);
  });

  it('is decided by nobody alone: not by who reported it, not by an agent, not out of sight', async () => {
    const message = await said(`again ${number}`);
    message.customer.leave();
    expect(await report(message, outsider)).toMatchObject({ kind: 'refused', message: expect.stringContaining('cannot be brought back') });
    expect(await report(message, lead)).toMatchObject({ kind: 'done' });
    // Said by two, it stays the first one's.
    expect(await report(message)).toMatchObject({ kind: 'done' });
    expect(await waiting()).toEqual([]);
    const mistake = await newest(second);
    expect(await lead.console('mistake.look', { mistake })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Somebody else') });
    expect(await lead.console('mistake.decide', { mistake, restore: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Somebody else') });
    expect(await agent.console('mistake.decide', { mistake, restore: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    expect(message.now().text).not.toContain(number);
    expect(await second.console('mistake.decide', { mistake, restore: false })).toEqual({ kind: 'done', value: null });
    expect(await second.console('mistake.look', { mistake })).toMatchObject({ kind: 'refused' });
    expect(await report(message)).toMatchObject({ kind: 'refused', message: expect.stringContaining('already') });
  });

  it('is kept for no security code, and for nothing at all where the policy says so', async () => {
    const before = keptAtHub();
    const message = await said(`card ${number} cvv 123`);
    message.customer.leave();
    expect(message.recoverable('card')).toBeDefined();
    expect(message.now().findings.map(({ type }) => type)).toContain('card-code');
    expect(message.recoverable('card-code')).toBeUndefined();
    const policy = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...policy, mistakes: { minutes: 0 } });
    const none = await said(`none ${number}`);
    none.customer.leave();
    expect(none.recoverable()).toBeUndefined();
    expect(keptAtHub()).toBe(before + 1);
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), mistakes: { minutes: 15 } });
  });

  it('cannot be brought back after its time, and is gone from the disk then', async () => {
    const message = await said(`late ${number}`);
    message.customer.leave();
    await report(message);
    const mistake = await newest();
    service.hub.clock.ahead += 15 * minute;
    expect(await lead.console('mistake.decide', { mistake, restore: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('time is over') });
    expect(await waiting()).toEqual([]);
    expect(await agent.console('mistake.report', { message: message.id, finding: message.recoverable()?.id ?? '' })).toMatchObject({ kind: 'refused' });
    const next = await said('anything');
    next.customer.leave();
    await expect.poll(keptAtHub).toBe(0);
  });

  it('teaches the policy a pattern, where there is one that no card has, after a person has reviewed it', async () => {
    const message = await said('the password: Winter-2024-77');
    message.customer.leave();
    expect(message.recoverable('password')).toBeDefined();
    await agent.console('mistake.report', { message: message.id, finding: message.recoverable('password')!.id });
    await lead.console('mistake.decide', { mistake: await newest(), restore: true });
    expect(await service.ask('policy.suggestions', null)).toEqual([winter]);
  });

  it('teaches nothing any more once the policy has its form, or it was discarded; brought back again, it does', async () => {
    expect(await it_.console('policy.suggestions')).toEqual({ kind: 'done', value: [winter] });
    expect(await agent.console('policy.suggestions')).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    expect(await agent.console('policy.discard', { type: 'password', pattern: winter.pattern })).toMatchObject({ kind: 'refused' });
    const before = await service.ask('policy.show', null);
    const { pattern, example } = winter;
    await service.ask('policy.set', { ...before, redaction: { ...before.redaction, patterns: [{ name: 'learned', kind: 'leave', pattern, ignoreCase: false, treatment: { action: 'keep' }, matches: [example], matchesNot: ['4111 1111 1111 1111'] }] } });
    expect(await service.ask('policy.suggestions', null)).toEqual([]);
    const { version: _of, ...now } = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...now, redaction: before.redaction });
    expect(await service.ask('policy.suggestions', null)).toEqual([winter]);
    expect(await it_.console('policy.discard', { type: 'password', pattern })).toEqual({ kind: 'done', value: null });
    expect(await service.ask('policy.suggestions', null)).toEqual([]);
    expect((await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).at(-1)).toMatchObject({ action: 'policy.suggestion-discarded', detail: { type: 'password', pattern } });
  });
});
