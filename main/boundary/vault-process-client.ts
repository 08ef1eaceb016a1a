import { SealdeskError } from '../../shared/domain/errors.ts';
import type { FromVaultProcess, ToVaultProcess, VaultCallName, VaultEvent, VaultInput, VaultOutput, VaultProcess } from './vault-process.ts';

/** What carries the messages: a utility process of Electron, or a child process of Node. */
export interface MessagePort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Node says null for a process ended by a signal. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const ended = () => new SealdeskError('vault-ended', 'The vault process has ended. Sealdesk starts it again by itself; try once more.');

/** Main's end of the boundary over whatever carries the messages. A call that is open when the process ends is rejected. */
export function connectVaultProcess(port: MessagePort): VaultProcess {
  const pending = new Map<number, Pending>();
  const eventListeners: ((event: VaultEvent) => void)[] = [];
  const exitListeners: ((code: number | null) => void)[] = [];
  let lastId = 0;
  let over = false;

  port.onMessage((raw) => {
    const message = raw as FromVaultProcess;
    if ('event' in message) {
      for (const listener of eventListeners) listener(message.event);
      return;
    }
    const waiting = pending.get(message.id);
    pending.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else waiting?.reject(new SealdeskError(message.error.kind, message.error.message));
  });
  port.onExit((code) => {
    if (over) return;
    over = true;
    for (const { reject } of pending.values()) reject(ended());
    pending.clear();
    for (const listener of exitListeners) listener(code);
  });

  return {
    call<N extends VaultCallName>(name: N, input: VaultInput<N>, asker: Uint8Array | null = null): Promise<VaultOutput<N>> {
      if (over) return Promise.reject(ended());
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve: (value) => resolve(value as VaultOutput<N>), reject });
        const message: ToVaultProcess = { id, name, input, asker };
        try {
          port.post(message);
        } catch (cause) {
          // The channel closes a moment before the exit is told.
          pending.delete(id);
          reject(cause instanceof SealdeskError ? cause : ended());
        }
      });
    },
    onEvent: (listener) => {
      eventListeners.push(listener);
    },
    onExit: (listener) => {
      exitListeners.push(listener);
    },
    kill: () => port.kill(),
  };
}
