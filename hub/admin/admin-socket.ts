import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Log } from '../ports.ts';
import { answer } from './admin-api.ts';
import type { AdminContext } from './admin-call.ts';
import { type AdminAnswer, AdminRequest, AdminSocketError, adminSocketPath } from './admin-frames.ts';

/** A CSV of ten thousand agents fits. */
const longestRequest = 16 * 1024 * 1024;

/** The admin API's socket: mode 0600, so that only the hub's own user (and root) can speak to it. */
export class AdminSocket {
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /** @throws AdminSocketError `hub-running` when another hub works on this data folder. */
  static async open(context: AdminContext, log: Log): Promise<AdminSocket> {
    const path = adminSocketPath(context.rooms.data);
    if (await answers(path)) throw new AdminSocketError('hub-running', 'A hub is running on this data folder already.');
    // Left by a hub that was killed.
    rmSync(path, { force: true });
    const server = createServer((socket) => serve(socket, context, log));
    const socket = new AdminSocket(server);
    // No moment in which others could connect: the mask holds while the socket is made.
    const mask = process.umask(0o177);
    try {
      await new Promise<void>((done, failed) => {
        server.once('error', failed);
        server.listen(path, done);
      });
    } finally {
      process.umask(mask);
    }
    chmodSync(path, 0o600);
    return socket;
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }
}

function serve(socket: Socket, context: AdminContext, log: Log): void {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    waiting = Buffer.concat([waiting, data]);
    if (waiting.length > longestRequest) {
      socket.destroy();
      return;
    }
    const end = waiting.indexOf(10);
    if (end < 0) return;
    const line = waiting.subarray(0, end).toString('utf8');
    waiting = Buffer.alloc(0);
    void reply(line, context, log).then((text) => socket.end(`${text}\n`));
  });
}

async function reply(line: string, context: AdminContext, log: Log): Promise<string> {
  let request: unknown = null;
  try {
    request = JSON.parse(line);
  } catch {
    // Refused below, as anything else that is not a request.
  }
  const parsed = AdminRequest.safeParse(request);
  const given: AdminAnswer = parsed.success
    ? await answer(context, parsed.data, (kind) => log.warn('admin.failed', { call: parsed.data.call, kind }))
    : { ok: false, error: { kind: 'input', message: 'This is not a request.' } };
  return JSON.stringify(given);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
