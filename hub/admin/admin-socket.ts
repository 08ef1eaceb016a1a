import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Log } from '../ports.ts';
import { AdminAnswer, AdminRequest, answer } from './admin-api.ts';
import type { AdminContext } from './admin-call.ts';

/** The kernel's limit for a socket's path is 108 bytes on Linux, 104 on macOS, with the closing zero. */
const longestPath = 100;
/** A CSV of ten thousand agents fits. */
const longestRequest = 16 * 1024 * 1024;

export class AdminSocketError extends SealdeskError<'hub-running' | 'hub-silent' | 'socket-folder-foreign'> {}

/**
 * In the data folder; in a private folder under the temporary one where that path would be too long.
 * @throws AdminSocketError `socket-folder-foreign`
 */
export function adminSocketPath(data: string, temporary = tmpdir()): string {
  const near = join(resolve(data), 'admin.sock');
  if (Buffer.byteLength(near) <= longestPath) return near;
  const folder = join(temporary, `sealdesk-${userInfo().uid}`);
  ownFolder(folder);
  return join(folder, `${createHash('sha256').update(resolve(data)).digest('hex').slice(0, 24)}.sock`);
}

/**
 * Anybody may make folders in the temporary one. In a folder of somebody else's, or behind a link, a socket could be
 * theirs, and what the command asks for holds passwords: so only one that is ours alone will do.
 */
function ownFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== userInfo().uid) {
    throw new AdminSocketError('socket-folder-foreign', `${folder} belongs to somebody else on this machine. Find out who made it, remove it, and try again; or use a data folder with a shorter path.`);
  }
  chmodSync(folder, 0o700);
}

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

/** Asks the running hub. @returns null when none is running on this data folder. @throws AdminSocketError `hub-silent` */
export function askRunningHub(data: string, call: string, input: unknown): Promise<AdminAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(adminSocketPath(data));
    let text = '';
    let connected = false;
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ call, input })}\n`);
    });
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.once('error', () => {
      if (!connected) resolve(null);
    });
    socket.once('close', () => {
      if (!connected) return;
      try {
        resolve(AdminAnswer.parse(JSON.parse(text)));
      } catch (cause) {
        reject(new AdminSocketError('hub-silent', 'The hub ended before it answered. Whether it was done, the audit log tells.', { cause }));
      }
    });
  });
}
