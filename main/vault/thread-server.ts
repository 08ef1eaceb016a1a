import { parentPort, type MessagePort } from 'node:worker_threads';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { FromThread, ThreadNotice, ToThread } from './thread-protocol.ts';

/** How a thread answers one request; `now` is the core's time. */
export type Handle<R extends { [N in keyof R]: { in: unknown; out: unknown } }> = {
  readonly [N in keyof R]: (input: R[N]['in'], now: number) => R[N]['out'] | Promise<R[N]['out']>;
};

/**
 * A thread's end of its requests. Errors cross as kind and sentence, never with what caused them. After `close` the
 * port is closed, nothing holds the thread any more, and it ends by itself.
 */
export function serveThread<R extends { [N in keyof R]: { in: unknown; out: unknown } }>(
  handlers: (notify: (notice: ThreadNotice) => void) => Handle<R>,
): void {
  const port = mainPort();
  const leaving: FromThread[] = [];
  const post = (message: FromThread): void => {
    if (leaving.length === 0) queueMicrotask(() => port.postMessage(leaving.splice(0)));
    leaving.push(message);
  };
  const respond = async (request: ToThread): Promise<void> => {
    post(await answer(handle, request));
    // Behind the answer, which leaves in a microtask.
    if (request.name === 'close') queueMicrotask(() => port.close());
  };
  const handle = handlers(post);
  port.on('message', (requests: readonly ToThread[]) => {
    for (const request of requests) void respond(request);
  });
}

async function answer<R extends { [N in keyof R]: { in: unknown; out: unknown } }>(handle: Handle<R>, request: ToThread): Promise<FromThread> {
  try {
    if (!isRequest(handle, request.name)) throw new TypeError(`There is no request "${request.name}".`);
    return { id: request.id, ok: true, value: await handle[request.name](request.input, request.now) };
  } catch (error) {
    return { id: request.id, ok: false, error: toldOf(error) };
  }
}

function isRequest<R extends object>(handle: R, name: string): name is keyof R & string {
  return Object.hasOwn(handle, name);
}

/** Only sentences made for people leave the thread; an SQL or libsignal error could carry content. */
export function toldOf(error: unknown): { kind: string; message: string } {
  if (error instanceof SealdeskError) return { kind: error.kind, message: error.message };
  return { kind: 'failed', message: 'Something went wrong in the encrypted cache; nothing was changed. Try again, and tell IT if it stays.' };
}

function mainPort(): MessagePort {
  if (parentPort === null) throw new Error('This file runs as a thread of the vault process.');
  return parentPort;
}
