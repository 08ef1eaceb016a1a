import { ipcChannels, ipcEvents, type IpcEvent, type IpcEventName } from '../../shared/contract/ipc/index.ts';
import { pageOrigin, type Frame } from './frame.ts';

export interface ListeningFrame extends Frame {
  send(channel: string, ...args: unknown[]): void;
}

/** Tells the page of an event. */
export type TellPage = <N extends IpcEventName>(name: N, event: IpcEvent<N>) => void;

/** Events go to the top frame of our window while it shows our page, checked against the contract on the way. */
export function createTellPage(ourFrame: () => ListeningFrame | null): TellPage {
  return (name, event) => {
    const checked = ipcEvents[name].parse(event);
    try {
      const frame = ourFrame();
      if (frame !== null && frame.origin === pageOrigin) frame.send(ipcChannels.event, name, checked);
    } catch {
      // Electron throws when a frame has gone between the two looks at it: there is nobody to tell.
    }
  };
}
