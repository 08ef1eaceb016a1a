import { z } from 'zod';
import { applicationCalls } from './application.ts';
import { attachmentCalls } from './attachments.ts';
import type { Call } from './call.ts';
import { composerCalls } from './composer.ts';
import { consoleIpcCalls } from './console.ts';
import { displayCalls } from './display.ts';
import { enrolmentCalls } from './enrolment.ts';
import { ipcEvents } from './events.ts';
import { inboxCalls } from './inbox.ts';
import { letterCalls } from './letters.ts';
import { noticeCalls } from './notices.ts';
import { queueCalls } from './queue.ts';
import { numbersCalls } from './numbers.ts';
import { outboundCalls } from './outbound.ts';
import { securityCalls } from './security.ts';
import { sessionCalls } from './session.ts';
import { spellingCalls } from './spelling.ts';
import { togetherCalls } from './together.ts';
import { transcriptCalls } from './transcripts.ts';

/**
 * Everything the renderer can ask of main. Main's router, the preload's API, the renderer's client
 * and the tests are all derived from this table; a call that is not here does not exist.
 */
export const ipcCalls = { ...applicationCalls, ...displayCalls, ...sessionCalls, ...enrolmentCalls, ...securityCalls, ...inboxCalls, ...queueCalls, ...attachmentCalls, ...letterCalls, ...composerCalls, ...transcriptCalls, ...togetherCalls, ...outboundCalls, ...noticeCalls, ...spellingCalls, ...consoleIpcCalls, ...numbersCalls } as const;

export type IpcCalls = typeof ipcCalls;
export type IpcCallName = keyof IpcCalls;
export type IpcInput<N extends IpcCallName> = z.input<IpcCalls[N]['input']>;
export type IpcOutput<N extends IpcCallName> = z.output<IpcCalls[N]['output']>;

export type IpcEventName = keyof typeof ipcEvents;
export type IpcEvent<N extends IpcEventName> = z.infer<(typeof ipcEvents)[N]>;

/** Every answer is one of these; a handler's exception becomes `failed` and its text stays in main. */
export const IpcFailureKind = z.enum(['not-now', 'not-allowed', 'invalid', 'too-many', 'failed']);
export type IpcFailureKind = z.infer<typeof IpcFailureKind>;
export type IpcAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: { readonly kind: IpcFailureKind; readonly message: string } };

/** The two Electron channels that exist: calls go in by the first, events come out by the second. */
export const ipcChannels = { call: 'sealdesk:call', event: 'sealdesk:event' } as const;

/** What the preload exposes as `window.sealdesk`, and nothing else. */
export interface SealdeskApi {
  call<N extends IpcCallName>(name: N, input: IpcInput<N>): Promise<IpcAnswer<IpcOutput<N>>>;
  /** Returns the function that stops listening. */
  on<N extends IpcEventName>(name: N, listener: (event: IpcEvent<N>) => void): () => void;
}

export { ipcEvents };
export type { Call };
