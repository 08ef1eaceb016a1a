import { expect, test, type Page } from '@playwright/test';
import type { ReportedMistake } from '../../shared/contract/console/mistakes.ts';
import type { WaitingFile } from '../../shared/contract/console/releases.ts';
import type { WaitingReveal } from '../../shared/contract/console/reveals.ts';
import type { AttachmentId } from '../../shared/domain/ids.ts';
import { callsOf, drawn, enter, findings, openAs, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** What was hidden, seen from the page: asking for it, answering others who ask, and not writing it in the first place. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

async function open(page: Page): Promise<void> {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
}

const mask = (page: Page) => page.getByRole('button', { name: 'phone •••• 71' });
const explanation = (page: Page) => page.getByRole('dialog', { name: 'Phone number' });

test('what the hub has kept is shown for a reason, for some seconds, and cannot be copied', async ({ page }) => {
  await page.clock.install();
  await open(page);
  // As long as a policy lets it be shown: all that is looked at here fits in, on a slow machine too.
  await page.evaluate(() => window.sealdeskDouble.answer('console.reveal.ask', () => ({ kind: 'done', value: { kind: 'shown', value: '+49 30 901820', seconds: 300, copying: false } })));
  await mask(page).click();
  const dialog = explanation(page);
  await expect(dialog.getByRole('button', { name: 'Show it' })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'To arrange a delivery' }).check();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('reveal-asked.png') });
  await dialog.getByRole('button', { name: 'Show it' }).click();
  const value = dialog.locator('.reveal-value');
  await expect(value).toBeVisible();
  await expect.poll(() => drawn(value)).toBe('+49 30 901820');
  expect(await dialog.ariaSnapshot()).toContain('+49 30 901820');
  await expect.poll(() => callsOf(page, 'console.reveal.ask')).toMatchObject([{ reason: 'delivery' }]);
  await expect.poll(() => callsOf(page, 'application.showing')).toEqual([{ hidden: true }]);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('reveal-shown.png') });

  await value.dblclick();
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
  await page.keyboard.press('Control+a');
  expect(await page.evaluate(() => String(getSelection()))).not.toContain('901820');
  expect(await page.content()).not.toContain('901820');
  await page.clock.runFor(301_000);
  await expect(value).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'application.showing')).toEqual([{ hidden: true }, { hidden: false }]);
  await expect(dialog.getByRole('button', { name: 'Show it' })).toBeVisible();
});

test('closing the explanation hides it at once, and what was destroyed offers nothing', async ({ page }) => {
  await open(page);
  await mask(page).click();
  await explanation(page).getByRole('radio').first().check();
  await explanation(page).getByRole('button', { name: 'Show it' }).click();
  await expect(page.locator('.reveal-value')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.reveal-value')).toHaveCount(0);
  await mask(page).click();
  await expect(explanation(page).getByRole('button', { name: 'Show it' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'card •••• 4242' }).click();
  await expect(page.getByRole('dialog', { name: 'Card number' }).getByRole('radio')).toHaveCount(0);
});

test('a lead is asked, says yes, and the question is gone', async ({ page }) => {
  const asked: WaitingReveal = {
    reveal: '00000011-0000-4000-8000-000000000001' as WaitingReveal['reveal'], agentName: 'Ayşe Demir', conversationId: '00000002-0000-4000-8000-000000000001' as WaitingReveal['conversationId'],
    type: 'phone', reason: 'delivery', askedAt: 1_760_000_000_000,
  };
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate((asked) => {
    window.sealdeskDouble.world.company.reveals = [asked];
  }, asked);
  await enter(page, 'unlocked', { roles: ['lead'] });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText('Ayşe Demir asks to see something hidden: Phone number. To arrange a delivery.')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('approval.png') });
  await notices.getByRole('button', { name: 'Approve' }).click();
  await expect(notices.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.reveal.decide')).toEqual([{ reveal: asked.reveal, approve: true }]);
});

test('what was destroyed by mistake is reported while there is time, and offers nothing after it', async ({ page }) => {
  await page.clock.install();
  await open(page);
  const card = page.getByRole('button', { name: 'card •••• 4242' });
  const dialog = page.getByRole('dialog', { name: 'Card number' });
  await card.click();
  await expect(dialog.getByText(/a second person can bring it back until/)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('mistake-offered.png') });
  await dialog.getByRole('button', { name: 'This was a mistake' }).click();
  await expect(dialog.getByText(/^Reported\./)).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.mistake.report')).toHaveLength(1);
  await page.keyboard.press('Escape');
  await page.clock.runFor(3 * 60_000);
  await card.click();
  await expect(dialog.getByText(/nobody can see it/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'This was a mistake' })).toHaveCount(0);
});

test('what was destroyed in a subject, a name or a file stands below its message for as long as it can be brought back', async ({ page }) => {
  await page.clock.install();
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate(() => {
    const messages = window.sealdeskDouble.world.conversations.flatMap((each) => each.messages);
    const message = messages.find(({ attachments }) => attachments.some(({ name }) => name === 'Erstattung.docx'));
    const one = (place: { in: 'subject' | 'author' } | { in: 'file-name' | 'file'; file: number }, n: number) => ({ ...place, id: `0000001b-0000-4000-8000-00000000000${n}`, type: 'card', mask: '[card **** 4242]', start: 0, until: Date.now() + 120_000 });
    if (message !== undefined) message.elsewhere = [one({ in: 'subject' }, 1), one({ in: 'author' }, 2), one({ in: 'file-name', file: 0 }, 3), one({ in: 'file', file: 2 }, 4)];
  });
  await enter(page, 'unlocked');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const list = page.getByRole('list', { name: 'Destroyed outside of the text' });
  await expect(list.getByRole('listitem')).toHaveText([/^In the subject/, /^In the sender’s name/, /^In a file’s name/, /^In Erstattung\.docx \(text\)\.txt/]);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('elsewhere.png') });
  await list.getByRole('button').nth(3).click();
  const dialog = page.getByRole('dialog', { name: 'Card number' });
  await dialog.getByRole('button', { name: 'This was a mistake' }).click();
  await expect(dialog.getByText(/^Reported\./)).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.mistake.report')).toMatchObject([{ finding: '0000001b-0000-4000-8000-000000000004' }]);
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 640, height: 400 });
  await list.scrollIntoViewIfNeeded();
  await expect.poll(() => sideways(page)).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('elsewhere-200.png') });
  await page.clock.runFor(3 * 60_000);
  await expect(list).toHaveCount(0);
});

test('a lead looks at what was reported as a mistake before it can be brought back', async ({ page }) => {
  const reported: ReportedMistake = {
    mistake: '00000013-0000-4000-8000-000000000001' as ReportedMistake['mistake'], agentName: 'Ayşe Demir', conversationId: '00000002-0000-4000-8000-000000000001' as ReportedMistake['conversationId'],
    type: 'card', until: 1_760_000_600_000,
  };
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate((reported) => {
    window.sealdeskDouble.world.company.mistakes = [reported];
  }, reported);
  await enter(page, 'unlocked', { roles: ['lead'] });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText(/Ayşe Demir says this was destroyed by mistake: Card number\./)).toBeVisible();
  await expect(notices.getByRole('button', { name: 'Bring it back' })).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('mistake-reported.png') });
  await notices.getByRole('button', { name: 'Look at it' }).click();
  await expect.poll(() => drawn(notices.locator('.reveal-value'))).toBe('4242 4242 4242 4242');
  expect(await page.content()).not.toContain('4242 4242');
  expect(await findings(page)).toEqual([]);
  await expect.poll(() => callsOf(page, 'application.showing')).toEqual([{ hidden: true }]);
  await page.screenshot({ path: test.info().outputPath('mistake-looked-at.png') });
  await notices.getByRole('button', { name: 'Bring it back' }).click();
  await expect(notices.getByText(/destroyed by mistake/)).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.mistake.decide')).toEqual([{ mistake: reported.mistake, restore: true }]);
  await expect.poll(() => callsOf(page, 'application.showing')).toEqual([{ hidden: true }, { hidden: false }]);
});

test('agents who may not approve are not asked', async ({ page }) => {
  await openAs(page, double, ['agent'], 'Open').catch(() => undefined);
  await expect(page.getByRole('listbox', { name: 'Conversations' })).toBeVisible();
  expect(await callsOf(page, 'console.reveal.list')).toEqual([]);
  expect(await callsOf(page, 'console.mistake.list')).toEqual([]);
});

test('a card number in a draft is marked, selected on a press, and stops it until it is gone', async ({ page }) => {
  await open(page);
  const box = page.getByRole('textbox', { name: 'Reply' });
  await box.fill('We refund 4242 4242 4242 4242 today');
  const finding = page.getByRole('button', { name: /Card number: take it out to send this/ });
  await expect(finding).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send reply' })).toBeDisabled();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('draft.png') });
  await box.press('Control+Enter');
  expect(await callsOf(page, 'conversation.reply')).toEqual([]);
  await finding.click();
  await page.keyboard.press('Delete');
  await expect(box).toHaveValue('We refund  today');
  await expect(finding).toHaveCount(0);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await expect.poll(() => callsOf(page, 'conversation.reply')).toHaveLength(1);
});

test('a file in which something was found says why it is not delivered, and its text lies beside it', async ({ page }) => {
  await open(page);
  const files = page.getByRole('list', { name: 'Attachments' });
  await expect(files.getByText('Not delivered, because of what is in it: 2 × card number, 1 × e-mail address')).toBeVisible();
  await expect(files.getByRole('button', { name: /Erstattung\.docx \(text\)\.txt/ })).toContainText('Hidden: 2 × card number');
  await expect(files.getByRole('button', { name: 'Open Erstattung.docx', exact: true })).toHaveCount(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('held-file.png') });
  await page.setViewportSize({ width: 640, height: 400 });
  await files.scrollIntoViewIfNeeded();
  await expect.poll(() => sideways(page)).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('held-file-200.png') });
});

test('a file that is held is asked for with a reason, waits, and is shown until its time is over', async ({ page }) => {
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  const id = '00000010-0000-4000-8000-000000000009' as AttachmentId;
  await page.evaluate((id) => {
    const { company, conversations } = window.sealdeskDouble.world;
    company.shownFile = { kind: 'not-here', why: 'withheld' };
    for (const { messages } of conversations) {
      for (const message of messages) for (const file of message.attachments) if (file.name === 'Erstattung.docx') Object.assign(file, { contents: { state: 'held', id, hidden: [{ type: 'phone', count: 2 }, { type: 'email', count: 1 }] } });
    }
  }, id);
  await enter(page, 'unlocked');
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const file = page.getByRole('button', { name: /Erstattung\.docx .*On request/ });
  await expect(file).toContainText('2 × phone number, 1 × e-mail address');
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('file-on-request.png') });
  await file.click();
  const dialog = page.getByRole('dialog', { name: 'Erstattung.docx' });
  await expect(dialog.getByRole('button', { name: 'Ask for it' })).toBeDisabled();
  await dialog.getByRole('radio', { name: 'To arrange a delivery' }).check();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('file-asked.png') });
  await dialog.getByRole('button', { name: 'Ask for it' }).click();
  await expect(dialog.getByText(/Waits for somebody who may decide/)).toBeVisible();
  await expect.poll(() => callsOf(page, 'console.file.ask')).toMatchObject([{ attachment: id, reason: 'delivery' }]);
  await page.screenshot({ path: test.info().outputPath('file-waiting.png') });

  await page.evaluate(() => {
    const { company } = window.sealdeskDouble.world;
    company.shownFile = { kind: 'text', text: 'Ruf mich an', cut: false };
    company.fileAnswer = { kind: 'released', until: Date.now() + 3_600_000 };
  });
  await expect(dialog.getByText('Ruf mich an')).toBeVisible();
  await page.evaluate((id) => window.sealdeskDouble.emit('attachment.lent', { id, until: Date.now() + 3_600_000 }), id);
  await expect(dialog.getByText(/on this laptop until/)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('file-lent.png') });
  await page.evaluate((id) => {
    window.sealdeskDouble.world.company.shownFile = { kind: 'not-here', why: 'withheld' };
    window.sealdeskDouble.emit('attachment.lent', { id, until: null });
  }, id);
  await expect(dialog.getByText('Ruf mich an')).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Ask for it' })).toBeVisible();
  await page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(() => sideways(page)).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('file-asked-200.png') });
});

test('a lead is told what was found in a file that a colleague asks for, and decides', async ({ page }) => {
  const asked: WaitingFile = {
    release: '00000014-0000-4000-8000-000000000001' as WaitingFile['release'], agentName: 'Ayşe Demir', conversationId: '00000002-0000-4000-8000-000000000001' as WaitingFile['conversationId'],
    name: 'Erstattung.docx', hidden: [{ type: 'us-ssn', count: 1 }, { type: 'phone', count: 2 }], read: 'in-part', reason: 'legal', askedAt: 1_760_000_000_000,
  };
  await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await enter(page, 'locked');
  await page.evaluate((asked) => {
    window.sealdeskDouble.world.company.files = [asked];
  }, asked);
  await enter(page, 'unlocked', { roles: ['lead'] });
  const notices = page.getByRole('status', { name: 'Notices' });
  await expect(notices.getByText('Ayşe Demir asks for a file: Erstattung.docx. For a legal or privacy request.')).toBeVisible();
  await expect(notices.getByText(/In it: .*2 × phone number\. It may hold more than was found\./)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('file-notice.png') });
  await notices.getByRole('button', { name: 'Allow' }).click();
  await expect(notices.getByText(/asks for a file/)).toHaveCount(0);
  await expect.poll(() => callsOf(page, 'console.file.decide')).toEqual([{ release: asked.release, allow: true }]);
});
