import { expect, test, type Page } from '@playwright/test';
import type { CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { LimitReached, OrderOffer, OrderOutcome, WaitingOrder } from '../../shared/contract/console/order-actions.ts';
import { callsOf, enter, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** Changing an order from the customer panel, and what a lead and IT see of it. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const ref = '0123456789abcdef0123456789abcdef';

interface Answers {
  readonly order?: (offer: OrderOffer) => OrderOffer | string | null;
  readonly answer?: OrderOutcome | string | null;
  readonly taken?: OrderOutcome | string | null;
}

async function open(page: Page, { order = (offer) => offer, answer = { kind: 'done' }, taken = { kind: 'unknown' } }: Answers = {}): Promise<void> {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  const { seen, offer } = await page.evaluate(() => ({ seen: window.sealdeskDouble.world.company.seen, offer: window.sealdeskDouble.world.company.order }));
  if (seen === null || typeof seen === 'string' || seen.orders.kind !== 'listed' || offer === null || typeof offer === 'string') throw new Error('The made-up customer is missing.');
  const next: CustomerSeen = { ...seen, orders: { ...seen.orders, orders: seen.orders.orders.map((card, place) => (place === 0 ? { ...card, ref, state: 'open', tracking: [] } : card)) } };
  await page.evaluate(
    ([changed, offered, answered, known]) => {
      const { company } = window.sealdeskDouble.world;
      [company.seen, company.order, company.orderAnswer, company.orderTaken] = [changed, offered, answered, known];
    },
    [next, order(offer), answer, taken] as const,
  );
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  const button = page.getByRole('button', { name: 'Customer', exact: true });
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await expect(orders(page).getByRole('article')).toHaveCount(3);
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer' });
const orders = (page: Page) => panel(page).getByRole('region', { name: 'Orders' });
const offers = (page: Page) => orders(page).getByRole('group', { name: 'What can be changed on order #10482' });
const acts = (page: Page) => callsOf(page, 'console.order.act');

async function choose(page: Page, act: string): Promise<void> {
  await orders(page).getByRole('button', { name: 'Change order #10482' }).click();
  await offers(page).getByRole('button', { name: act }).click();
}

test('what can be done is asked of the hub, and only for an order that the hub has named', async ({ page }) => {
  await open(page);
  await expect(orders(page).getByRole('button', { name: /^Change order/ })).toHaveCount(1);
  expect(await callsOf(page, 'console.order.look')).toEqual([]);
  await orders(page).getByRole('button', { name: 'Change order #10482' }).click();
  await expect(offers(page).getByText('€214.80 of €214.80 can be given back.')).toBeVisible();
  await expect(offers(page).getByRole('button')).toHaveCount(5);
  await expect.poll(() => callsOf(page, 'console.order.look')).toEqual([{ conversation: expect.any(String), order: ref }]);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('offers.png') });
});

test('money is given back once the amount is written and ticked, never by one slip of a key; another amount is ticked anew', async ({ page }) => {
  await open(page);
  await choose(page, 'Give money back');
  const dialog = page.getByRole('dialog', { name: 'Give money back on order #10482' });
  await dialog.getByRole('textbox', { name: 'Amount in EUR' }).fill('20');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Give back €20.00' })).toBeDisabled();
  await dialog.getByRole('checkbox', { name: 'Give back €20.00' }).check();
  await dialog.getByRole('textbox', { name: 'Amount in EUR' }).fill('20,50');
  await expect(dialog.getByRole('checkbox', { name: 'Give back €20.50' })).not.toBeChecked();
  await page.keyboard.press('Enter');
  expect(await acts(page)).toEqual([]);
  await dialog.getByRole('checkbox').check();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('refund.png') });
  await dialog.getByRole('button', { name: 'Give back €20.50' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(orders(page).getByText('The money is given back.')).toBeVisible();
  await expect(orders(page)).toBeFocused();
  await expect.poll(() => acts(page)).toEqual([{ action: expect.any(String), conversation: expect.any(String), order: ref, deed: { kind: 'refund', amount: { minor: 2_050, currency: 'EUR' } } }]);
  // The order is another one now.
  await expect.poll(() => callsOf(page, 'console.customer.look')).toHaveLength(2);
});

test('all that is left can be chosen, and that a lead has to approve it is said before', async ({ page }) => {
  await open(page, { answer: { kind: 'waiting' }, taken: { kind: 'denied' } });
  await choose(page, 'Give money back');
  const dialog = page.getByRole('dialog', { name: /Give money back/ });
  await dialog.getByRole('combobox', { name: 'How much' }).selectOption({ label: 'All that is left: €214.80' });
  await expect(dialog.getByText('Above €100.00 a lead has to approve. It is given back once they do.')).toBeVisible();
  await dialog.getByRole('checkbox', { name: 'Give back €214.80' }).check();
  await dialog.getByRole('button', { name: 'Give back €214.80' }).click();
  await expect(orders(page).getByText('A lead has been asked. It is done once they approve.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('waiting.png') });
  await orders(page).getByRole('button', { name: 'Look what became of it' }).click();
  await expect(orders(page).getByText('A lead did not approve it. Nothing was changed.')).toBeVisible();
});

test('an amount that is none, or more than is left, is not asked for', async ({ page }) => {
  await open(page);
  await choose(page, 'Give money back');
  const dialog = page.getByRole('dialog', { name: /Give money back/ });
  for (const text of ['', '0', '214,81', '1.000,00', '2,005', 'all']) {
    await dialog.getByRole('textbox', { name: 'Amount in EUR' }).fill(text);
    await expect(dialog.getByRole('checkbox')).toHaveCount(0);
    await dialog.getByRole('button', { name: 'Give back' }).click();
    await expect(dialog.getByText('An amount from the smallest coin to €214.80, as 12 or 12,50.')).toBeVisible();
  }
  expect(await acts(page)).toEqual([]);
  expect(await findings(page)).toEqual([]);
});

test('an order is cancelled once that is ticked, and it is said that nothing is given back by it', async ({ page }) => {
  await open(page);
  await choose(page, 'Cancel order');
  const dialog = page.getByRole('dialog', { name: 'Cancel order #10482' });
  await expect(dialog.getByText('What was paid (€214.80) stays with you until you give it back as well.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Cancel the order' })).toBeDisabled();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('cancel.png') });
  await dialog.getByRole('checkbox', { name: 'Cancel order #10482' }).check();
  await dialog.getByRole('button', { name: 'Cancel the order' }).click();
  await expect(orders(page).getByText('The order is cancelled.')).toBeVisible();
  await expect.poll(() => acts(page)).toMatchObject([{ deed: { kind: 'cancel' } }]);
});

test('an address is asked for field by field, and is in the page no longer than its dialog', async ({ page }) => {
  await open(page);
  await choose(page, 'Change delivery address');
  const dialog = page.getByRole('dialog', { name: 'Change where order #10482 goes' });
  for (const [label, text] of [['Last name', 'Berger'], ['Street and number', 'Hafenweg 9'], ['Postal code', '20457'], ['City', 'Hamburg'], ['Country, as a code of two letters', 'Germany']] as const) await dialog.getByRole('textbox', { name: label }).fill(text);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Change the address' }).click();
  await expect(dialog.getByText('Two letters, as DE.')).toBeVisible();
  expect(await acts(page)).toEqual([]);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('address.png') });
  await dialog.getByRole('textbox', { name: 'Country, as a code of two letters' }).fill('de');
  await dialog.getByRole('button', { name: 'Change the address' }).click();
  await expect(orders(page).getByText('The address is changed.')).toBeVisible();
  await expect.poll(() => acts(page)).toMatchObject([{ deed: { kind: 'address', address: { lastName: 'Berger', country: 'DE', firstName: '', province: '' } } }]);
  await expect(dialog).toHaveCount(0);
  await expect.poll(() => page.content()).not.toContain('Hafenweg');
});

test('a note is written, and the confirmation sent again once that is ticked', async ({ page }) => {
  await open(page);
  await choose(page, 'Add a note');
  const note = page.getByRole('dialog', { name: 'Add a note to order #10482' });
  await note.getByRole('button', { name: 'Add note' }).click();
  await expect(note.getByText('Write something.')).toBeVisible();
  await note.getByRole('textbox', { name: 'Note' }).fill('Wants it before Friday');
  expect(await findings(page)).toEqual([]);
  await note.getByRole('button', { name: 'Add note' }).click();
  await expect(orders(page).getByText('The note is added.')).toBeVisible();
  await expect(orders(page).getByRole('article')).toHaveCount(3);
  await choose(page, 'Send confirmation again');
  const confirmation = page.getByRole('dialog', { name: 'Send the confirmation of order #10482 again' });
  await confirmation.getByRole('checkbox', { name: 'Send it again' }).check();
  expect(await findings(page)).toEqual([]);
  await confirmation.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(orders(page).getByText('The confirmation is sent again.')).toBeVisible();
  await expect.poll(() => acts(page)).toMatchObject([{ deed: { kind: 'note', text: 'Wants it before Friday' } }, { deed: { kind: 'confirmation' } }]);
});

const failed: readonly (readonly [string, OrderOutcome | string, string])[] = [
  ['the shop says no', { kind: 'not-done', why: 'shop-refused', scope: null }, 'Not done: the shop said no. Look at the order there.'],
  ['a scope is missing', { kind: 'not-done', why: 'scope', scope: 'write_orders' }, 'Not done: the shop does not let the hub do this. Tell IT that write_orders is missing.'],
  ['it has left', { kind: 'not-done', why: 'shipped', scope: null }, 'Not done: it has left already.'],
  ['the hour is full', 'You have changed as many orders in this hour as your company allows.', 'You have changed as many orders in this hour as your company allows.'],
];
for (const [what, answer, text] of failed) {
  test(`${what}: that is said, and the dialog stays`, async ({ page }) => {
    await open(page, { answer });
    await choose(page, 'Cancel order');
    const dialog = page.getByRole('dialog', { name: 'Cancel order #10482' });
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Cancel the order' }).click();
    await expect(dialog.getByRole('alert').filter({ hasText: text })).toBeVisible();
    expect(await findings(page)).toEqual([]);
  });
}

test('what was lost is said to be unknown, is looked for by the same id, and never done again from here', async ({ page }) => {
  await open(page, { answer: null, taken: { kind: 'unknown' } });
  await choose(page, 'Cancel order');
  const dialog = page.getByRole('dialog', { name: 'Cancel order #10482' });
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Cancel the order' }).click();
  await expect(orders(page).getByText('The hub did not answer. It is not known whether it was done.')).toBeVisible();
  await orders(page).getByRole('button', { name: 'Look what became of it' }).click();
  await expect(orders(page).getByText(/It is not known whether it was done: the shop’s answer was lost/)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('unknown.png') });
  await page.evaluate(() => void (window.sealdeskDouble.world.company.orderTaken = { kind: 'done' }));
  await orders(page).getByRole('button', { name: 'Look what became of it' }).click();
  await expect(orders(page).getByText('The order is cancelled.')).toBeVisible();
  const [done] = (await acts(page)) as { action: string }[];
  await expect.poll(() => acts(page)).toHaveLength(1);
  await expect.poll(() => callsOf(page, 'console.order.take')).toEqual([{ action: done?.action }, { action: done?.action }]);
});

test('what cannot be done stands there with why, and nothing else', async ({ page }) => {
  const no = (why: 'shipped' | 'level' | 'scope' | 'nothing-left', needs: 'order' | null = null, scope: string | null = null) => ({ kind: 'no', why, needs, scope }) as const;
  await open(page, { order: (offer) => ({ ...offer, money: null, acts: [{ act: 'cancel', can: no('shipped') }, { act: 'refund', can: no('nothing-left') }, { act: 'address', can: no('level', 'order') }, { act: 'note', can: no('scope', null, 'write_orders') }] }) });
  await orders(page).getByRole('button', { name: 'Change order #10482' }).click();
  for (const text of ['Cancel order: it has left already.', 'Give money back: there is nothing left to give back.', 'Change delivery address: possible once they have shown that they know an order.', 'Add a note: the shop does not let the hub do this. Tell IT that write_orders is missing.']) await expect(offers(page).getByText(text)).toBeVisible();
  await expect(offers(page).getByRole('button')).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('cannot.png') });
});

test('where the hub or the shop does not answer, that is said, and it can be tried again', async ({ page }) => {
  await open(page, { order: () => null });
  await orders(page).getByRole('button', { name: 'Change order #10482' }).click();
  await expect(orders(page).getByRole('alert')).toHaveText('The hub did not answer. Nothing was changed.');
  await orders(page).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => callsOf(page, 'console.order.look')).toHaveLength(2);
});

test('without a connection no order can be changed', async ({ page }) => {
  await open(page);
  await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'offline' }));
  await expect(orders(page).getByText('Changing an order needs a connection.')).toBeVisible();
  await expect(orders(page).getByRole('button', { name: /^Change order/ })).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
});

test('a lead is asked with amount, order and shop, says yes, and the question is gone', async ({ page }) => {
  const asked: WaitingOrder = {
    action: '00000015-0000-4000-8000-000000000001' as WaitingOrder['action'], agentName: 'Tom Brandt', conversationId: '00000002-0000-4000-8000-000000000001' as WaitingOrder['conversationId'],
    act: 'refund', shop: 'Nordlicht', number: '#10482', amount: { minor: 21_480, currency: 'EUR' }, askedAt: 1_760_000_000_000,
  };
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate((next) => void (window.sealdeskDouble.world.company.waitingOrders = [next]), asked);
  await enter(page, 'unlocked', { roles: ['lead'] });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText('Tom Brandt asks to give back €214.80 on order #10482 (Nordlicht).')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('asked.png') });
  await notices.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(notices.getByRole('button', { name: 'Approve', exact: true })).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.order.decide')).toEqual([{ action: asked.action, approve: true }]);
});

test('IT is told who has reached a limit, and what that may mean', async ({ page }) => {
  const reached: LimitReached = { agentName: 'Tom Brandt', of: 'money', at: 1_760_000_000_000 };
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate((next) => void (window.sealdeskDouble.world.company.orderLimits = [next]), reached);
  await enter(page, 'unlocked', { roles: ['it'] });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText('Tom Brandt has reached the limit of money given back in an hour.')).toBeVisible();
  await expect(notices.getByText(/the laptop may be in somebody else’s hands/)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('limit.png') });
});

test('IT writes the limits into the policy', async ({ page }) => {
  await openAs(page, double, ['it'], 'Devices');
  await page.getByRole('button', { name: 'Policy' }).click();
  const group = page.getByRole('region', { name: 'Changing orders in shops' });
  await group.getByRole('textbox', { name: 'Money given back' }).fill('EUR 50');
  await expect(group.getByText(/^A currency and three amounts/)).toBeVisible();
  await group.getByRole('textbox', { name: 'Money given back' }).fill('EUR 50 500 1000');
  await group.getByRole('combobox', { name: 'Cancel an order' }).selectOption({ label: 'Leads, from: Order confirmed' });
  expect(await findings(page)).toEqual([]);
  await group.screenshot({ path: test.info().outputPath('policy.png') });
  await page.getByRole('button', { name: /^Sign and send policy/ }).click();
  await expect.poll(() => callsOf(page, 'console.policy.set')).toMatchObject([{ orders: { refunds: [{ currency: 'EUR', alone: 5_000, most: 50_000, perHour: 100_000 }], cancel: { lead: 'order' } } }]);
});

test('at twice the size in the smallest window everything is reached, and nothing is wider', async ({ page }) => {
  await page.setViewportSize({ width: 450, height: 300 });
  await open(page);
  await choose(page, 'Give money back');
  const dialog = page.getByRole('dialog', { name: /Give money back/ });
  await dialog.getByRole('textbox', { name: 'Amount in EUR' }).fill('150');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Give back €150.00' }).scrollIntoViewIfNeeded();
  await expect.poll(() => sideways(page)).toBe(0);
  await expect.poll(() => panel(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  expect(await findings(page)).toEqual([]);
});
