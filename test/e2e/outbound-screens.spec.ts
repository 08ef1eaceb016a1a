import { expect, test, type Page } from '@playwright/test';
import { callsOf, findings, inOneGo, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble } from '../doubles/renderer-page.ts';

let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const open = (page: Page) => openAs(page, double, ['agent', 'lead'], 'Open');
const row = (page: Page, name: RegExp) => page.getByRole('option', { name });

async function stands(page: Page, name: string): Promise<void> {
  expect(await findings(page), name).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 450, height: 300 });
  await expect.poll(() => sideways(page), `${name}, at 200 %`).toBeLessThanOrEqual(0);
  if (size !== null) await page.setViewportSize(size);
}

/** The WhatsApp conversation of the shop, whose free reply ends so many milliseconds from now. */
async function whatsApp(page: Page, left: number): Promise<void> {
  await page.evaluate((left) => {
    const about = window.sealdeskDouble.world.conversations.find(({ row }) => row.channel === 'whatsapp');
    if (about !== undefined) about.row = { ...about.row, replyUntil: Date.now() + left };
  }, left);
  await row(page, /Oyelaran/).click();
}

test('a clock says for how long a free reply goes, and that it is soon over', async ({ page }) => {
  const served = await open(page);
  await whatsApp(page, 3 * 3_600_000 + 12.5 * 60_000);
  await expect(page.getByText('Free reply for 3 h 12 min')).toBeVisible();
  await stands(page, 'clock');
  await row(page, /Friederike/).click();
  await whatsApp(page, 40.5 * 60_000);
  await expect(page.getByText('Free reply for 40 min')).toHaveClass(/reply-clock-soon/);
  await stands(page, 'clock in its last hour');
  expect(served.violations).toEqual([]);
});

test('after the 24 hours an approved template is chosen, filled in and sent by keyboard', async ({ page }) => {
  const served = await open(page);
  await whatsApp(page, -60_000);
  await expect(page.getByText('The 24 hours are over: only an approved template may be sent.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Template' }).focus();
  await page.keyboard.type('way');
  await page.keyboard.press('Enter');
  for (const [label, text] of [['Heading', 'NL-7'], ['Text: 1 of 2', 'Oyelaran'], ['Text: 2 of 2', 'Friday'], ['Link: Follow the parcel', 'NL-7']] as const) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: label })).toBeFocused();
    await page.keyboard.type(text);
  }
  await expect(page.getByRole('figure')).toContainText('Hello Oyelaran, your order left our warehouse today and should be with you by Friday.');
  await stands(page, 'template');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('list', { name: 'Messages' }).getByText('https://shop.nordlicht.example/track/NL-7')).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.template')).toMatchObject([{ template: { name: 'order_on_its_way' }, values: [{ key: 'header.1', value: 'NL-7' }, { key: 'body.1', value: 'Oyelaran' }, { key: 'body.2', value: 'Friday' }, { key: 'button0.1', value: 'NL-7' }] }]);
  expect(served.violations).toEqual([]);
});

test('a template that begins with a document takes one, says so before, and shows it with its code as the customer will see them', async ({ page }) => {
  const served = await open(page);
  await whatsApp(page, -60_000);
  await page.getByRole('combobox', { name: 'Template' }).focus();
  await page.keyboard.type('receipt');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Text' }).fill('Oyelaran');
  await page.getByRole('textbox', { name: 'Code: Copy code' }).fill('NORD20');
  const send = page.getByRole('button', { name: 'Send template' });
  await expect(page.getByText('The template begins with a document. Attach one file, a PDF.')).toBeVisible();
  await expect(send).toBeDisabled();
  await stands(page, 'template without its file');
  const choose = (name: string) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(2_000, 1) });
  await choose('tent.png');
  await expect(page.getByRole('list', { name: 'Files of this answer' })).toContainText('tent.png');
  await expect(send).toBeDisabled();
  await page.getByRole('button', { name: 'Remove tent.png' }).click();
  await choose('Receipt 20931.pdf');
  await expect(page.getByRole('figure')).toContainText('Receipt 20931.pdf');
  await expect(page.getByRole('figure')).toContainText('NORD20');
  await stands(page, 'template with its file');
  await page.screenshot({ path: test.info().outputPath('template-file.png') });
  await expect(send).toBeEnabled();
  await send.click();
  await expect(page.getByRole('button', { name: 'Open Receipt 20931.pdf' })).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.template')).toMatchObject([{ template: { name: 'your_receipt' }, values: [{ key: 'body.1', value: 'Oyelaran' }, { key: 'button0.code', value: 'NORD20' }], files: [expect.any(String)] }]);
  expect(served.violations).toEqual([]);
});

test('a message that was edited says when', async ({ page }) => {
  const served = await open(page);
  await whatsApp(page, 3 * 3_600_000);
  await page.evaluate(() => {
    const { world, emit } = window.sealdeskDouble;
    const stored = world.conversations.find(({ row }) => row.channel === 'whatsapp');
    const message = stored?.messages.find(({ kind }) => kind === 'inbound');
    if (stored === undefined || message === undefined) throw new Error('no message');
    stored.messages = stored.messages.map((each) => (each === message ? { ...each, editedAt: each.sentAt + 60_000, revision: each.revision + 1 } : each));
    emit('inbox.changed', { conversationIds: [stored.row.id] });
  });
  await expect(page.getByText(/^Edited \d/)).toBeVisible();
  await stands(page, 'edited');
  await page.screenshot({ path: test.info().outputPath('edited.png') });
  expect(served.violations).toEqual([]);
});

test('on Instagram a person still replies for seven days, and then nobody', async ({ page }) => {
  await open(page);
  const instagram = async (left: number): Promise<void> => {
    await row(page, /Friederike/).click();
    await page.evaluate((left) => {
      const about = window.sealdeskDouble.world.conversations.find(({ row }) => row.customerName === 'bergfex_lena');
      if (about !== undefined) about.row = { ...about.row, replyUntil: Date.now() + left };
    }, left);
    await row(page, /bergfex_lena/).click();
  };
  await instagram(-3_600_000);
  await expect(page.getByText(/^A person may reply until/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  await stands(page, 'a person');
  await instagram(-7 * 24 * 3_600_000);
  await expect(page.getByText(/^The seven days are over/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await stands(page, 'nobody');
});

test('a template with a value that WhatsApp would not take, or that must not leave, is not sent', async ({ page }) => {
  await open(page);
  await whatsApp(page, -60_000);
  await page.getByRole('combobox', { name: 'Template' }).fill('still');
  await page.keyboard.press('Enter');
  const send = page.getByRole('button', { name: 'Send template' });
  await expect(send).toBeDisabled();
  await page.getByRole('textbox', { name: 'Text: first name' }).fill('a     b');
  await expect(page.getByText('WhatsApp takes no more than four spaces in a row.')).toBeVisible();
  await expect(send).toBeDisabled();
  await stands(page, 'wrong value');
});

test('templates that the hub does not tell are asked for again', async ({ page }) => {
  await open(page);
  await page.evaluate(() => window.sealdeskDouble.answer('console.template.list', () => ({ kind: 'unreachable' })));
  await whatsApp(page, -60_000);
  await expect(page.getByText('Templates come from the hub, which cannot be reached now.')).toBeVisible();
  await stands(page, 'no templates');
  await page.evaluate(() => window.sealdeskDouble.answer('console.template.list', null));
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.getByRole('combobox', { name: 'Template' })).toBeVisible();
});

test('a conversation is begun by keyboard, with somebody new', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('c');
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await expect(form).toBeVisible();
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form.getByText('Choose a customer, or type a whole address.')).toBeVisible();
  await stands(page, 'what is missing');
  await form.getByRole('combobox', { name: 'Customer' }).fill('ida@mail.example');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Ida Nord');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Your tent');
  await page.keyboard.press('Tab');
  await page.keyboard.type('It is back in stock.');
  await stands(page, 'new conversation');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Conversation with Ida Nord' })).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.start')).toMatchObject([{ channelId: '00000020-0000-4000-8000-000000000001', to: { kind: 'address', address: 'ida@mail.example', name: 'Ida Nord' }, subject: 'Your tent', text: 'It is back in stock.' }]);
  expect(served.violations).toEqual([]);
});

test('the signature stands under the first mail as under an answer, is written from there without sending it, and not kept with a call', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('c');
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await form.getByRole('combobox', { name: 'Customer' }).fill('ida@mail.example');
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Subject' }).fill('Your tent');
  await form.getByRole('textbox', { name: 'Message' }).fill('It is back in stock.');
  await form.getByRole('button', { name: 'Add a signature' }).click();
  const dialog = page.getByRole('dialog', { name: 'Your signature' });
  const field = dialog.getByRole('textbox', { name: 'Under your e-mails' });
  await field.fill('**Jana** Okafor');
  await field.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(form.getByRole('button', { name: 'Add a signature' })).toBeVisible();
  await form.getByRole('button', { name: 'Add a signature' }).click();
  await field.fill('**Jana** Okafor');
  await dialog.getByRole('button', { name: 'Save signature' }).click();
  await expect(dialog).toHaveCount(0);
  const below = form.locator('.composer-signature');
  await below.getByText('Signature', { exact: true }).click();
  await expect(below.locator('strong')).toHaveText('Jana');
  await expect(form.getByRole('button', { name: 'Add a signature' })).toHaveCount(0);
  await stands(page, 'a signature under the first mail');
  await below.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('signature-to-start.png') });
  // The keys of the form are not those of the signature's dialog.
  await below.getByRole('button', { name: 'Edit' }).click();
  await field.press('Control+Enter');
  await field.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('It is back in stock.');
  expect(await callsOf(page, 'conversation.start')).toEqual([]);
  await form.getByRole('combobox', { name: 'From' }).focus();
  await page.keyboard.type('Phone');
  await expect(page.getByRole('dialog', { name: 'Write a call down' }).locator('.composer-signature')).toHaveCount(0);
  expect(served.violations).toEqual([]);
});

test('files go along with the first mail: chosen, dropped and pasted, taken out again, kept while the form is closed', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('c');
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  const files = form.getByRole('list', { name: 'Files of this mail' }).getByRole('listitem');
  const message = form.getByRole('textbox', { name: 'Message' });
  await expect(form.getByRole('button', { name: /^Attach files/ })).toBeVisible();
  await form.locator('input[type=file]').setInputFiles({ name: 'Receipt 20931.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(48_000, 1) });
  await expect(files).toHaveText([/Receipt 20931\.pdf/]);
  const transfer = (name: string) =>
    page.evaluateHandle((called) => {
      const made = new DataTransfer();
      made.items.add(new File([new Uint8Array(2_000)], called));
      return made;
    }, name);
  await form.dispatchEvent('dragover', { dataTransfer: await transfer('tent.png') });
  await expect(form.getByText('Drop files to attach them')).toBeVisible();
  await form.dispatchEvent('drop', { dataTransfer: await transfer('tent.png') });
  await expect(files).toHaveText([/Receipt 20931\.pdf/, /tent\.png/]);
  await message.evaluate((element, clipboardData) => element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })), await transfer('image.png'));
  await expect(files).toHaveText([/Receipt 20931\.pdf/, /tent\.png/, /image\.png/]);
  await form.getByRole('button', { name: 'Remove tent.png' }).click();
  await expect(files).toHaveText([/Receipt 20931\.pdf/, /image\.png/]);
  await form.locator('input[type=file]').setInputFiles({ name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
  await expect(form.getByText('“setup.exe” is a program or a script. Those are never sent.')).toBeVisible();
  await message.fill('The receipt is with this mail.');
  await stands(page, 'files of a new conversation');
  await page.screenshot({ path: test.info().outputPath('files-to-start.png') });
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(files).toHaveText([/Receipt 20931\.pdf/, /image\.png/]);
  await form.getByRole('combobox', { name: 'Customer' }).fill('ida@mail.example');
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Subject' }).fill('Your receipt');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Open Receipt 20931.pdf' })).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.start')).toMatchObject([{ subject: 'Your receipt', brought: { files: [expect.any(String), expect.any(String)] } }]);
  // The next one begins without them.
  await page.keyboard.press('Escape');
  await page.keyboard.press('c');
  await expect(form.getByRole('textbox', { name: 'Subject' })).toHaveValue('');
  await expect(files).toHaveCount(0);
  expect(served.violations).toEqual([]);
});

test('what cannot be begun says why, and keeps what was typed', async ({ page }) => {
  await open(page);
  await page.evaluate(() => window.sealdeskDouble.answer('conversation.start', () => ({ kind: 'refused', why: 'must-not-leave' })));
  await page.keyboard.press('c');
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await form.getByRole('combobox', { name: 'Customer' }).fill('ida@mail.example');
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Subject' }).fill('Your card');
  await form.getByRole('textbox', { name: 'Message' }).fill('4111 1111 1111 1111');
  await page.keyboard.press('Control+Enter');
  await expect(form.getByText(/must not leave the company/)).toBeVisible();
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('4111 1111 1111 1111');
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await page.keyboard.press('c');
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('4111 1111 1111 1111');
  await expect(form.getByRole('combobox', { name: 'Customer' })).toHaveValue('ida@mail.example');
  await stands(page, 'not begun');
});

test('a conversation is begun with a customer who is here', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: 'New conversation' }).click();
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await customer.fill('friederike');
  await expect(page.getByRole('option', { name: /Müller-Größmann/ }).last()).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(customer).toHaveValue('Friederike Müller-Größmann');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveCount(0);
  await page.getByRole('textbox', { name: 'Subject' }).fill('Rucksack');
  await page.getByRole('textbox', { name: 'Message' }).fill('Er ist unterwegs.');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => callsOf(page, 'conversation.start')).toMatchObject([{ to: { kind: 'customer' } }]);
});

test('Enter, and the next field, before a name was looked up choose whom the whole of it finds, and not whom a part of it has found', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const held = ((window as unknown as { held: Map<string, () => void> }).held ??= new Map());
    window.sealdeskDouble.answer('inbox.customers', async ({ typed }) => {
      await new Promise<void>((resolve) => held.set(typed, resolve));
      return window.sealdeskDouble.world.conversations.filter(({ row }) => row.channel === 'email' && row.customerName.startsWith(typed === 'f' ? 'Account' : 'Friederike')).map(({ customer }) => customer).slice(0, 1);
    });
  });
  const release = (typed: string) => page.waitForFunction((of) => {
    const { held } = window as unknown as { held: Map<string, () => void> };
    held.get(of)?.();
    return held.has(of);
  }, typed);
  await page.getByRole('button', { name: 'New conversation' }).click();
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await customer.focus();
  await page.keyboard.type('f');
  await release('f');
  await expect(page.getByRole('listbox', { name: 'Customer' }).getByRole('option', { selected: true })).toContainText('Account Services');
  await page.keyboard.type('ri');
  await inOneGo(page, 'Enter', 'Tab');
  await expect(page.getByRole('textbox', { name: 'Subject' })).toBeFocused();
  await release('fri');
  await expect(customer).toHaveValue('Friederike Müller-Größmann');
});

test('a call is written down by keyboard', async ({ page }) => {
  const served = await open(page);
  await page.keyboard.press('c');
  await page.getByRole('combobox', { name: 'From' }).focus();
  await page.keyboard.type('Phone');
  const form = page.getByRole('dialog', { name: 'Write a call down' });
  await expect(form).toBeVisible();
  await form.getByRole('combobox', { name: 'Customer' }).fill('030 901820');
  await page.keyboard.press('Enter');
  await form.getByRole('textbox', { name: 'Minutes' }).fill('seven');
  await page.keyboard.press('Control+Enter');
  await expect(form.getByText('A whole number of minutes, up to a day.')).toBeVisible();
  await form.getByRole('textbox', { name: 'Minutes' }).fill('7');
  const notes = form.getByRole('textbox', { name: 'Notes' });
  await notes.fill('Asks for her order.');
  await notes.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('Today');
  await expect(notes).toHaveValue('Asks for her order.\n**Today**');
  await form.getByRole('button', { name: 'Preview' }).click();
  await expect(form.getByRole('region', { name: 'As colleagues read it' }).locator('strong')).toHaveText('Today');
  await stands(page, 'call');
  await notes.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('call.png') });
  await notes.press('Control+Enter');
  await expect(page.getByText('Phone conversations are kept as notes.')).toBeVisible();
  await expect.poll(() => callsOf(page, 'conversation.log-call')).toMatchObject([{ notes: 'Asks for her order.\n**Today**', format: 'marked' }]);
  await expect(page.getByRole('list', { name: 'Messages' }).locator('strong', { hasText: 'Today' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Reply', exact: true })).toHaveCount(0);
  await stands(page, 'a call in the inbox');
  expect(served.violations).toEqual([]);
});

test('what the hub refused says why, and is written again', async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    const about = window.sealdeskDouble.world.conversations.find(({ row }) => row.customerName.startsWith('Friederike'));
    const last = about?.messages.at(-1);
    if (about === undefined || last === undefined) return;
    about.row = { ...about.row, onlyHere: true, hasConflict: true };
    about.messages = [{ ...last, kind: 'outbound', status: 'failed', failure: 'You have begun as many conversations in this hour as your company allows.' }];
    window.sealdeskDouble.answer('conversation.take-back', () => ({ kind: 'start', start: { channelId: '00000020-0000-4000-8000-000000000002', to: { kind: 'address', address: 'ida@mail.example', name: '' }, subject: 'Your tent', text: 'It is back.' } }));
  });
  await row(page, /Friederike/).click();
  await expect(page.getByRole('region', { name: 'The hub did not take this.' })).toContainText('as your company allows');
  await stands(page, 'refused');
  await page.getByRole('button', { name: 'Write it again' }).click();
  const form = page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await expect(form.getByRole('textbox', { name: 'Subject' })).toHaveValue('Your tent');
  await expect(form.getByRole('combobox', { name: 'Customer' })).toHaveValue('ida@mail.example');
  await expect(form.getByRole('combobox', { name: 'From' })).toHaveValue('00000020-0000-4000-8000-000000000002');
});

test('a reply goes to everybody whom the mail named, to somebody more, and to somebody unseen', async ({ page }) => {
  const served = await open(page);
  await row(page, /Friederike/).click();
  await page.getByRole('button', { name: 'Reply to all (2 more)' }).click();
  await page.getByRole('button', { name: 'Bcc: add somebody who gets a copy unseen' }).click();
  await page.keyboard.type('lea@law');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is no e-mail address.')).toBeVisible();
  await page.keyboard.type('.example');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Leave m•••@posteo.de out' }).click();
  await stands(page, 'recipients');
  await page.getByRole('textbox', { name: 'Reply' }).fill('Gern.');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => callsOf(page, 'conversation.reply')).toMatchObject([
    { text: 'Gern.', copies: [{ way: 'cc', to: { kind: 'other', id: '00000021-0000-4000-8000-000000000002' } }, { way: 'bcc', to: { kind: 'address', address: 'lea@law.example' } }] },
  ]);
  await expect(page.getByText('Bcc lea@law.example')).toHaveCount(0);
  expect(served.violations).toEqual([]);
});

test('two customers are joined and taken apart after a question', async ({ page }) => {
  const served = await open(page);
  await row(page, /Friederike/).click();
  await page.getByRole('button', { name: 'Customer', exact: true }).click();
  await page.getByRole('button', { name: 'Join' }).click();
  const question = page.getByRole('dialog', { name: 'Are Friederike Müller-Größmann and ••• 5571 one person?' });
  await expect(question).toContainText('The name alone proves nothing');
  await stands(page, 'joining');
  await question.getByRole('button', { name: 'Join' }).click();
  await expect(question).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.customer.merge')).toEqual([{ into: '00000003-0000-4000-8000-000000000001', from: '00000003-0000-4000-8000-000000000099' }]);
  await page.getByRole('button', { name: 'Take apart' }).click();
  await page.getByRole('dialog', { name: 'Take F. Müller apart again?' }).getByRole('button', { name: 'Take apart' }).click();
  await expect.poll(() => callsOf(page, 'console.customer.split')).toHaveLength(1);
  expect(served.violations).toEqual([]);
});

test('what was begun and not sent waits in the form’s head, on this laptop or another, to be gone on with or thrown away', async ({ page }) => {
  const served = await open(page);
  await page.evaluate(() => {
    const call = { direction: 'in', at: null, minutes: '3', outcome: 'answered', recording: '' } as const;
    const begun = { channelId: null, name: '', call, with: { kind: 'typed', typed: 'ida@mail.example' } } as const;
    window.sealdeskDouble.world.beginnings = [
      { id: '00000000-0000-4000-8000-0000000000b1' as never, at: Date.now() - 60_000, stamp: 0, customer: null, stays: null, filesThere: 2, content: { ...begun, way: 'email', subject: 'Your tent', text: 'It is back in stock.' } },
      { id: '00000000-0000-4000-8000-0000000000b2' as never, at: Date.now() - 3_600_000, stamp: 0, customer: null, stays: null, filesThere: 0, content: { ...begun, way: 'phone', with: { kind: 'nobody' }, subject: '', text: 'She asks for a pole.' } },
    ];
    window.sealdeskDouble.emit('inbox.changed', { conversationIds: [] });
  });
  await page.keyboard.press('c');
  const form = page.getByRole('dialog');
  const waiting = form.getByRole('region', { name: /^Unfinished/ });
  await expect(waiting.getByRole('listitem')).toHaveCount(2);
  await stands(page, 'unfinished');
  await waiting.getByRole('button', { name: /^ida@mail\.example.*Your tent/ }).click();
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('It is back in stock.');
  await expect(form.getByRole('combobox', { name: 'Customer' })).toHaveValue('ida@mail.example');
  await expect(waiting.getByRole('listitem')).toHaveCount(1);
  await expect(form.getByText('2 files on your other laptop go out from there only.')).toBeVisible();
  await stands(page, 'files elsewhere');
  await page.screenshot({ path: test.info().outputPath('files-elsewhere.png') });
  await form.getByRole('textbox', { name: 'Message' }).fill('It is back in stock, in green.');
  await stands(page, 'gone on with');
  await page.screenshot({ path: test.info().outputPath('unfinished.png') });
  await waiting.getByRole('button', { name: 'Begin another' }).click();
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await expect(waiting.getByRole('listitem')).toHaveCount(2);
  await waiting.getByRole('button', { name: /^Discard Nobody yet/ }).click();
  await expect(waiting.getByRole('listitem')).toHaveCount(1);
  await waiting.getByRole('button', { name: 'Bring back' }).click();
  await expect(waiting.getByRole('listitem')).toHaveCount(2);
  await waiting.getByRole('button', { name: /^ida@mail\.example/ }).click();
  await expect(form.getByRole('textbox', { name: 'Message' })).toHaveValue('It is back in stock, in green.');
  await page.keyboard.press('Control+Enter');
  await expect(form).toHaveCount(0);
  expect(await callsOf(page, 'conversation.start')).toMatchObject([{ subject: 'Your tent', text: 'It is back in stock, in green.', beginning: { id: '00000000-0000-4000-8000-0000000000b1', stamp: 0 } }]);
  expect(served.violations).toEqual([]);
});
