import type { SessionListeners, SessionPorts } from './session-ports.ts';

/**
 * The listeners, none of whom can hold the session up: what one of them throws is noted, and the session goes on. A lock that
 * ended where a screen could not be told of it would leave the vault open behind that screen.
 */
export function sheltered(listeners: SessionListeners, note: SessionPorts['note']): SessionListeners {
  const sheltering = <T extends unknown[]>(of: keyof SessionListeners, listener: (...told: T) => void) => (...told: T): void => {
    try {
      listener(...told);
    } catch {
      // Without what went wrong: it may quote what was told.
      note({ event: 'listener-failed', of });
    }
  };
  return {
    stateChanged: sheltering('stateChanged', listeners.stateChanged),
    closed: sheltering('closed', listeners.closed),
    inboxChanged: sheltering('inboxChanged', listeners.inboxChanged),
    mailWaiting: sheltering('mailWaiting', listeners.mailWaiting),
    syncChanged: sheltering('syncChanged', listeners.syncChanged),
    attachmentProgress: sheltering('attachmentProgress', listeners.attachmentProgress),
    presenceChanged: sheltering('presenceChanged', listeners.presenceChanged),
    attachmentLent: sheltering('attachmentLent', listeners.attachmentLent),
    customerTypes: sheltering('customerTypes', listeners.customerTypes),
    consoleChanged: sheltering('consoleChanged', listeners.consoleChanged),
  };
}
