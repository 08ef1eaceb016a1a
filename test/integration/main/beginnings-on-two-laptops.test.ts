import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emailChannelArguments, type MailServers, startMail } from '../../../build/try-it/mail.mts';
import type { Client } from '../../../renderer/client.ts';
import { type Beginnings, keepBeginnings } from '../../../renderer/data/beginnings.ts';
import { beginningOf, formOf, type OutgoingForm, readOutgoing } from '../../../renderer/screens/inbox/outbound/outgoing-form.ts';
import type { ChannelChoice } from '../../../shared/domain/outgoing.ts';
import { Laptop, soon } from '../../doubles/laptop.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** Two laptops of one agent, a colleague's, and the hub, all as built, each in a process of its own; before each laptop its page's form. */
const folder = mkdtempSync(join(tmpdir(), 'sealdesk-beginnings-'));
const hub = new Hub(join(folder, 'hub'));
const servers: { mail: MailServers | null } = { mail: null };

/** The form of a new conversation on a laptop: as the page has it, its calls answered by the vault process. */
class Desk {
  readonly laptop: Laptop;
  form: Beginnings;

  constructor(name: string) {
    this.laptop = new Laptop(hub, folder, name);
    this.form = this.#open();
  }

  #open(): Beginnings {
    // What main's router does between the two is to look at frame, state and schema.
    const call = async (name: string, input: unknown) => ({ ok: true, value: await this.laptop.call(name as never, input as never) });
    return keepBeginnings({ call } as unknown as Client, true);
  }

  /** Another page: after a lock, or after the laptop was started anew. */
  turnPage(): void {
    this.form = this.#open();
  }

  channels(): Promise<ChannelChoice[]> {
    return this.laptop.call('inbox.channels', null);
  }

  /** Typed into the form, on top of what stands in it; it is left for a moment, as by whoever looks something up. */
  async type(way: ChannelChoice['kind'], typed: Partial<OutgoingForm>): Promise<void> {
    const channel = (await this.channels()).find(({ kind }) => kind === way)!;
    const { content, customer } = this.form.open.get();
    const next = { ...formOf(content, customer, Date.now()), channelId: channel.id, ...typed };
    this.form.write(beginningOf(next, channel), null);
    await this.form.leave();
  }

  /** What is begun here, as the list of the unfinished shows it: who, subject and text of each, in no order. */
  async shown(): Promise<string[]> {
    await this.form.refresh();
    return this.form.list
      .get()
      .map(({ content: { with: whom, subject, text } }) => `${whom.kind === 'typed' ? whom.typed : whom.kind} | ${subject} | ${text}`)
      .toSorted();
  }

  /** Puts the one with that text into the form. */
  async goOnWith(text: string): Promise<void> {
    await this.form.refresh();
    await this.form.resume(this.form.list.get().find(({ content }) => content.text === text)!);
  }

  /** Sends what stands in the form, as the button does. */
  async send(): Promise<string> {
    const { content, customer } = this.form.open.get();
    const channel = (await this.channels()).find(({ id }) => id === content?.channelId);
    const read = readOutgoing(formOf(content, customer, Date.now()), channel, Date.now());
    if (read.kind === 'missing') throw new Error(`Missing: ${read.fields.join(', ')}.`);
    const begun = await this.form.sending(
      (was) => {
        const as = was === undefined ? {} : { beginning: was };
        return read.kind === 'mail' ? this.laptop.call('conversation.start', { ...read.input, ...as }) : this.laptop.call('conversation.log-call', { ...read.input, ...as });
      },
      ({ kind }) => kind === 'begun',
    );
    if (begun.kind !== 'begun') throw new Error(begun.why);
    return begun.conversationId;
  }
}

const [home, office, bens] = [new Desk('home'), new Desk('office'), new Desk('ben')];
const phila = { kind: 'typed', typed: 'philomena@briefkasten.example' } as const;
const shownOn = (desk: Desk, ...lines: string[]) => expect.poll(() => desk.shown(), soon).toEqual(lines.toSorted());

beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  const mail = (servers.mail = await startMail({ folder: join(folder, 'mail'), support: 'support@lindgren.example', customers: [] }));
  await hub.command(...emailChannelArguments(mail));
  await hub.command('channel', 'add-phone', '--name', 'Support line', '--country', 'DE');
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
  await hub.command('agent', 'add', '--email', 'ben@lindgren.example', '--name', 'Ben Okafor', '--role', 'agent');
});
afterAll(async () => {
  await Promise.all([home, office, bens].map(({ laptop }) => laptop.end()));
  await hub.stop();
  await servers.mail?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what an agent begins on one laptop is on the other, finished there and then gone here, two where both went on, and nobody else’s', { timeout: 480_000 }, async () => {
  await home.laptop.enrol('nora@lindgren.example');
  await office.laptop.enrol('nora@lindgren.example');
  await bens.laptop.enrol('ben@lindgren.example');
  for (const desk of [home, office, bens]) await expect.poll(async () => (await desk.channels()).map(({ kind }) => kind).toSorted(), soon).toEqual(['email', 'phone']);

  // A mail, half written; and what was noted of a call.
  await home.type('email', { who: phila, name: 'Philomena', subject: 'Your tent' });
  await shownOn(office, `${phila.typed} | Your tent | `);
  await home.form.startAfresh();
  await home.type('phone', { who: { kind: 'typed', typed: '030 901820' }, name: 'Pete', text: 'Asks for his stove.', direction: 'in', minutes: '7', outcome: 'callback-wanted' });
  await shownOn(office, `${phila.typed} | Your tent | `, '030 901820 |  | Asks for his stove.');
  const call = office.form.list.get().find(({ content }) => content.way === 'phone')!.content;
  expect([call.name, call.call]).toEqual(['Pete', { direction: 'in', at: call.call.at, minutes: '7', outcome: 'callback-wanted', recording: '' }]);
  expect(call.call.at).toBe(home.form.open.get().content?.call.at);

  // Finished on the other one, where the mail is in the form of both.
  await home.goOnWith('');
  await office.goOnWith('');
  await office.type('email', { text: 'It is back in stock.' });
  await shownOn(home, `${phila.typed} | Your tent | It is back in stock.`, '030 901820 |  | Asks for his stove.');
  expect(home.form.open.get()).toMatchObject({ content: { text: 'It is back in stock.' }, why: 'renewed' });
  const mailId = await office.send();
  await expect.poll(() => servers.mail?.smtp.sent.map(({ to, raw }) => [to, /^Subject: (.*?)\r?$/m.exec(raw.toString('utf8'))?.[1]]), soon).toEqual([[[phila.typed], 'Your tent']]);
  await shownOn(home, '030 901820 |  | Asks for his stove.');
  expect(home.form.open.get()).toMatchObject({ content: null, why: 'gone' });
  await expect.poll(async () => (await home.laptop.list()).map(({ id }) => id), soon).toContain(mailId);

  // The call is written down on the other one, too.
  await office.goOnWith('Asks for his stove.');
  const callId = await office.send();
  await shownOn(home);
  await shownOn(office);
  await expect.poll(async () => (await bens.laptop.list()).map(({ id }) => id), soon).toContain(callId);
  expect((await bens.laptop.open(callId as never)).messages.map(({ text }) => text).join('\n')).toContain('Asks for his stove.');

  // Gone on with on both, while one could not hear of the other; a lock in between.
  await home.form.startAfresh();
  await home.type('email', { who: phila, subject: 'Your stove', text: 'Your stove' });
  await shownOn(office, `${phila.typed} | Your stove | Your stove`);
  await office.goOnWith('Your stove');
  await office.laptop.goOffline();
  await office.type('email', { text: 'Your stove left on Monday.' });
  await home.type('email', { text: 'Your stove left today.' });
  await office.laptop.lockAndUnlock();
  office.turnPage();
  office.laptop.goOnline();
  const both = [`${phila.typed} | Your stove | Your stove left on Monday.`, `${phila.typed} | Your stove | Your stove left today.`];
  await shownOn(office, ...both);
  await shownOn(home, ...both);
  // Each page goes on with what it had written, whichever of the two has the first one's name.
  expect(home.form.open.get().content?.text).toBeOneOf(['Your stove left today.', 'Your stove left on Monday.']);

  // One is thrown away, one sent: both are gone on both.
  await office.form.discard(office.form.list.get().find(({ content }) => content.text.endsWith('Monday.'))!.id);
  await shownOn(home, both[1]!);
  await home.goOnWith('Your stove left today.');
  await home.send();
  await shownOn(office);
  await shownOn(home);

  // Locked within the second in which nothing has gone up yet.
  const [mailChannel] = (await home.channels()).filter(({ kind }) => kind === 'email');
  home.form.write(beginningOf({ ...formOf(null, null, Date.now()), channelId: mailChannel!.id, subject: 'Peppermint' }, mailChannel), null);
  await home.form.flush();
  await home.laptop.lock();
  await shownOn(office, 'nobody | Peppermint | ');
  home.laptop.startAgain();
  home.laptop.goOnline();
  await home.laptop.unlock();
  home.turnPage();
  await shownOn(home, 'nobody | Peppermint | ');

  // A card number stays where it was typed, and what it stands in goes from the other one.
  await home.goOnWith('');
  await home.type('email', { text: 'Your card 4242 4242 4242 4242?' });
  await expect.poll(async () => (await home.shown(), home.form.list.get()[0]?.stays), soon).toBe('withheld');
  await shownOn(office);
  await home.type('email', { text: 'Chamomile tea?' });
  await shownOn(office, 'nobody | Peppermint | Chamomile tea?');

  // Nobody else's, and never in plain on the hub's disk.
  expect(await bens.shown()).toEqual([]);
  for (const file of readdirSync(join(folder, 'hub'), { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes('Chamomile'), file.name).toBe(false);
  }
});
