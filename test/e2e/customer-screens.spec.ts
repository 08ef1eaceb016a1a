import { expect, test, type Page } from '@playwright/test';
import type { CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { CustomerNoteId } from '../../shared/domain/ids.ts';
import { callsOf, findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** The customer panel in each of its states. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

type Shown = CustomerSeen | string | null;

/** @param first what is done in the page before the customer is looked at */
async function open(page: Page, part: (seen: CustomerSeen) => Shown = (seen) => seen, first: () => void = () => undefined): Promise<void> {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  const seen = await page.evaluate(() => window.sealdeskDouble.world.company.seen);
  if (seen === null || typeof seen === 'string') throw new Error('The made-up customer is missing.');
  await page.evaluate((next) => {
    window.sealdeskDouble.world.company.seen = next;
  }, part(seen));
  await page.evaluate(first);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  const button = page.getByRole('button', { name: 'Customer', exact: true });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await expect(panel(page)).toBeVisible();
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer' });
const orders = (page: Page) => panel(page).getByRole('region', { name: 'Orders' });

test('orders stand in the panel as far as the hub shows them; the conversation names the customer, and nothing else is asked by', async ({ page }) => {
  await open(page);
  await expect(orders(page).getByRole('article')).toHaveCount(3);
  const newest = orders(page).getByRole('article', { name: 'Order #10482' });
  for (const text of ['1 × Trail boot Lofoten, 42', '€214.80', 'Elbchaussee 17', 'DHL 00340434161094015902', 'Please leave it with the neighbour']) await expect(newest.getByText(text)).toBeVisible();
  await expect(newest.getByText('Shipped', { exact: true })).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.customer.look')).toEqual([{ conversation: expect.any(String) }]);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('customer.png') });
  await orders(page).getByRole('button', { name: 'Show all 4' }).click();
  await expect(orders(page).getByRole('article')).toHaveCount(4);
  await expect(orders(page).getByRole('article').last().getByText('Hamburg, Germany')).toBeVisible();
});

test('of who is not verified the panel says that there are orders, and what it takes to see them', async ({ page }) => {
  await open(page, ({ city: _city, country: _country, consent: _consent, ...seen }) => ({ ...seen, level: 'unverified', orders: { kind: 'counted', count: 2, more: false, needs: 'contact' } }));
  await expect(orders(page).getByText('2 orders', { exact: true })).toBeVisible();
  await expect(orders(page).getByText('Seen once their contact is confirmed.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

const states: readonly (readonly [string, (seen: CustomerSeen) => Shown, string])[] = [
  ['no order was found', (seen) => ({ ...seen, orders: { kind: 'listed', orders: [], more: false, needs: null } }), 'No orders found.'],
  ['no shop is connected', (seen) => ({ ...seen, orders: { kind: 'no-shop' } }), 'No shop is connected.'],
  ['no shop could find them', (seen) => ({ ...seen, orders: { kind: 'no-key' } }), 'Nothing is known by which a shop could find them.'],
  ['orders are not for this role', (seen) => ({ ...seen, orders: { kind: 'hidden', needs: null }, notes: null }), 'Not shown to your role.'],
  ['a shop is not reached, beside what another one says', (seen) => ({ ...seen, silent: [{ shop: 'Outlet', why: 'unreachable' }] }), 'Outlet is not reached right now.'],
  ['the hub refuses', () => 'You have looked up as many customers in this hour as your company allows. Ask your lead, or try again later.', 'You have looked up as many customers'],
  ['the hub does not answer', () => null, 'The hub did not answer.'],
];
for (const [what, part, text] of states) {
  test(`${what}: the panel says so, and shows the rest`, async ({ page }) => {
    await open(page, part);
    await expect(orders(page).getByText(text)).toBeVisible();
    await expect(panel(page).getByText('Who they are')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('state.png') });
  });
}

test('without a connection the panel says what needs one, asks nothing, and asks by itself when it is back', async ({ page }) => {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'offline' }));
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const button = page.getByRole('button', { name: 'Customer', exact: true });
  await expect(button).toBeVisible();
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await expect(orders(page).getByText('Orders need a connection.')).toBeVisible();
  expect(await callsOf(page, 'console.customer.look')).toEqual([]);
  expect(await findings(page)).toEqual([]);
  await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'online' }));
  await expect(orders(page).getByRole('article')).toHaveCount(3);
});

test('while the shop is asked the panel keeps its place, and says that it asks', async ({ page }) => {
  let shopAnswers: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => { shopAnswers = resolve; });
  await page.exposeFunction('shopAnswers', () => asked);
  await open(page, undefined, () => {
    const { answer, world } = window.sealdeskDouble;
    answer('console.customer.look', async () => {
      await (window as unknown as { readonly shopAnswers: () => Promise<void> }).shopAnswers();
      return { kind: 'done', value: world.company.seen as CustomerSeen };
    });
  });
  await expect(orders(page)).toHaveAttribute('aria-busy', 'true');
  await expect(orders(page).getByRole('status', { name: 'Asking the shop' })).toBeAttached();
  expect(await findings(page)).toEqual([]);
  await expect(orders(page)).toHaveAttribute('aria-busy', 'true');
  shopAnswers();
  await expect(orders(page).getByRole('article')).toHaveCount(3);
});

test('conversations passed over with the keys are no looks', async ({ page }) => {
  await page.setViewportSize({ width: 1500, height: 900 });
  await page.clock.install();
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  // From here on time passes only where it is let: however slow the page is, no conversation is looked at for longer than that.
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000));
  const names = await page.evaluate(() => window.sealdeskDouble.world.conversations.slice(0, 4).map(({ row }) => row.customerName));
  for (const name of names) {
    await page.keyboard.press('j');
    await expect(page.getByRole('region', { name: `Conversation with ${name}` })).toBeVisible();
    // The panel follows the text once frames go on.
    await page.clock.runFor(100);
    await expect(panel(page)).toBeVisible();
  }
  await page.clock.runFor(1000);
  await expect.poll(() => callsOf(page, 'console.customer.look')).toHaveLength(1);
});

test('a note is kept for colleagues, and its author takes it away again', async ({ page }) => {
  await open(page);
  const notes = panel(page).getByRole('region', { name: 'Notes about them' });
  await expect(notes.getByText('Speaks German and Danish.')).toBeVisible();
  await notes.getByRole('textbox', { name: 'New note' }).fill('  Size 42 runs small for her.  ');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('notes.png') });
  await notes.getByRole('button', { name: 'Keep note' }).click();
  await expect(notes.getByRole('listitem').first().getByText('Size 42 runs small for her.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.customer.note.add')).toMatchObject([{ text: 'Size 42 runs small for her.' }]);
  await expect(notes.getByRole('textbox', { name: 'New note' })).toHaveValue('');
  await notes.getByRole('button', { name: 'Remove this note of Jana Okafor-Lindström' }).first().click();
  await expect(notes.getByText('Size 42 runs small for her.')).toHaveCount(0);
});

test('of who is made one with another on any laptop the panel shows the notes of both, without being opened anew', async ({ page }) => {
  await open(page);
  const notes = panel(page).getByRole('region', { name: 'Notes about them' });
  await expect(notes.getByText('Speaks German and Danish.')).toBeVisible();
  await page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.customerName.includes('Müller-Größmann'));
    const { seen } = world.company;
    if (stored === undefined || seen === null || typeof seen === 'string' || seen.notes === null) throw new Error('The made-up customer is missing.');
    world.company.seen = { ...seen, notes: [...seen.notes, { ...(seen.notes[0] as NonNullable<(typeof seen.notes)[0]>), id: '00000009-0000-4000-8000-000000000001' as CustomerNoteId, text: 'Is rung at ten, at work.' }] };
    Object.assign(stored, { customer: { ...stored.customer, identities: [...stored.customer.identities, { kind: 'email', shown: 'f•••@work.example' }] } });
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  });
  await expect(notes.getByText('Is rung at ten, at work.')).toBeVisible();
  await expect(notes.getByText('Speaks German and Danish.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.customer.look')).toHaveLength(2);
  expect(await findings(page)).toEqual([]);
});

test('whoever bothers is blocked after a question, and the conversation is resolved', async ({ page }) => {
  await open(page);
  await panel(page).getByRole('button', { name: 'Block this sender' }).click();
  const question = page.getByRole('dialog', { name: 'Block this sender?' });
  expect(await findings(page)).toEqual([]);
  await question.getByRole('button', { name: 'Block this sender' }).click();
  await expect(page.getByText('Blocked. The conversation is resolved.')).toBeVisible();
  const [look] = await callsOf(page, 'console.customer.look');
  await expect.poll(() => callsOf(page, 'console.sender.block')).toEqual([{ conversationId: (look as { conversation: string }).conversation }]);
  await expect.poll(() => callsOf(page, 'conversation.status')).toMatchObject([{ status: 'resolved' }]);
});

test('what the panel showed is gone from the page once it is folded, or another conversation is open', async ({ page }) => {
  await open(page);
  await expect(orders(page).getByText('Elbchaussee 17').first()).toBeVisible();
  await panel(page).getByRole('button', { name: 'Fold customer' }).click();
  await expect.poll(() => page.content()).not.toContain('Elbchaussee');
});

test('at twice the size in the smallest window everything is reached and nothing is wider', async ({ page }) => {
  await page.setViewportSize({ width: 450, height: 300 });
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await page.getByRole('button', { name: 'Customer', exact: true }).click();
  await expect(orders(page).getByRole('article')).toHaveCount(3);
  await expect.poll(() => sideways(page)).toBe(0);
  await expect.poll(() => panel(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  // The heading of the page is that of the list, which has no room beside an open conversation.
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('customer-small.png') });
  const note = panel(page).getByRole('textbox', { name: 'New note' });
  await note.fill('Reached');
  await panel(page).getByRole('button', { name: 'Keep note' }).click();
  await expect(note).toHaveValue('');
});
