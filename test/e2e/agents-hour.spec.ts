import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { by, cards, type Customer, customers, Street } from './hour/customers.ts';
import { Hands } from './hour/hands.ts';
import { Ledger } from './hour/ledger.ts';
import { openOffice, type Office, type Person } from './hour/office.ts';
import { countsOf, countsOnScreen, standingAtHub, standingOnScreen, watch, watched } from './hour/seen.ts';

/** An hour of two agents: forty conversations on all channels, a hub and two workstations as they are built, and nothing but the keyboard. */
const people: readonly [Person, Person] = [
  { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'lead' },
  { name: 'Wendelin Pfau', email: 'wendelin@zwetschgen.example', role: 'agent' },
];
const watcher: Person = { name: 'Rosalind Igel', email: 'rosalind@zwetschgen.example', role: 'lead' };

test.describe.configure({ mode: 'serial' });

let folder: string;
let office: Office;
let street: Street;
let quendolin: Hands;
let wendelin: Hands;
const ledger = new Ledger();
const [mail, whatsApp, instagram, chat, phone] = (['email', 'whatsapp', 'instagram', 'webchat', 'phone'] as const).map(by) as [readonly Customer[], readonly Customer[], readonly Customer[], readonly Customer[], readonly Customer[]];
const patience = { timeout: 60_000 };

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-hour-'));
  office = await openOffice(folder, people, watcher);
  street = new Street(office);
  [quendolin, wendelin] = office.seats.map((seat) => new Hands(seat)) as [Hands, Hands];
  for (const hands of [quendolin, wendelin]) await watch(hands, cards);
});

test.afterAll(async () => {
  street?.leave();
  await office?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at = (all: readonly Customer[], place: number): Customer => {
  const customer = all[place];
  if (customer === undefined) throw new Error(`There is no customer ${place}.`);
  return customer;
};

/** Opens a conversation of the view that is shown, and answers it. */
async function answer(hands: Hands, customer: Customer, words: string): Promise<void> {
  await hands.walkTo(customer);
  const text = `${customer.item}: ${words}`;
  await hands.reply(text);
  ledger.said(customer, text);
}

async function resolve(hands: Hands, customer: Customer): Promise<void> {
  await hands.resolve();
  ledger.becomes(customer, { status: 'resolved' });
}

/** A call that was answered is the agent's who had it, and over. */
async function writeDown(hands: Hands, customer: Customer, number: string, notes: string): Promise<void> {
  await hands.logCall(customer, number, notes);
  ledger.becomes(customer, { assignee: hands.name, status: 'resolved' });
}

/** All that nobody has, of one channel. */
async function takeAll(hands: Hands, channel: string, of: readonly Customer[]): Promise<void> {
  await hands.view('Unassigned');
  await hands.press('f');
  await hands.tabTo('combobox', 'Channel');
  await hands.type(channel);
  await hands.press('Escape');
  await expect(hands.page.getByRole('dialog', { name: 'Show only' })).toHaveCount(0);
  await expect(hands.list.getByRole('option')).toHaveCount(of.length);
  await hands.tabTo('listbox', 'Conversations');
  await hands.press('Home', 'x');
  for (let step = 1; step < of.length; step += 1) await hands.press('Shift+J');
  await expect(hands.page.getByText(`${of.length} chosen`)).toBeVisible();
  await hands.tabTo('button', 'Assign');
  await hands.press('Enter');
  await hands.inMenu('Assign');
  await hands.press('Home', 'Enter');
  await expect(hands.page.getByText('Everything has someone').or(hands.page.getByText('Nothing fits this filter'))).toBeVisible();
  for (const customer of of) ledger.becomes(customer, { assignee: hands.name });
}

/** One that nobody has. */
async function take(hands: Hands, customer: Customer): Promise<void> {
  await hands.walkTo(customer);
  await hands.command('Assign it to me');
  await expect(hands.page.getByRole('button', { name: 'Assignee: You' })).toBeVisible();
  ledger.becomes(customer, { assignee: hands.name });
}

/** Nothing of this agent's waits on the laptop any more. */
const allSent = (hands: Hands) => expect(hands.page.getByRole('contentinfo', { name: 'State of this workstation' })).not.toContainText('waiting to be sent', patience);

test('forty customers write on every channel, and both agents have each of them', async () => {
  test.setTimeout(120_000);
  const writing = customers.filter(({ channel }) => channel !== 'phone').map((customer, place) => street.writes(customer, place % 18 === 3 ? `I paid with ${cards[place > 18 ? 1 : 0]}, where is it?` : 'where is it?'));
  await Promise.all(writing);
  for (const hands of [quendolin, wendelin]) await expect(hands.page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: /^Unassigned/ })).toContainText('36', patience);
});

test('they take, answer, note, tag, snooze, merge, hand over and resolve, both at once', async () => {
  test.setTimeout(180_000);
  const morning = async (): Promise<void> => {
    const hands = quendolin;
    await hands.goTo('w');
    await hands.tabTo('button', 'New canned reply');
    await hands.press('Enter');
    await hands.tabTo('textbox', 'Name');
    await hands.type('On its way');
    await hands.press('Tab');
    await hands.type('sent');
    await hands.tabTo('textbox', 'Language');
    await hands.type('en');
    await hands.tabTo('textbox', 'Text');
    await hands.type('{{customer.firstName|there}}, it left us today.');
    await hands.tabTo('combobox', 'Once sent, set to');
    await hands.type('Pen');
    await hands.tabTo('button', 'Save for everybody');
    await hands.press('Enter');
    await expect(hands.page.getByRole('table', { name: 'Canned replies' }).getByRole('button', { name: 'On its way' })).toBeVisible();
    await hands.goTo('i');
    await takeAll(hands, 'email', mail);
    await hands.view('Unassigned');
    for (const place of [0, 1, 2]) await take(hands, at(chat, place));
    await hands.view('Mine');
    for (const place of [0, 1, 2, 3]) await answer(hands, at(mail, place), 'it leaves us tomorrow.');
    await hands.walkTo(at(mail, 4));
    ledger.said(at(mail, 4), await hands.canned('sent', `${at(mail, 4).name.split(' ')[0]}, it left us today.`, ` ${at(mail, 4).item}`));
    ledger.becomes(at(mail, 4), { status: 'pending' });
    await hands.walkTo(at(mail, 5));
    await hands.note(`${at(mail, 5).item}: do you know this one?`, wendelin.name);
    await answer(hands, at(mail, 6), 'your money is on its way.');
    await hands.tag('Refund');
    await resolve(hands, at(mail, 6));
    await hands.walkTo(at(mail, 7));
    await hands.snooze();
    ledger.becomes(at(mail, 7), { status: 'snoozed' });
    await hands.walkTo(at(mail, 8));
    await hands.handOver(wendelin.name, `${at(mail, 8).item}: promised by Friday.`);
    ledger.becomes(at(mail, 8), { assignee: wendelin.name });
    await hands.walkTo(at(mail, 12));
    await hands.press('m');
    await hands.tabTo('checkbox', new RegExp(at(mail, 13).item));
    await hands.press('Space');
    await hands.tabTo('button', 'Merge', hands.page.getByRole('dialog'));
    await hands.press('Enter');
    await expect(hands.page.getByRole('dialog')).toHaveCount(0);
    await expect(hands.messages).toContainText(at(mail, 13).item);
    ledger.merged(at(mail, 13));
    await answer(hands, at(mail, 12), 'both come in one parcel.');
    await answer(hands, at(chat, 0), 'yes, in blue.');
    await resolve(hands, at(chat, 0));
    await writeDown(hands, at(phone, 0), '030 9018201', 'she asked for an invoice.');
  };
  const messengers = async (): Promise<void> => {
    const hands = wendelin;
    await takeAll(hands, 'WhatsApp', whatsApp);
    await takeAll(hands, 'Instagram', instagram);
    await hands.view('Unassigned');
    for (const place of [3, 4, 5, 6]) await take(hands, at(chat, place));
    await hands.view('Mine');
    for (const customer of [at(whatsApp, 0), at(whatsApp, 1), at(instagram, 0), at(instagram, 1), at(chat, 3)]) await answer(hands, customer, 'it leaves us tomorrow.');
    await hands.walkTo(at(whatsApp, 1));
    await hands.tag('Refund');
    await answer(hands, at(whatsApp, 2), 'it is at the post office.');
    await resolve(hands, at(whatsApp, 2));
    await hands.walkTo(at(whatsApp, 3));
    await hands.note(`${at(whatsApp, 3).item}: is there another?`, quendolin.name);
    await writeDown(hands, at(phone, 1), '030 9018202', 'he wants to send it back.');
  };
  await Promise.all([morning(), messengers()]);
  await Promise.all([allSent(quendolin), allSent(wendelin)]);
});

test('one is offline in the middle and works on, while the other answers and customers write', async () => {
  test.setTimeout(180_000);
  office.seats[1].line.cut();
  await expect(wendelin.page.getByRole('status', { name: 'Connection' })).toContainText('Offline', patience);
  const offline = async (): Promise<void> => {
    const hands = wendelin;
    await hands.view('Mine');
    await answer(hands, at(whatsApp, 0), 'it has left us.');
    for (const customer of [at(whatsApp, 4), at(whatsApp, 5), at(instagram, 2), at(chat, 4), at(mail, 8)]) await answer(hands, customer, 'we look into it.');
    await answer(hands, at(whatsApp, 6), 'you get another one.');
    await resolve(hands, at(whatsApp, 6));
    await hands.walkTo(at(instagram, 3));
    await hands.snooze();
    ledger.becomes(at(instagram, 3), { status: 'snoozed' });
    for (const customer of [at(whatsApp, 7), at(instagram, 4)]) {
      await hands.walkTo(customer);
      await hands.reply(`${customer.item}: from Wendelin, written offline.`);
    }
    await writeDown(hands, at(phone, 2), '030 9018203', 'she found it.');
    await hands.view('Mentions');
    await hands.walkTo(at(mail, 5));
    await hands.note(`${at(mail, 5).item}: it is in the cellar.`);
  };
  const online = async (): Promise<void> => {
    const hands = quendolin;
    await Promise.all([street.writes(at(whatsApp, 7), 'hello, is anybody there?'), street.writes(at(whatsApp, 4), 'one thing more.')]);
    await hands.view('Open');
    for (const customer of [at(whatsApp, 7), at(instagram, 4)]) await answer(hands, customer, 'from Quendolin.');
    await answer(hands, at(mail, 0), 'it has left us.');
    await answer(hands, at(mail, 10), 'here is your invoice.');
    await resolve(hands, at(mail, 10));
    await hands.find(at(mail, 11));
    const text = `${at(mail, 11).item}: found it.`;
    await hands.reply(text);
    ledger.said(at(mail, 11), text);
    await writeDown(hands, at(phone, 3), '030 9018204', 'he is content.');
    await allSent(hands);
  };
  await Promise.all([offline(), online()]);
  // What was written without a line is nowhere yet, and the colleague's answers are.
  for (const customer of [at(whatsApp, 7), at(instagram, 4)]) await expect.poll(() => street.got(customer), patience).toEqual([`${customer.item}: from Quendolin.`]);
});

test('back again, all that waited goes out once, and what was answered twice is decided by its writer', async () => {
  test.setTimeout(180_000);
  office.seats[1].line.mend();
  const hands = wendelin;
  await expect(hands.page.getByRole('status', { name: 'Connection' })).toContainText('Online', patience);
  await allSent(hands);
  await hands.view('Mine');
  const decisions = hands.page.getByRole('region', { name: 'Needs your decision' });
  const decide = async (customer: Customer, how: 'Discard mine' | 'Send anyway'): Promise<void> => {
    await hands.walkTo(customer);
    await expect(decisions).toContainText('Quendolin Xylander answered before your reply went out.', patience);
    await hands.tabTo('button', how, decisions);
    await hands.press('Enter');
    await expect(decisions).toHaveCount(0);
    await hands.tabTo('listbox', 'Conversations');
  };
  await decide(at(whatsApp, 7), 'Discard mine');
  await decide(at(instagram, 4), 'Send anyway');
  ledger.said(at(instagram, 4), `${at(instagram, 4).item}: from Wendelin, written offline.`);
  const rest = async (hands: Hands, of: readonly Customer[]): Promise<void> => {
    for (const customer of of) {
      await answer(hands, customer, 'all is well.');
      await resolve(hands, customer);
    }
    await allSent(hands);
  };
  await Promise.all([rest(wendelin, [at(whatsApp, 8), at(instagram, 5), at(chat, 5), at(chat, 6)]), quendolin.view('Mine').then(() => rest(quendolin, [at(mail, 9), at(chat, 1), at(chat, 2)]))]);
});

test('every customer got each answer exactly once and in order, and nobody another’s', async () => {
  test.setTimeout(120_000);
  for (const customer of customers) await expect.poll(() => street.got(customer), { ...patience, message: `${customer.name}, ${customer.item}` }).toEqual(customer === at(mail, 13) ? ledger.saidTo(at(mail, 12)) : ledger.saidTo(customer));
  const chatted = chat.flatMap((customer) => ledger.saidTo(customer)).length;
  expect(street.sent()).toBe(ledger.answers - chatted);
});

test('both workstations and the hub agree on every conversation and every count', async () => {
  test.setTimeout(120_000);
  await expect.poll(() => standingAtHub(office.witness), patience).toEqual(ledger.all);
  for (const hands of [quendolin, wendelin]) {
    await expect.poll(() => countsOnScreen(hands), patience).toEqual(countsOf(ledger.all, ledger.mergedOnes));
    // The rows come a moment after the counts.
    await expect(async () => expect(await standingOnScreen(hands)).toEqual(ledger.all)).toPass(patience);
  }
});

test('no card number ever stood on a screen, and no hand was on a mouse', async () => {
  const source = [join(import.meta.dirname, 'agents-hour.spec.ts'), ...readdirSync(join(import.meta.dirname, 'hour')).map((file) => join(import.meta.dirname, 'hour', file))];
  const pointing = /\.(?:click|dblclick|tap|hover|fill|check|selectOption|focus|dragTo|dispatchEvent|setChecked)\(|\.mou[s]e\b/;
  for (const file of source) expect(pointing.exec(readFileSync(file, 'utf8'))?.[0], file).toBeUndefined();
  for (const hands of [quendolin, wendelin]) expect(await watched(hands)).toEqual({ pointed: 0, cards: [] });
});
