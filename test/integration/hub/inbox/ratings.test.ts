import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { Listener } from '../../../../hub/http/listener.ts';
import { createRatingRoute } from '../../../../hub/numbers/rating-route.ts';
import { type History, hour, monday, openHistory } from '../../../unit/hub/numbers/a-history.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
let folder: string;
let smtp: Smtp;
let history: History;
let listener: Listener;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sd-rating-'));
  const certificate = loopbackCertificate(join(folder, 'smtp'));
  smtp = await startSmtp({ certificate, accounts: [shop] });
  history = await openHistory();
  history.clock.at = monday + 10 * hour;
  listener = await Listener.open({ host: '127.0.0.1', port: 0, tls: null, routes: [createRatingRoute({ ratings: history.hub.ratings, organisation: 'Nordlicht <Outdoor> & Söhne', clock: history.clock })] }, { info: () => undefined, warn: () => undefined });
});
afterEach(async () => {
  await listener.close();
  await history.close();
  await smtp.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The address in the mail that asks, at the listener of this test. */
async function mailedLink(): Promise<string> {
  const channel = await addEmailChannel(
    history.hub.admin,
    { name: 'Support', address: shop.address, imap: { host: 'localhost', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: smtp.port, security: 'starttls' }, user: shop.address, password: shop.password, authservId: null, ca: loopbackCertificate(join(folder, 'smtp')).cert },
    'test',
  );
  await history.hub.channels.start();
  await history.setRouting({ satisfaction: { channels: [channel] }, rules: [] });
  const id = await history.arrives('maria', {}, undefined, channel);
  await history.reply(history.ada, id);
  await history.status(history.ada, id, 'resolved');
  history.clock.at += hour;
  await history.asks();
  await vi.waitFor(() => expect(smtp.sent).toHaveLength(2), { timeout: 60_000, interval: 50 });
  const mail = smtp.sent[1]?.raw.toString('utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=') ?? '';
  expect(mail).toMatch(/^Auto-Submitted: auto-/m);
  const path = /https:\/\/hub\.shop\.example(\/rate\/[A-Za-z0-9_-]+)/.exec(mail)?.[1] ?? expect.fail('there is no link in the mail');
  return `http://127.0.0.1:${listener.port}${path}`;
}
const post = (link: string, form: Readonly<Record<string, string>>) => fetch(link, { method: 'POST', body: new URLSearchParams(form) });
const lines = () => history.hub.messages().filter(({ authorName, kind }) => kind === 'event' && authorName === 'Customer').map(({ text }) => text);

describe('from the mail that asks to the line in the conversation', () => {
  it('a customer opens the link, chooses, writes and sends; the link is used then', async () => {
    const link = await mailedLink();
    // Mail programs look first, and that uses nothing.
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
    const form = await (await fetch(link)).text();
    expect(form.match(/type="radio"/g)).toHaveLength(5);
    const answer = await post(link, { score: '5', comment: 'Quick & kind <3' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Your answer has reached us.');
    expect(lines()).toEqual(['Customer rated this 5 of 5: “Quick & kind <3”']);
    expect(await (await fetch(link)).text()).toContain('Your answer has reached us.');
    expect(await (await post(link, { score: '1' })).text()).toContain('Your answer has reached us.');
    expect(lines()).toHaveLength(1);
  });

  it('the page has no script and nothing from elsewhere, is framed by nobody and kept by nobody, and says who asks, as text', async () => {
    const link = await mailedLink();
    const page = await fetch(link);
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/<script|javascript:|https?:|src=|href=/i);
    expect(html).toContain('<header>Nordlicht &lt;Outdoor&gt; &amp; Söhne</header>');
    expect(await (await fetch(link, { headers: { 'Accept-Language': 'de-AT,en;q=0.5' } })).text()).toContain('Wie war es mit uns?');
  });

  it('what is no rating is asked for once more, and nothing is stored', async () => {
    const link = await mailedLink();
    for (const form of [{}, { score: '6' }, { score: '0' }, { score: 'x' }, { score: '5', comment: 'a'.repeat(2_001) }, { score: '5', comment: 'a'.repeat(20_000) }]) {
      expect(await (await post(link, form as Record<string, string>)).text()).toContain('Please choose one of the five.');
    }
    const json = await fetch(link, { method: 'POST', body: '{"score":5}', headers: { 'Content-Type': 'application/json' } });
    expect(await json.text()).toContain('Please choose one of the five.');
    expect((await fetch(link, { method: 'DELETE' })).status).toBe(405);
    expect(lines()).toEqual([]);
  });

  it('a forged or cut link shows nothing, and after two weeks so does the real one', async () => {
    const link = await mailedLink();
    const last = link.at(-1) === 'A' ? 'B' : 'A';
    for (const wrong of [`${link.slice(0, -3)}${last}AA`, link.slice(0, -1), `${link}/x`, link.replace(/[^/]+$/, ''), `${link.slice(0, -1)}%00`]) {
      expect([wrong, (await fetch(wrong)).status]).toEqual([wrong, 404]);
      expect((await post(wrong, { score: '5' })).status).toBe(404);
    }
    history.clock.at += 15 * 24 * hour;
    expect((await fetch(link)).status).toBe(410);
    expect((await post(link, { score: '5' })).status).toBe(410);
    expect(lines()).toEqual([]);
  });

  it('whoever tries many is told to wait', async () => {
    const base = `http://127.0.0.1:${listener.port}/rate/${'A'.repeat(38)}`;
    const seen = new Set<number>();
    for (let tries = 0; tries < 90; tries += 1) seen.add((await fetch(base)).status);
    expect([...seen]).toEqual([404, 429]);
  });
});
