import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';

const root = join(import.meta.dirname, '..', '..');

/** Where `npm test` has put the runtime. */
function runtimeFolder(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set; run this by npm test.');
  return folder;
}

let profile: string;
let app: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'sealdesk-shell-'));
  app = await _electron.launch({ args: [join(root, 'dist', 'test-main'), `--profile=${profile}`], chromiumSandbox: true, cwd: root });
  page = await app.firstWindow();
});

test.afterAll(async () => {
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

/** Ids of all processes that descend from the application's. */
function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
  return [...children, ...children.flatMap(descendants)];
}

/** Empty for a process that has ended meanwhile. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
/** Empty for a process that has ended meanwhile. */
function coreFilter(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/coredump_filter`, 'utf8').trim();
  } catch {
    return '';
  }
}
const statusOf = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
const mainPid = () => app.evaluate(() => process.pid);
const rendererPid = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId());

/** Runs a script in the page as the page's own would run: through the DOM's rules, not around them. */
const violations = () =>
  page.evaluate(() => {
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    (window as unknown as { seen: string[] }).seen = seen;
  });
const seen = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);

test('a crash of any of its processes leaves nothing of its memory on disk', async () => {
  await expect(page.getByRole('textbox', { name: 'Invite' })).toBeVisible();
  const main = await mainPid();
  const processes = [main, ...descendants(main)];
  // Main, vault process, renderer and Chromium's own. One that ends meanwhile has no memory left to write.
  const filters = processes.map((pid) => ({ of: commandLine(pid), filter: coreFilter(pid) })).filter(({ filter }) => filter !== '');
  expect(filters.length).toBeGreaterThan(4);
  for (const { of, filter } of filters) expect(filter, of).toBe('00000000');
});

test('a profile that is not enrolled shows the enrolment screen and nothing else', async () => {
  await expect(page.getByRole('textbox', { name: 'Invite' })).toBeVisible();
  const answers = await page.evaluate(async () => ({
    state: await window.sealdesk.call('session.state', null),
    unlock: await window.sealdesk.call('session.unlock', { passphrase: 'correct horse battery', code: '123456' }),
    list: await window.sealdesk.call('inbox.list', { view: 'all', after: null, limit: 10 }),
  }));
  expect(answers.state).toEqual({ ok: true, value: { kind: 'unenrolled' } });
  expect(answers.unlock).toMatchObject({ ok: false, error: { kind: 'not-now' } });
  expect(answers.list).toMatchObject({ ok: false, error: { kind: 'not-now' } });
});

test('a malformed invite is refused in words', async () => {
  await page.getByRole('textbox', { name: 'Invite' }).fill('sealdesk://enrol/nonsense');
  const answer = await page.evaluate(() => window.sealdesk.call('enrolment.begin', { invite: 'sealdesk://enrol/nonsense' }));
  expect(answer).toMatchObject({ ok: true, value: { kind: 'refused', reason: 'invite-malformed' } });
});

test('the page has exactly `call` and `on`, and nothing of Node or Electron', async () => {
  const api = await page.evaluate(() => ({
    keys: Object.keys(window.sealdesk).sort(),
    frozen: Object.isFrozen(window.sealdesk),
    node: ['require', 'process', 'Buffer', 'module', 'global', 'import.meta.dirname', 'electron', 'ipcRenderer'].filter((name) => name in window),
  }));
  expect(api).toEqual({ keys: ['call', 'on'], frozen: true, node: [] });
});

test('names outside the contract do not pass the preload', async () => {
  const outcome = await page.evaluate(async () => {
    const { call, on } = window.sealdesk as unknown as {
      call: (name: string, input: unknown) => Promise<unknown>;
      on: (name: string, listener: () => void) => unknown;
    };
    const refused: string[] = [];
    for (const name of ['vault.close', 'device.inspect', '__proto__', 'toString', '']) {
      await call(name, null).catch(() => refused.push(name));
    }
    try {
      on('link.frame', () => undefined);
    } catch {
      refused.push('on');
    }
    return refused;
  });
  expect(outcome).toEqual(['vault.close', 'device.inspect', '__proto__', 'toString', '', 'on']);
});

test('every renderer runs in Chromium’s sandbox, in namespaces of its own', async () => {
  const main = await mainPid();
  const renderers = descendants(main).filter((pid) => commandLine(pid).includes('--type=renderer'));
  expect(renderers).toContain(await rendererPid());
  for (const pid of renderers) {
    expect(statusOf(pid)).toMatch(/^Seccomp:\s+2$/m);
    expect(statusOf(pid)).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(commandLine(pid)).not.toContain('no-sandbox');
  }
  expect(commandLine(main)).not.toContain('no-sandbox');
  // Links of a process in another user namespace can't be read from here, which is proof as well.
  const namespaces = (pid: number) =>
    ['user', 'pid', 'net'].map((name) => {
      try {
        return readlinkSync(`/proc/${pid}/ns/${name}`);
      } catch {
        return 'out of reach';
      }
    });
  const own = namespaces(process.pid);
  for (const theirs of namespaces(await rendererPid())) expect(own).not.toContain(theirs);
});

test('the page can’t add script, by element, attribute, string or data', async () => {
  await violations();
  const ran = await page.evaluate(async () => {
    const marks = window as unknown as Record<string, unknown>;
    const attempts: Record<string, () => void> = {
      inline: () => {
        const script = document.createElement('script');
        script.append('window.inline = true');
        document.head.append(script);
      },
      attribute: () => {
        const button = document.createElement('button');
        button.setAttribute('onclick', 'window.attribute = true');
        document.body.append(button);
        button.click();
        button.remove();
      },
      html: () => {
        const place = document.createElement('div');
        place.innerHTML = '<img src="x:" onerror="window.html = true">';
      },
      data: () => {
        const script = document.createElement('script');
        script.src = 'data:text/javascript,window.data = true';
        document.head.append(script);
      },
      timer: () => {
        const later = window.setTimeout as unknown as (handler: string) => void;
        later('window.timer = true');
      },
      policy: () => {
        const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } };
        trustedTypes.createPolicy('mine', { createHTML: (text: string) => text });
        marks['policy'] = true;
      },
    };
    for (const attempt of Object.values(attempts)) {
      try {
        attempt();
      } catch {
        // Refused on the spot.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    return Object.keys(attempts).filter((name) => marks[name] === true);
  });
  expect(ran).toEqual([]);
  await expect.poll(seen).toContain('require-trusted-types-for');
});

test('the page has no network: no fetch, socket, beacon, image, frame, worker or form leads out', async () => {
  await violations();
  const reached = await page.evaluate(async () => {
    const outside = 'https://example.com/';
    const attempts: Record<string, () => Promise<unknown>> = {
      fetch: () => fetch(outside),
      own: () => fetch('app://sealdesk/index.html'),
      file: () => fetch('file:///etc/passwd'),
      request: () =>
        new Promise((resolve, reject) => {
          const request = new XMLHttpRequest();
          request.addEventListener('load', resolve);
          request.addEventListener('error', reject);
          request.open('GET', outside);
          request.send();
        }),
      socket: () =>
        new Promise((resolve, reject) => {
          const socket = new WebSocket('wss://example.com/');
          socket.addEventListener('open', resolve);
          socket.addEventListener('error', reject);
        }),
      image: () =>
        new Promise((resolve, reject) => {
          const image = new Image();
          image.addEventListener('load', resolve);
          image.addEventListener('error', reject);
          image.src = 'https://example.com/pixel.png';
        }),
      worker: () =>
        new Promise((resolve, reject) => {
          const worker = new Worker('data:text/javascript,postMessage(1)');
          worker.addEventListener('message', resolve);
          worker.addEventListener('error', reject);
        }),
      serviceWorker: () => navigator.serviceWorker.register('/assets/x.js'),
    };
    const got: string[] = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = await Promise.race([
        (async () => attempt())().then(() => name, () => null),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), 3_000)),
      ]);
      if (outcome !== null) got.push(outcome);
    }
    return got;
  });
  expect(reached).toEqual([]);
  await expect.poll(seen).toContain('connect-src');
});

test('other schemes don’t load even where the content policy would not say no', async () => {
  const blocked = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const outcomes: string[] = [];
    for (const url of ['https://example.com/', 'http://127.0.0.1:9/', 'file:///etc/passwd', 'app://elsewhere/', 'ftp://example.com/']) {
      const hidden = new BrowserWindow({ show: false, webPreferences: { session: window!.webContents.session, sandbox: true } });
      await hidden.loadURL(url).then(
        async () => {
          const text = (await hidden.webContents.executeJavaScript('document.body.innerText')) as string;
          if (text !== '') outcomes.push(url);
        },
        () => undefined,
      );
      hidden.destroy();
    }
    return outcomes;
  });
  expect(blocked).toEqual([]);
});

test('every permission is denied', async () => {
  const granted = await page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi', 'persistent-storage'];
    const states = await Promise.all(names.map(async (name) => [name, await navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state, () => 'denied')]));
    return states.filter(([, state]) => state !== 'denied').map(([name]) => name);
  });
  expect(granted).toEqual([]);
  expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
});

test('the profile folder is for this user only', () => {
  expect(statSync(profile).mode & 0o777).toBe(0o700);
});

test('the vault process crashing leaves the screen and comes back', async () => {
  const vault = async () => descendants(await mainPid()).filter((pid) => commandLine(pid).includes('--utility-sub-type=node.mojom.NodeService'));
  const [first] = await vault();
  process.kill(first!, 'SIGKILL');
  await expect.poll(async () => (await vault()).filter((pid) => pid !== first).length, { timeout: 20_000 }).toBe(1);
  await expect(page.getByRole('textbox', { name: 'Invite' })).toBeVisible();
  const state = await page.evaluate(() => window.sealdesk.call('session.state', null));
  expect(state).toEqual({ ok: true, value: { kind: 'unenrolled' } });
});

// Playwright takes a navigation that was denied for one that goes on; the test after this one has a new page.
test('the page can’t leave, open a window, or load a file that is not its own', async () => {
  const before = page.url();
  const opened = await page.evaluate(() => window.open('https://example.com/') === null && window.open('app://sealdesk/') === null);
  expect(opened).toBe(true);
  await page.evaluate(() => {
    location.href = 'https://example.com/';
  });
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'file:///etc/passwd';
    document.body.append(link);
    link.click();
    link.remove();
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(before);
  expect(before).toMatch(/^app:\/\/sealdesk\//);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page crashing gives a new one, in a new process', async () => {
  const old = await rendererPid();
  const next = app.waitForEvent('window');
  process.kill(old, 'SIGKILL');
  page = await next;
  await expect(page.getByRole('textbox', { name: 'Invite' })).toBeVisible();
  expect(await rendererPid()).not.toBe(old);
  // A process that has ended is there until its parent has taken note.
  await expect.poll(() => existsSync(`/proc/${old}`)).toBe(false);
});

test('a second start of the same profile ends at once', () => {
  const electron = runtimeFolder();
  const outcome = execFileSync(join(electron, 'electron'), [join(root, 'dist', 'test-main'), `--profile=${profile}`], { timeout: 90_000, stdio: 'pipe' });
  expect(outcome.toString()).not.toContain('started');
});

test('a release bundle refuses a debugger, and knows nothing of the clock that tests drive and of the cost they spare', () => {
  const electron = runtimeFolder();
  for (const file of readdirSync(join(root, 'dist', 'main')).filter((name) => name.endsWith('.js'))) {
    const text = readFileSync(join(root, 'dist', 'main', file), 'utf8');
    expect(text, file).not.toContain('SEALDESK_TEST_CLOCK_OFFSET_MS');
    expect(text, file).not.toContain('SEALDESK_TEST_LEAST_COST');
    expect(text, file).not.toContain('__TEST_CLOCK__');
  }
  const other = mkdtempSync(join(tmpdir(), 'sealdesk-shell-'));
  try {
    // Chromium takes it with white space around it, too, and has more switches than anybody knows.
    for (const argument of ['--remote-debugging-port=0', ' --remote-debugging-port=0', '--enable-blink-features=X']) {
      let said = '';
      try {
        execFileSync(join(electron, 'electron'), [root, `--profile=${other}`, argument], { timeout: 30_000, stdio: 'pipe' });
      } catch (error) {
        said = String((error as { stderr: Buffer }).stderr);
      }
      expect(said, argument).toContain('debug-switch-refused');
    }
  } finally {
    rmSync(other, { recursive: true, force: true });
  }
});
