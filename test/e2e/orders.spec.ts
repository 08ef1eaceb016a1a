import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import { SimulatedDevice } from '../doubles/simulated-device.ts';
import { wooOrder, WooDouble } from '../doubles/woo-shop.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop as mailbox } from './journey/mail.ts';

/** A customer's orders, the whole way: the workstation and the hub as they are, a shop's server beside them, and a lead at a laptop that speaks the protocol. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const lead = { name: 'Wendelin Pfau', email: 'wendelin@zwetschgen.example' };
const [within, above] = ['12.50', '137.40'];

test.describe.configure({ mode: 'serial' });

interface AuditLine {
  readonly entry: { readonly actor: string; readonly action: string };
}

let folder: string;
let shop: WooDouble;
let scene: Enrolled;
let asked: SimulatedDevice;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-orders-'));
  shop = await new WooDouble().listen();
  shop.permission = 'read_write';
  shop.orders.push(wooOrder({ id: 4711, total: '149.90' }), wooOrder({ id: 4712, total: '20.00', date_created: '2026-11-06T11:00:00', date_created_gmt: '2026-11-06T10:00:00' }));
  scene = await enrolled({
    folder, agent, passphrase: 'brombeer knistern unter laternenlicht', pictures: test.info().outputPath(),
    before: async ({ hub }) => {
      const file = (name: string, text: string) => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      await hub.run('shop', 'add', 'woocommerce', '--name', 'Outlet', '--url', shop.base, '--key-file', file('key', `${shop.key}\n`), '--secret-file', file('secret', `${shop.secret}\n`));
      const { version: _version, orders, ...now } = await hub.command<Record<string, unknown>>('policy', 'show');
      await hub.command('policy', 'set', file('policy.json', JSON.stringify({ ...now, orders: { ...(orders as object), refunds: [{ currency: 'EUR', alone: 2_000, most: 50_000, perHour: 100_000 }] } })));
    },
  });
  const { hub } = scene;
  await hub.run('agent', 'add', '--email', lead.email, '--name', lead.name, '--role', 'lead');
  asked = new SimulatedDevice(await hub.invite(lead.email), () => Date.now(), 60_000);
  await asked.connect();
  asked.enrol();
  await asked.hears('enrol-pending');
  await hub.approve(asked.deviceId);
  await asked.hears('enrol-approved');
  await asked.activate();
  await asked.openSession();
  scene.mail.deliver(await new MailComposer({ from: 'Anna Berger <anna@berger.example>', to: mailbox.address, subject: 'Broken tent', text: 'It is torn. Please give me some of my money back.' }).compile().build());
  await scene.workstation.row('Broken tent').waitFor({ timeout: 60_000 });
});

test.afterAll(async () => {
  asked?.drop();
  await scene?.stop();
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const panel = () => scene.workstation.page.getByRole('complementary', { name: 'Customer' });
const orders = () => panel().getByRole('region', { name: 'Orders' });
const changes = (what: string) => shop.changes.asked.filter((change) => change === what).length;
const refunds = () => shop.orders.filter(({ id }) => id === 4711).flatMap((one) => (one['refunds'] as readonly { readonly total: string }[]).map(({ total }) => total));

async function choose(number: string, act: string): Promise<void> {
  // What was done before has the list drawn anew, with nothing open in it.
  await expect(orders()).not.toHaveAttribute('aria-busy', 'true');
  await orders().getByRole('button', { name: `Change order #${number}` }).click();
  await orders().getByRole('group', { name: `What can be changed on order #${number}` }).getByRole('button', { name: act }).click({ timeout: 30_000 });
}

test('a customer is confirmed by an order, and their orders stand beside the conversation', async () => {
  test.setTimeout(120_000);
  const { page } = scene.workstation;
  await scene.workstation.row('Broken tent').click();
  await expect(page.getByRole('textbox', { name: 'Reply', exact: true })).toBeVisible();
  const button = page.getByRole('button', { name: 'Customer', exact: true });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  const known = panel().getByRole('region', { name: 'How far they are known' });
  await known.getByRole('button', { name: 'Confirm with an order' }).click({ timeout: 30_000 });
  await known.getByRole('textbox', { name: 'Order number they told you' }).fill('4711');
  await known.getByRole('textbox', { name: 'Postal code it went to' }).fill('22767');
  await known.getByRole('button', { name: 'Compare' }).click();
  await expect(orders().getByRole('button', { name: 'Change order #4711' })).toBeVisible({ timeout: 30_000 });
  await expect(orders().getByRole('article')).toHaveCount(2);
  await scene.workstation.picture('orders');
});

test('money within the agent’s limit is given back at once, and the shop has it once', async () => {
  test.setTimeout(120_000);
  const { page } = scene.workstation;
  await choose('4711', 'Give money back');
  const dialog = page.getByRole('dialog', { name: /^Give money back/ });
  await dialog.getByRole('textbox', { name: 'Amount in EUR' }).fill(within);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: /^Give back/ }).click();
  await expect(orders().getByText('The money is given back.')).toBeVisible({ timeout: 30_000 });
  expect(refunds()).toEqual([`-${within}`]);
  expect(changes('POST refunds')).toBe(1);
});

test('what is above it waits for a lead’s yes, and is done once they have said it', async () => {
  test.setTimeout(120_000);
  const { page } = scene.workstation;
  await choose('4711', 'Give money back');
  const dialog = page.getByRole('dialog', { name: /^Give money back/ });
  await dialog.getByRole('combobox', { name: 'How much' }).selectOption({ label: `All that is left: €${above}` });
  await dialog.getByRole('checkbox').check();
  // What was said of the one before is over.
  await expect(orders().getByText('The money is given back.')).toHaveCount(0);
  await dialog.getByRole('button', { name: /^Give back/ }).click();
  await expect(orders().getByText('A lead has been asked. It is done once they approve.')).toBeVisible({ timeout: 30_000 });
  expect(changes('POST refunds')).toBe(1);
  await scene.workstation.picture('a-lead-is-asked');

  const waiting = valueOf(await asked.console('order.list')) as readonly { readonly action: string; readonly agentName: string; readonly amount: unknown }[];
  expect(waiting).toMatchObject([{ agentName: agent.name, act: 'refund', shop: 'Outlet', amount: { minor: 13_740, currency: 'EUR' } }]);
  expect(valueOf(await asked.console('order.decide', { action: waiting[0]?.action, approve: true }))).toEqual({ kind: 'done' });
  await orders().getByRole('button', { name: 'Look what became of it' }).click();
  await expect(orders().getByText('The money is given back.')).toBeVisible({ timeout: 30_000 });
  expect(refunds()).toEqual([`-${within}`, `-${above}`]);
  expect(changes('POST refunds')).toBe(2);
});

test('an order is cancelled in the shop, once', async () => {
  test.setTimeout(120_000);
  const { page } = scene.workstation;
  await choose('4712', 'Cancel order');
  const dialog = page.getByRole('dialog', { name: /^Cancel order/ });
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Cancel the order' }).click();
  await expect(orders().getByText('The order is cancelled.')).toBeVisible({ timeout: 30_000 });
  expect(shop.orders.find(({ id }) => id === 4712)).toMatchObject({ status: 'cancelled' });
  expect(changes('PUT ')).toBe(1);
});

test('the audit log names who changed what, and who approved it; the conversation says it to colleagues', async () => {
  test.setTimeout(120_000);
  const file = join(folder, 'audit.jsonl');
  await scene.hub.run('audit', 'export', '--to', file);
  const entries = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as AuditLine);
  const agents = await scene.hub.command<readonly { readonly id: string; readonly email: string }[]>('agent', 'list');
  const actor = (email: string) => `agent:${agents.find((one) => one.email === email)?.id}`;
  const by = (action: string) => entries.filter(({ entry }) => entry.action === action).map(({ entry }) => entry.actor);
  expect(by('order.asked')).toEqual([actor(agent.email)]);
  expect(by('order.approved')).toEqual([actor(lead.email)]);
  expect(by('order.done')).toHaveLength(3);
  await expect(scene.workstation.messages()).toContainText('12.50');
  await scene.workstation.picture('what-was-changed');
});

function valueOf(answer: ConsoleAnswer): unknown {
  if (answer.kind !== 'done') throw new Error(`The hub answered: ${JSON.stringify(answer)}`);
  return answer.value;
}
