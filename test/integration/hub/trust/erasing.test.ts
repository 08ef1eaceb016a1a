import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { ConversationId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, rita, paul] = ['nora@nordlicht.example', 'rita@nordlicht.example', 'paul@nordlicht.example'];

interface Status {
  readonly customer: string;
  readonly laptops: readonly { readonly id: string; readonly agent: string; readonly leaseUntil: number | null }[];
}

describe('a customer who is erased at the hub', () => {
  let service: ServiceInProcess;
  let command: SealdeskCommand;
  /** Connected. */
  let here: SimulatedDevice;
  /** Gone before the customer's last word came. */
  let away: SimulatedDevice;
  let visitor: ChatCustomer;
  let customer: string;
  let conversation: string;

  beforeAll(async () => {
    service = await ServiceInProcess.start();
    command = new SealdeskCommand(service.hub.data);
    for (const [email, role] of [[nora, 'agent'], [rita, 'agent'], [paul, 'privacy']] as const) await service.addAgent(email, [], [role]);
    await service.ask('channel.add-webchat', { name: 'Chat' });
    [here, away] = [await service.liveDevice(nora), await service.liveDevice(rita)];
    visitor = new ChatCustomer(service.chat);
    await visitor.connect();
    visitor.say('Canary one');
    for (const device of [here, away]) await device.until(() => device.messages.size === 1, 'the message');
    const message = [...here.messages.values()][0];
    conversation = message?.conversationId ?? '';
    customer = here.events.flatMap((event) => (event.e === 'conversation' && event.conversation.id === conversation ? [event.customer.id] : []))[0] ?? '';
    away.drop();
    visitor.say('Canary two');
    await here.until(() => here.messages.size === 2, 'the second message');
  });
  afterAll(async () => {
    visitor.leave();
    for (const device of [here, away]) device.drop();
    await service.remove();
  });

  const entries = async (action: string) => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter((entry) => entry.action === action);
  const purges = (device: SimulatedDevice) => device.events.flatMap((event) => (event.e === 'conversation.purged' ? [event] : []));
  const status = () => command.command<Status[]>('customer', 'erase', '--status', '--by', paul);
  const name = () => here.events.flatMap((event) => (event.e === 'conversation' ? [event.customer.name] : []))[0] ?? '';

  it('is shown before: what would go and on which laptops, to the privacy role alone; it takes a reason, and what they are called', async () => {
    const preview = await command.run('customer', 'erase', customer, '--by', paul, '--dry-run');
    expect(preview).toContain('1 conversation(s), 2 message(s)');
    expect(preview).toMatch(/On: .*nora@nordlicht\.example.*rita@nordlicht\.example/);
    await expect(command.run('customer', 'erase', customer, '--by', nora, '--dry-run')).rejects.toThrow('role "privacy"');
    await expect(command.run('customer', 'erase', customer, '--by', paul)).rejects.toThrow('--because');
    await expect(command.run('customer', 'erase', customer, '--by', paul, '--because', 'Request 17', '--confirm', 'somebody')).rejects.toThrow('Nothing was erased');
    await expect(command.run('customer', 'erase', '--by', paul, '--because', 'Request 17')).rejects.toThrow('who is meant');
    expect(await here.console('erasure.carry-out', { by: paul, who: { id: customer }, confirmed: name(), because: 'Request 17' })).toMatchObject({ kind: 'refused' });
    await command.run('customer', 'hold', customer, '--by', paul);
    await expect(command.run('customer', 'erase', customer, '--by', paul, '--because', 'Request 17', '--confirm', name())).rejects.toThrow('legal hold');
    await command.run('customer', 'unhold', customer, '--by', paul);
    expect(await entries('customer.erased')).toEqual([]);
  });

  it('goes from a laptop that is connected at once, and that it has is in the audit log by the laptop’s own word', async () => {
    expect(await command.run('customer', 'erase', customer, '--by', paul, '--because', 'Request 17', '--confirm', name())).toContain('2 laptop(s) are told');
    await here.until(() => purges(here).length === 1, 'the purge');
    expect(purges(here)).toEqual([{ e: 'conversation.purged', conversationId: conversation, erased: customer }]);
    await expect.poll(async () => (await entries('customer.erased-on-laptop')).map(({ actor, subject }) => [actor, subject])).toEqual([[`device:${here.deviceId}`, customer]]);
    expect(await entries('customer.erased')).toMatchObject([{ subject: customer, detail: { because: 'Request 17', laptops: 2, messages: 2 } }]);
  });

  it('is waited for on a laptop that is away, which is said with how long it opens without the hub', async () => {
    expect(await status()).toMatchObject([{ customer, laptops: [{ id: away.deviceId, agent: rita, leaseUntil: expect.any(Number) }] }]);
    expect(await command.run('customer', 'erase', '--status', '--by', paul)).toMatch(/not yet on .* of rita@nordlicht\.example .*opens without the hub until/);
    await expect(command.run('customer', 'erase', '--status', '--by', nora)).rejects.toThrow('role "privacy"');
  });

  it('is gone from a laptop that comes back before it hears anything else: what had waited there never reaches it', async () => {
    const before = away.events.length;
    await away.connect();
    await away.resumeSession();
    await away.until(() => purges(away).length === 1, 'the purge');
    expect(away.events[before]).toEqual({ e: 'conversation.purged', conversationId: conversation, erased: customer });
    await away.send({ m: 'backfill', after: null });
    await away.until(() => away.events.slice(before).some(({ e }) => e === 'backfill.page'), 'the past');
    expect(JSON.stringify(away.events.slice(before))).not.toContain('Canary');
    await expect.poll(status).toMatchObject([{ customer, laptops: [] }]);
    expect((await entries('customer.erased-on-laptop')).map(({ actor }) => actor)).toEqual([here, away].map(({ deviceId }) => `device:${deviceId}`));
    expect(await command.run('customer', 'erase', '--status', '--by', paul)).toContain('on every laptop');
  });

  it('is somebody new when they write on from the page that was open: nothing of what is said is lost, nothing of before is shown', async () => {
    visitor.lines.splice(0);
    visitor.say('Canary three');
    await expect
      .poll(async () => {
        await visitor.comeBack();
        return visitor.waiting;
      })
      .toBe(0);
    await here.until(() => [...here.messages.values()].some(({ text }) => text === 'Canary three'), 'the new message');
    const now = here.events.flatMap((event) => (event.e === 'conversation' ? [event.customer.id] : [])).at(-1);
    expect(now).not.toBe(customer);
    // And they can be answered there.
    const answered = [...here.messages.values()].find(({ text }) => text === 'Canary three')?.conversationId;
    await here.send({ m: 'command', key: IdempotencyKey.parse(randomUUID()), at: service.hub.clock.now(), command: { do: 'reply', conversationId: ConversationId.parse(answered), messageId: MessageId.parse(randomUUID()), text: 'Welcome', seen: null } });
    await expect.poll(() => visitor.lines.some(({ text }) => text === 'Welcome')).toBe(true);
    expect(visitor.lines.filter(({ text }) => /Canary (one|two)/.test(text))).toEqual([]);
    await expect(command.run('customer', 'erase', customer, '--by', paul, '--dry-run')).rejects.toThrow('Nobody is known');
  });

  it('is told again, and why, to a laptop that loses its session before it has confirmed', async () => {
    const newer = here.events.flatMap((event) => (event.e === 'conversation' ? [event.customer] : [])).at(-1);
    here.acknowledging = false;
    const before = purges(here).length;
    await command.run('customer', 'erase', newer?.id ?? '', '--by', paul, '--because', 'Request 18', '--confirm', newer?.name ?? '');
    await here.until(() => purges(here).length > before, 'the purge');
    here.tell({ c: 'session-reset' });
    await here.hears('prekeys-wanted');
    here.acknowledging = true;
    here.publishPreKeys();
    await here.until(() => purges(here).length === before + 2, 'the purge again');
    expect(purges(here).slice(before).map(({ erased }) => erased)).toEqual([newer?.id, newer?.id]);
    await expect.poll(async () => (await status()).find((each) => each.customer === newer?.id)?.laptops.map(({ id }) => id)).not.toContain(here.deviceId);
  });

  it('is gone before anything else from a laptop that is connected and locked, too; of everybody else nothing is missing there', async () => {
    const [erased, other] = [new ChatCustomer(service.chat), new ChatCustomer(service.chat)];
    await Promise.all([erased.connect(), other.connect()]);
    const said = (device: SimulatedDevice, text: string) => device.until(() => [...device.messages.values()].some((message) => message.text === text), text);
    erased.say('Canary four');
    other.say('Maria one');
    for (const text of ['Canary four', 'Maria one']) for (const device of [here, away]) await said(device, text);
    // Connected, and nothing is read there: nobody has unlocked it.
    away.drop();
    await away.connect();
    erased.say('Canary five');
    other.say('Maria two');
    for (const text of ['Canary five', 'Maria two']) await said(here, text);
    const { conversationId } = [...here.messages.values()].find(({ text }) => text === 'Canary five') ?? {};
    const whose = here.events.flatMap((event) => (event.e === 'conversation' && event.conversation.id === conversationId ? [event.customer] : [])).at(-1);
    await command.run('customer', 'erase', whose?.id ?? '', '--by', paul, '--because', 'Request 19', '--confirm', whose?.name ?? '');

    const [before, purgesBefore] = [away.events.length, purges(away).length];
    await away.resumeSession();
    await away.until(() => purges(away).length > purgesBefore, 'the purge');
    await away.send({ m: 'backfill', after: null });
    await away.until(() => away.events.slice(before).some(({ e }) => e === 'backfill.page'), 'the past');
    const heard = away.events.slice(before);
    expect(heard.findIndex((event) => event.e === 'conversation.purged' && event.erased === whose?.id)).toBeLessThan(heard.findIndex(({ e }) => e !== 'conversation.purged'));
    expect(heard.flatMap((event) => (event.e === 'message' ? [event.message.text] : []))).toEqual(expect.arrayContaining(['Maria one', 'Maria two']));
    expect(JSON.stringify(heard)).not.toContain('Canary');
    await expect.poll(async () => (await status()).find((each) => each.customer === whose?.id)?.laptops).toEqual([]);
    erased.leave();
    other.leave();
  });
});
