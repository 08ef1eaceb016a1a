import { expect, test, type Page } from '@playwright/test';
import type { VerifyAnswer } from '../../shared/contract/console/verifying.ts';
import type { Role } from '../../shared/domain/permission.ts';
import { callsOf, enter, findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** How far a customer is known: what an agent, and a lead, can do about it in the panel. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

async function open(page: Page, { answer = { kind: 'confirmed' }, roles = ['agent'] }: { readonly answer?: VerifyAnswer | string | null; readonly roles?: readonly Role[] } = {}): Promise<void> {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'unlocked', { roles });
  await page.evaluate((next) => {
    window.sealdeskDouble.world.company.verifying = next;
  }, answer);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const button = page.getByRole('button', { name: 'Customer', exact: true });
  await expect(button).toBeVisible();
  if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  await expect(part(page)).toBeVisible();
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Customer' });
const part = (page: Page) => panel(page).getByRole('region', { name: 'How far they are known' });
const form = (page: Page) => part(page).getByRole('form', { name: 'Confirm with an order' });

/** By keyboard alone. */
async function tell(page: Page, orderNumber: string, value: string): Promise<void> {
  await part(page).getByRole('button', { name: 'Confirm with an order' }).press('Enter');
  await expect(form(page).getByRole('textbox', { name: 'Order number they told you' })).toBeFocused();
  await page.keyboard.type(orderNumber);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type(value);
  await page.keyboard.press('Enter');
}

test('an agent asks for an order and one thing more, types what was told, and the panel is asked anew', async ({ page }) => {
  await open(page);
  await expect(part(page).getByText('Contact confirmed')).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.customer.look')).toHaveLength(1);
  await part(page).getByRole('button', { name: 'Confirm with an order' }).click();
  await expect(form(page).getByText('Ask for the order number and the postal code it went to. Do not read anything out.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('form.png') });
  await page.keyboard.press('Escape');
  await expect(form(page)).toHaveCount(0);
  await tell(page, ' #10482 ', '22 765');
  await expect(part(page).getByText('Order confirmed')).toBeVisible();
  await expect(part(page).getByRole('status')).toHaveText('Confirmed: they know one of their orders.');
  await expect(part(page)).toBeFocused();
  await expect.poll(() => callsOf(page, 'console.customer.verify')).toEqual([{ conversation: expect.any(String), orderNumber: '#10482', known: { kind: 'postal-code', value: '22 765' } }]);
  await expect.poll(() => callsOf(page, 'console.customer.look')).toHaveLength(2);
  // Nothing that was typed stays in the page.
  await expect.poll(() => page.content()).not.toContain('22 765');
  await expect(part(page).getByRole('button', { name: 'Confirm with an order' })).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('confirmed.png') });
});

const answers: readonly (readonly [string, VerifyAnswer | string | null, string])[] = [
  ['it is not so', { kind: 'not-confirmed', left: 4 }, 'Not confirmed. Something they told is not so; which part is not said.'],
  ['few tries are left', { kind: 'not-confirmed', left: 1 }, 'Not confirmed. Something they told is not so; which part is not said. 1 try left in this hour.'],
  ['it was the last try', { kind: 'not-confirmed', left: 0 }, 'Not confirmed. That was the last try for an hour. Tell them nothing personal.'],
  ['a shop is silent', { kind: 'silent' }, 'Not confirmed: a shop did not answer. Try again in a moment.'],
  ['there is no shop', { kind: 'no-shop' }, 'No shop is connected, so there is nothing to compare with.'],
  ['the hub refuses', 'Too many tries went wrong in this conversation.', 'Too many tries went wrong in this conversation.'],
  ['the hub does not answer', null, 'The hub did not answer. Nothing is confirmed.'],
];
for (const [what, answer, text] of answers) {
  test(`${what}: that is said, the level stays, and what was typed can be put right`, async ({ page }) => {
    await open(page, { answer });
    await tell(page, '10482', '22766');
    await expect(form(page).getByRole('status')).toHaveText(text);
    await expect(form(page).getByRole('textbox', { name: 'Postal code it went to' })).toBeFocused();
    await expect(part(page).getByText('Contact confirmed')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('answer.png') });
  });
}

test('what is asked for follows the choice, what was typed for another goes, and nothing is compared while something is missing', async ({ page }) => {
  await open(page);
  await part(page).getByRole('button', { name: 'Confirm with an order' }).click();
  await form(page).getByRole('textbox', { name: 'Postal code it went to' }).fill('22765');
  await form(page).getByRole('combobox', { name: 'What else they told you' }).selectOption({ label: 'End of the phone number' });
  await expect(form(page).getByText('Ask for the order number and the last four digits of the phone number they gave with it. Do not read anything out.')).toBeVisible();
  await expect(form(page).getByRole('textbox', { name: 'Last four digits' })).toHaveValue('');
  await expect(form(page).getByText('A number they are known by here does not count.')).toBeVisible();
  await form(page).getByRole('button', { name: 'Compare' }).click();
  await expect(form(page).getByRole('textbox', { name: 'Order number they told you' })).toBeFocused();
  await expect(form(page).getByRole('alert').filter({ hasText: 'Ask for it' }).first()).toBeVisible();
  expect(await callsOf(page, 'console.customer.verify')).toEqual([]);
  expect(await findings(page)).toEqual([]);
});

test('an agent who is no longer sure takes it back, and does not confirm an identity', async ({ page }) => {
  await open(page);
  await expect(part(page).getByRole('button', { name: 'Confirm their identity' })).toHaveCount(0);
  await part(page).getByRole('button', { name: 'No longer sure who this is' }).click();
  await expect(part(page).getByText('Not verified')).toBeVisible();
  await expect(part(page).getByRole('status')).toHaveText('Taken back.');
  await expect(part(page).getByRole('button', { name: 'No longer sure who this is' })).toHaveCount(0);
});

test('a lead confirms an identity, and says how it was shown', async ({ page }) => {
  await open(page, { roles: ['lead'] });
  await part(page).getByRole('button', { name: 'Confirm their identity' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm their identity' });
  await dialog.getByRole('combobox', { name: 'How they have shown it' }).selectOption({ label: 'In another way' });
  await dialog.getByRole('textbox', { name: 'In a few words' }).fill('Their bank has vouched for them');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('identity.png') });
  await dialog.getByRole('button', { name: 'Confirm identity' }).click();
  await expect(part(page).getByText('Identity confirmed', { exact: true })).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.customer.identify')).toMatchObject([{ reason: { kind: 'other', words: 'Their bank has vouched for them' } }]);
});

test('for who may not raise it the level stands there alone', async ({ page }) => {
  await open(page, { roles: ['finance'] });
  await expect(part(page).getByText('Contact confirmed')).toBeVisible();
  await expect(part(page).getByRole('button')).toHaveCount(0);
});

test('without a connection there is nothing to press, and that is said', async ({ page }) => {
  await open(page);
  await expect(part(page).getByRole('button')).toHaveCount(2);
  // What the hub shows of them is here already.
  await expect(panel(page).getByRole('region', { name: 'Orders' }).getByRole('article')).toHaveCount(3);
  await page.evaluate(() => window.sealdeskDouble.setSync({ connection: 'offline' }));
  await expect(part(page).getByText('Confirming needs a connection.')).toBeVisible();
  await expect(part(page).getByRole('button')).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
});

test('at twice the size in the smallest window the form is reached, and nothing is wider', async ({ page }) => {
  await page.setViewportSize({ width: 450, height: 300 });
  await open(page, { answer: { kind: 'not-confirmed', left: 1 } });
  await tell(page, '10482', '22766');
  await expect(form(page).getByRole('status')).toContainText('1 try left');
  await expect.poll(() => sideways(page)).toBe(0);
  await expect.poll(() => panel(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  // The heading of the page is that of the list, which has no room beside an open conversation.
  expect(await findings(page)).toEqual([]);
});
