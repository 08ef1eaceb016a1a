import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Frame } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import { violations } from '../doubles/axe.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';
import type { Workstation } from './journey/workstation.ts';

const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';
const card = '4242 4242 4242 4242';

const orderHtml = `<style>td { color: red }</style><div style="font-family:Arial"><h1 style="color:#fff;background:url(https://sender.example/dark.png)">Order 20931</h1>
<p>Hello, <b>two things</b> are wrong with it, paid with ${card}:</p>
<table border="1"><tr><th>Article</th><th>Ordered</th><th>Came</th></tr>
<tr><td>Tent Fjord 3, green</td><td style="text-align:right">1</td><td style="text-align:right">0</td></tr>
<tr><td>Peg, steel, 24 cm</td><td style="text-align:right">12</td><td style="text-align:right">6</td></tr></table>
<ol><li>Send the tent, please.</li><li>Tell me when the pegs come.</li></ol>
<p>The page is <a href="https://zwetschgen.example/orders/20931?from=mail">my order</a>, and <a href="https://www.xn--pple-43d.example/">www.apple.example</a>.</p>
<img src="https://sender.example/logo.png" alt="Logo"><img src="https://sender.example/pixel.gif?who=quendolin" width="1" height="1"><img src="cid:photo" alt="Photo of the pegs">
<script>document.title = 'script'</script><form action="https://sender.example/"><input name="password"><button>Sign in</button></form></div>`;

const mails = [
  { subject: 'Order 20931', text: `Order 20931. Two things are wrong with it, paid with ${card}.`, html: orderHtml },
  { subject: 'Plain words', text: 'Only words here.', html: '<div>Only words here.</div>' },
  { subject: 'A very long one', text: 'A very long one.', html: `<table>${'<tr><td>One more of the many lines of this order</td><td><b>1</b></td></tr>'.repeat(4_000)}</table>` },
  { subject: 'Too much of it', text: 'Too much of it.', html: '<b>x</b>'.repeat(30_000) },
];

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let workstation: Workstation;

const page = () => workstation.page;
const toggle = () => page().getByRole('button', { name: 'Formatting', exact: true });
const frame = () => page().frameLocator('iframe.letter-frame');
const text = () => workstation.messages().getByText('Two things are wrong with it');

/** The frame that a mail is shown in, as the debugger has it. */
async function inside(): Promise<Frame> {
  await expect.poll(() => page().frames().some((one) => one.url().startsWith('letter:'))).toBe(true);
  const found = page().frames().find((one) => one.url().startsWith('letter:'));
  if (found === undefined) throw new Error('No mail is shown.');
  return found;
}

/** Of the page and of the frames in it. */
const processes = () =>
  workstation.app.evaluate(({ BrowserWindow }) => {
    const main = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().startsWith('app:'))?.webContents.mainFrame;
    return { page: main?.osProcessId ?? 0, frames: (main?.frames ?? []).map(({ osProcessId, origin, url }) => ({ pid: osProcessId, origin, url })) };
  });

/** Closes what is shown, as far as it is, and shows it anew. */
const again = async () => {
  if ((await toggle().getAttribute('aria-pressed')) === 'true') await toggle().click();
  await expect(page().locator('iframe')).toHaveCount(0);
  await toggle().click();
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
};

const show = async (subject: string) => {
  await workstation.open(subject);
  await toggle().click();
};

test.beforeAll(async () => {
  test.setTimeout(240_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-letters-'));
  scene = await enrolled({
    folder, agent, passphrase, pictures: test.info().outputPath(),
    before: async ({ mail }) => {
      for (const one of mails) {
        mail.deliver(await new MailComposer({
          from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, messageId: `<${one.subject.replaceAll(' ', '-')}@briefkasten.example>`, ...one,
          attachments: one.subject === 'Order 20931' ? [{ filename: 'pegs.txt', cid: 'photo', content: 'a photo' }] : [],
        }).compile().build());
      }
    },
  });
  ({ workstation } = scene);
});

test.afterAll(async () => {
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('an order is text first; with its formatting it has its table, its list and what is emphasised, and what was hidden in it stays hidden', async () => {
  await workstation.open('Order 20931');
  await expect(text()).toBeVisible({ timeout: 30_000 });
  await expect(page().locator('iframe')).toHaveCount(0);
  await workstation.picture('text');
  await toggle().click();
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
  await expect(frame().getByRole('row', { name: 'Peg, steel, 24 cm 12 6' })).toBeVisible();
  await expect(frame().getByRole('listitem').nth(1)).toHaveText('Tell me when the pegs come.');
  const body = frame().locator('body');
  await expect(body).toContainText('paid with [card **** 4242]');
  await expect(body).not.toContainText('4242 4242');
  await expect(body).toContainText('www.apple.example [https://www.xn--pple-43d.example/]');
  await expect(frame().locator('a, img, script, form, input, style + *, [style], [href], [src]')).toHaveCount(0);
  await expect(page().getByText('2 pictures from outside are not loaded.')).toBeVisible();
  await expect(page().getByText('One picture of the mail is not shown in it.')).toBeVisible();
  // What is searched, quoted and copied is the text: nothing in the frame can be selected.
  await expect(text()).toBeHidden();
  expect(await (await inside()).evaluate(() => getComputedStyle(document.body).userSelect)).toBe('none');
  expect(await violations(page())).toEqual([]);
  await workstation.picture('formatted');
  await page().emulateMedia({ colorScheme: 'dark' });
  await workstation.picture('formatted-dark');
  await page().emulateMedia({ colorScheme: null });
});

test('it stands in a process and an origin of its own, without a script, and neither it nor the page reads the other', async () => {
  const { page: own, frames } = await processes();
  expect(frames.map(({ origin }) => origin)).toEqual(['null']);
  expect(frames[0]?.url).toMatch(/^letter:\/\/n\d+\/$/);
  expect(frames[0]?.pid).toBeGreaterThan(0);
  expect(frames[0]?.pid).not.toBe(own);
  const within = await inside();
  // A debugger may run what the document may not.
  expect(await within.evaluate(() => [typeof (window as { sealdesk?: unknown }).sealdesk, typeof (window as { require?: unknown }).require])).toEqual(['undefined', 'undefined']);
  const reads = (which: 'parent' | 'frame') => {
    try {
      const other = which === 'parent' ? window.parent : document.querySelector('iframe')?.contentWindow;
      return String(other?.document.title);
    } catch (error) {
      return (error as Error).name;
    }
  };
  expect(await within.evaluate(reads, 'parent' as const)).toBe('SecurityError');
  expect(await page().evaluate(reads, 'frame' as const)).toBe('SecurityError');
  // The page listens to nobody: what the frame posts changes nothing, and main has no caller there.
  await within.evaluate(() => window.parent.postMessage({ type: 'sealdesk:call', name: 'session.lock' }, '*'));
  await expect(toggle()).toHaveAttribute('aria-pressed', 'true');
});

/** Everything that asks a server for something, or goes there. */
const baits = (from: string) => `
  <style>@import url("${from}/import.css"); @font-face { font-family: bait; src: url("${from}/font.woff2"); } .bait { background: url("${from}/background.png"); font-family: bait; }</style>
  <p class="bait">bait</p><p style="background-image: url('${from}/attribute.png')">bait</p>
  <img src="${from}/picture.png"><img srcset="${from}/set.png 1x"><picture><source srcset="${from}/source.png"><img></picture><svg><image href="${from}/svg.png"></image></svg>
  <link rel="stylesheet" href="${from}/sheet.css"><link rel="prefetch" href="${from}/prefetch"><link rel="preload" as="image" href="${from}/preload.png"><link rel="icon" href="${from}/icon.png">
  <video src="${from}/video.mp4" poster="${from}/poster.png" autoplay></video><audio src="${from}/audio.mp3" autoplay></audio><object data="${from}/object"></object><embed src="${from}/embed"><iframe src="${from}/frame"></iframe>
  <input type="image" src="${from}/input.png"><table background="${from}/table.png"><tr><td>bait</td></tr></table>
  <form id="form" action="${from}/form" target="_blank"><input name="a" value="b"><button>Send</button></form><a id="link" href="${from}/link" ping="${from}/ping">bait</a><a id="blank" target="_blank" href="${from}/blank">bait</a><a id="top" target="_top" href="${from}/top">bait</a>
  <script src="${from}/script.js"></script><script>new Image().src = "${from}/inline.png"</script><img src="x:" onerror="this.onerror=null;this.src='${from}/handler.png'">
  <meta http-equiv="refresh" content="0; url=${from}/refresh">`;

test('nothing in it reaches a server, goes anywhere or opens a window, though all of it does in a page without these bounds', async ({ browser }) => {
  const asked: string[] = [];
  const server: Server = createServer(({ url }, response) => {
    asked.push(url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const from = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const windows = () => workstation.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  const before = { url: page().url(), windows: await windows() };
  // Put there past everything that a mail goes through: what is left are the bounds of the frame itself.
  const bait = async (): Promise<Frame> => {
    const within = await inside();
    await within.locator('body').evaluate((body, html) => body.append(document.createRange().createContextualFragment(html)), baits(`${from}/mail`));
    return within;
  };
  const ways: readonly ((within: Frame) => Promise<unknown>)[] = [
    ...['link', 'blank', 'top'].map((id) => (within: Frame) => within.locator(`#${id}`).evaluate((link) => (link as HTMLAnchorElement).click())),
    (within) => within.locator('#form').evaluate((form) => (form as HTMLFormElement).submit()),
    (within) => within.evaluate((to) => { location.href = to; }, `${from}/mail/location`),
    (within) => within.evaluate((to) => void window.open(to), `${from}/mail/opened`),
  ];
  await expect((await bait()).locator('#link')).toHaveCount(1);
  for (const way of ways) {
    // Where it tries to go elsewhere it may be taken away in the middle of that.
    await way(await bait()).catch(() => undefined);
    await again();
  }
  const open = await browser.newPage();
  await open.setContent(baits(`${from}/open`), { waitUntil: 'commit' });
  await expect.poll(() => ['script.js', 'import.css', 'picture.png', 'background.png', 'sheet.css', 'refresh', 'frame'].filter((name) => !asked.includes(`/open/${name}`)), { timeout: 30_000 }).toEqual([]);
  await open.close();
  server.close();
  expect(asked.filter((url) => url.startsWith('/mail'))).toEqual([]);
  expect({ url: page().url(), windows: await windows() }).toEqual(before);
});

test('it covers nothing but its own place, keeps nobody in it, and Escape and the key come out of it', async () => {
  const within = await inside();
  await within.locator('body').evaluate((body) => {
    const cover = document.createElement('div');
    cover.id = 'cover';
    Object.assign(cover.style, { position: 'fixed', inset: '-4000px', width: '9000px', height: '9000px', maxWidth: 'none', zIndex: '2147483647', background: 'red' });
    body.append(cover);
  });
  await expect(within.locator('#cover')).toBeVisible();
  // Each button of ours is what a click at its place would reach.
  const covered = await page().evaluate(() =>
    [...document.querySelectorAll('button')]
      .filter((button) => button.checkVisibility() && button.getClientRects().length > 0)
      .map((button) => ({ button, box: button.getBoundingClientRect() }))
      .filter(({ button, box }) => document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) instanceof HTMLIFrameElement || !button.isConnected)
      .map(({ button }) => button.textContent),
  );
  expect(covered).toEqual([]);
  await workstation.picture('covered');

  await page().locator('iframe').click();
  await expect(page().locator('iframe')).toBeFocused();
  // A debugger's key goes past main: as Electron tells it of one that was pressed in a frame.
  await workstation.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().startsWith('app:'))?.webContents;
    contents?.emit('before-input-event', { preventDefault: () => undefined }, { type: 'keyDown', key: 'Escape' });
  });
  await expect(toggle()).toBeFocused();
  await page().keyboard.press('Tab');
  await expect(page().locator('iframe')).toBeFocused();
  await page().keyboard.press('Tab');
  await expect(page().locator('iframe')).not.toBeFocused();
  await toggle().focus();
  await page().keyboard.press('v');
  await expect(text()).toBeVisible();
  await expect(page().locator('iframe')).toHaveCount(0);
  await page().keyboard.press('v');
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible();
});

test('what goes elsewhere leaves no process behind, and finds the text when it comes back', async () => {
  const [shown] = (await processes()).frames;
  await workstation.open('Plain words');
  await expect(workstation.messages().getByText('Only words here.')).toBeVisible();
  await expect(toggle()).toHaveCount(0);
  await expect.poll(() => existsSync(`/proc/${shown?.pid}`), { timeout: 20_000 }).toBe(false);
  await workstation.open('Order 20931');
  await expect(text()).toBeVisible();
  await expect(page().locator('iframe')).toHaveCount(0);
});

test('a long one is scrolled in its place while the page goes on; of too much, the text stays and says so', async () => {
  await show('A very long one');
  await expect(frame().getByText('One more of the many lines').first()).toBeVisible({ timeout: 30_000 });
  const height = await page().locator('iframe').evaluate(({ clientHeight }) => clientHeight);
  expect(height).toBeLessThanOrEqual(await page().evaluate(() => window.innerHeight * 0.6));
  await show('Too much of it');
  await expect(page().getByText('There is more formatting in this mail than is shown.')).toBeVisible();
  await expect(workstation.messages().getByText('xxxxx').or(workstation.messages().getByText('Too much of it.')).first()).toBeVisible();
  await expect(page().locator('iframe')).toHaveCount(0);
});

test('in a small window, and in German', async () => {
  const size = (width: number, height: number) =>
    workstation.app.evaluate(({ BrowserWindow }, [width, height]) => BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().startsWith('app:'))?.setContentSize(width, height), [width, height] as const);
  await size(900, 600);
  await show('Order 20931');
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
  await workstation.picture('small');
  await page().evaluate(() => (window as unknown as { sealdesk: { call: (name: string, input: unknown) => Promise<unknown> } }).sealdesk.call('display.choose', { language: 'de' }));
  await expect(page().getByRole('list', { name: 'Nachrichten' }).or(page().getByRole('listbox', { name: 'Unterhaltungen' })).first()).toBeVisible({ timeout: 20_000 });
  await page().getByRole('option').filter({ hasText: 'Order 20931' }).first().click();
  await page().getByRole('button', { name: 'Formatierung', exact: true }).click();
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
  await expect(page().getByText('2 Bilder von außen sind nicht geladen.')).toBeVisible();
  expect(await violations(page())).toEqual([]);
  await workstation.picture('small-german');
  await size(1280, 800);
  await page().evaluate(() => (window as unknown as { sealdesk: { call: (name: string, input: unknown) => Promise<unknown> } }).sealdesk.call('display.choose', { language: 'en' }));
  await expect(page().getByRole('searchbox', { name: 'Search' })).toBeVisible({ timeout: 20_000 });
});

test('a lock ends it with its process', async () => {
  await show('Order 20931');
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
  const { page: own, frames } = await processes();
  await workstation.lock();
  await expect.poll(() => [own, frames[0]?.pid].filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 20_000 }).toEqual([]);
  expect((await processes()).frames).toEqual([]);
});

test('a process that ends by itself takes nothing along: the page goes on with the text, and can open it again', async () => {
  await workstation.unlock(passphrase, await scene.phone.nextCode());
  await workstation.putNoticeAway();
  await show('Order 20931');
  await expect(frame().getByRole('heading', { name: 'Order 20931' })).toBeVisible({ timeout: 20_000 });
  const { page: own, frames } = await processes();
  process.kill(frames[0]?.pid ?? 0, 'SIGKILL');
  // The debugger takes the page for ended when a frame of it is; main knows better.
  const inPage = (code: string) =>
    workstation.app.evaluate(({ BrowserWindow }, code) => BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().startsWith('app:'))?.webContents.executeJavaScript(code) as Promise<unknown>, code);
  await expect.poll(() => inPage('document.querySelector("output.letter-note")?.textContent'), { timeout: 60_000 }).toBe('The view with formatting was closed. The text is here; you can open it again.');
  expect(await inPage('document.querySelectorAll("iframe").length')).toBe(0);
  expect(await inPage('[...document.querySelectorAll(".message-text")].some((text) => text.checkVisibility() && text.textContent.includes("Two things are wrong"))')).toBe(true);
  await inPage('document.querySelector(".letter-toggle").click()');
  await expect.poll(async () => (await processes()).frames.length, { timeout: 20_000 }).toBe(1);
  expect((await processes()).page).toBe(own);
});
