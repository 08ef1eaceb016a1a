import { expect, test } from '@playwright/test';
import type { MailPart } from '../../shared/domain/mail-part.ts';
import { findings, sideways } from '../doubles/page-of-screens.ts';
import { bundledDouble, rendererAddress, serveRenderer } from '../doubles/renderer-page.ts';

/** Parts of a mail that are more than files, as an agent sees them. */
let double = '';
test.beforeAll(() => {
  double = bundledDouble();
});

const parts: readonly { readonly name: string; readonly part: MailPart }[] = [
  { name: 'Encrypted message', part: { kind: 'encrypted', by: 'pgp' } },
  { name: 'smime.p7s', part: { kind: 'signed', by: 'smime' } },
  { name: 'invite.ics', part: { kind: 'entry', asks: 'invite', title: 'Anprobe der neuen Rucksäcke', place: 'Laden Hamburg, Hof 3', start: { kind: 'wall', wall: '2026-03-02T10:00:00', zone: 'Ladenzeit' }, end: { kind: 'wall', wall: '2026-03-02T11:30:00', zone: 'Ladenzeit' }, repeats: true, more: 2 } },
];

test('what is encrypted, signed or a calendar entry says so under its name, in both colours and at 200 %', async ({ page }) => {
  const served = await serveRenderer(page, double);
  await page.goto(rendererAddress);
  await page.evaluate((all) => {
    const found = window.sealdeskDouble.world.conversations.find(({ row }) => row.customerName.startsWith('Friederike'));
    const message = found?.messages.findLast(({ kind }) => kind === 'inbound');
    if (message !== undefined) message.attachments = all.map(({ name, part }) => ({ name, mediaType: 'application/octet-stream', size: 2_400, part, contents: { state: 'not-kept' } as const }));
  }, parts);
  await page.getByRole('option', { name: /Müller-Größmann/ }).click();
  const list = page.getByRole('list', { name: 'Attachments' });
  await expect(list.getByText('Encrypted (PGP)')).toBeVisible();
  await expect(list.getByText('Signed (S/MIME), not checked')).toBeVisible();
  for (const words of ['Invitation: Anprobe der neuen Rucksäcke', 'Place: Laden Hamburg, Hof 3', 'Repeats', '2 more entries in this file']) await expect(list.getByText(words)).toBeVisible();
  await expect(list.getByText(/2026.*\(Ladenzeit\)/)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  await list.scrollIntoViewIfNeeded();
  await page.screenshot({ path: test.info().outputPath('mail-parts.png') });
  await page.setViewportSize({ width: 720, height: 450 });
  await expect.poll(() => sideways(page), 'at 200 %').toBeLessThanOrEqual(0);
  expect(served.violations).toEqual([]);
});
