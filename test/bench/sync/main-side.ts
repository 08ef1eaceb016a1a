import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemTimers } from '../../../main/boundary/timers.ts';
import type { VaultCallName } from '../../../main/boundary/vault-process.ts';
import { startVaultProcessInNode } from '../../../main/boundary/vault-process-in-node.ts';
import { Connection } from '../../../main/sync/connection.ts';

/**
 * What the main process does while mail comes: the socket to the hub, and the vault process beside it, which is a
 * process of its own here, too. It measures how late its own event loop is.
 */
export type ToMain =
  | { readonly id: number; readonly call: VaultCallName; readonly input: unknown }
  | { readonly id: number; readonly connect: true }
  /** Begins to measure; or ends, and answers with milliseconds. */
  | { readonly id: number; readonly measure: 'begin' | 'end' };

export interface FromMain {
  readonly id: number;
  readonly value: unknown;
  readonly error: string | null;
}

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

const [profile = '', entry = ''] = process.argv.slice(2);
const vault = startVaultProcessInNode({ profile, entry, nodeArguments: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] });
const connection = new Connection({ timers: systemTimers, random: Math.random, resolveProxy: () => Promise.resolve('DIRECT'), note: () => undefined });
vault.onEvent((event) => {
  if (event.kind === 'send' || event.kind === 'close-link') connection.handle(event);
});
// As often as Node can look: a delay counts whole, whenever it begins.
const delay = monitorEventLoopDelay({ resolution: 1 });

async function answer(message: ToMain): Promise<unknown> {
  if ('call' in message) return vault.call(message.call, message.input as never);
  if ('connect' in message) return connection.attach(vault);
  if (message.measure === 'begin') {
    delay.reset();
    delay.enable();
    return null;
  }
  delay.disable();
  const ms = (ns: number): number => ns / 1e6;
  return { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), most: ms(delay.max) } satisfies LoopDelay;
}

process.on('message', (message: ToMain) => {
  const tell = (value: unknown, error: string | null): void => void process.send?.({ id: message.id, value, error } satisfies FromMain);
  answer(message).then((value) => tell(value, null), (error: unknown) => tell(null, String(error)));
});
process.on('disconnect', () => {
  vault.kill();
  process.exit(0);
});
