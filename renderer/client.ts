import type { IpcAnswer, IpcCallName, IpcEvent, IpcEventName, IpcFailureKind, IpcInput, IpcOutput, SealdeskApi } from '../shared/contract/ipc/index.ts';

declare global {
  interface Window {
    readonly sealdesk: SealdeskApi;
  }
}

export interface CallFailure {
  readonly kind: IpcFailureKind;
}

/** The renderer's only way out. A call never rejects: what can go wrong is in its answer. */
export interface Client {
  call<N extends IpcCallName>(name: N, input: IpcInput<N>): Promise<IpcAnswer<IpcOutput<N>>>;
  /** Returns the function that stops listening. */
  on<N extends IpcEventName>(name: N, listener: (event: IpcEvent<N>) => void): () => void;
}

export function createClient(api: SealdeskApi): Client {
  return {
    async call(name, input) {
      try {
        return await api.call(name, input);
      } catch {
        // Main has gone or refused the frame itself; the router turns everything else into an answer.
        return { ok: false, error: { kind: 'failed', message: '' } };
      }
    },
    on: (name, listener) => api.on(name, listener),
  };
}
