import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';

const patienceMs = 60_000;

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly context?: { readonly id: number; readonly auxData?: { readonly isDefault?: boolean } } };
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

function runtime(): string {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined) throw new Error('ELECTRON_OVERRIDE_DIST_PATH is not set; run this by npm run bench.');
  return join(folder, 'electron');
}

/**
 * An Electron program that is measured: driven over the DevTools protocol with as little as possible, since whatever
 * looks on costs time too. It is told once what to wait for and says when that was.
 */
export class StartedElectron {
  /** Milliseconds since 1970. */
  readonly startedAt = Date.now();
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #page: Promise<{ readonly session: string; readonly seen: Promise<number> }>;
  #socket: WebSocket | null = null;
  #lastId = 0;

  /** @param until an expression of the page: true once what is waited for is there. */
  constructor(args: readonly string[], until: string, environment: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(runtime(), [...args, '--remote-debugging-port=0'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...environment } });
    this.#page = this.#attach(until);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** When it was there and a frame with it was drawn, in milliseconds since 1970. */
  ready(): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const late = (shown: unknown) => reject(new Error(`What is waited for did not come. On screen: ${String(shown)}`));
        this.evaluate('document.body.innerText').then(late, late);
      }, patienceMs);
      this.#page.then(({ seen }) => seen).then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }

  /** The value of an expression of the page, awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const { session } = await this.#page;
    const { result } = await this.#send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }, session);
    return result?.result?.value as T;
  }

  async type(text: string): Promise<void> {
    const { session } = await this.#page;
    for (const letter of text) await this.#send('Input.insertText', { text: letter }, session);
  }

  /** @param key Enter, Tab, or a small letter. */
  async press(key: string): Promise<void> {
    const { session } = await this.#page;
    const code = key === 'Enter' ? 13 : key === 'Tab' ? 9 : key.toUpperCase().charCodeAt(0);
    const text = key === 'Enter' ? { text: '\r' } : key === 'Tab' ? {} : { text: key };
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, windowsVirtualKeyCode: code, ...text }, session);
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key.length === 1 ? `Key${key.toUpperCase()}` : key, windowsVirtualKeyCode: code }, session);
  }

  async quit(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#send('Browser.close', {}).catch(() => undefined);
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(patience);
    this.#socket?.terminate();
  }

  async #attach(until: string): Promise<{ readonly session: string; readonly seen: Promise<number> }> {
    const socket = new WebSocket(await this.#endpoint());
    this.#socket = socket;
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    let seen: (at: number) => void = () => undefined;
    const ready = new Promise<number>((resolve) => {
      seen = resolve;
    });
    const session = new Promise<string>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString('utf8')) as Answer;
        if (message.id !== undefined) {
          this.#waiting.get(message.id)?.(message);
          this.#waiting.delete(message.id);
        } else if (message.method === 'Target.attachedToTarget') {
          const id = message.params?.sessionId ?? '';
          void this.#send('Runtime.enable', {}, id);
          resolve(id);
        } else if (message.method === 'Runtime.executionContextCreated' && message.params?.context?.auxData?.isDefault === true) {
          // The page may still be the empty one before ours: its answer never comes, and the next page is asked too.
          const asked = { expression: whenSeen(until), awaitPromise: true, returnByValue: true, contextId: message.params.context.id };
          void this.#send('Runtime.evaluate', asked, message.sessionId).then(({ result }) => {
            if (typeof result?.result?.value === 'number') seen(result.result.value);
          }, () => undefined);
        }
      });
    });
    await this.#send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    return { session: await session, seen: ready };
  }

  #endpoint(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('It did not start.')), patienceMs);
      const lines = createInterface({ input: this.#child.stderr ?? process.stdin });
      this.#child.once('exit', () => reject(new Error('It ended as it started.')));
      lines.on('line', (line) => {
        const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        resolve(address);
      });
    });
  }

  #send(method: string, params: object, sessionId?: string): Promise<Answer> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered.`)), patienceMs);
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer);
        if (answer.error === undefined) resolve(answer);
        else reject(new Error(`${method}: ${answer.error.message}`));
      });
      this.#socket?.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  }
}

/** Looks at each frame; the answer is the time of the frame after the one in which it was there. */
const whenSeen = (until: string): string =>
  `new Promise((resolve) => { const look = () => requestAnimationFrame(() => (${until}) ? requestAnimationFrame(() => resolve(Date.now())) : look()); look(); })`;
