import { contextBridge, ipcRenderer } from 'electron';
import type { SealdeskApi } from '../shared/contract/ipc/index.ts';
import { callNames, channels, eventNames } from './ipc/call-names.ts';

/** A listener of any event: which event's value it takes is settled by the name it was given for. */
type Listener = (event: never) => void;

const api: SealdeskApi = {
  call: (name, input) => {
    if (!Object.hasOwn(callNames, name)) return Promise.reject(new Error('There is no such call.'));
    return ipcRenderer.invoke(channels.call, name, input);
  },
  on: (name, listener) => {
    if (!Object.hasOwn(eventNames, name)) throw new Error('There is no such event.');
    // The event object holds the way back into Electron and stays here.
    const heard = (_event: unknown, happened: unknown, value: unknown) => {
      if (happened === name) (listener as Listener)(value as never);
    };
    ipcRenderer.on(channels.event, heard);
    return () => {
      ipcRenderer.off(channels.event, heard);
    };
  },
};

contextBridge.exposeInMainWorld('sealdesk', api);
