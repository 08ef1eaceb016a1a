import { contextBridge, ipcRenderer } from 'electron';
import type { IpcAnswer, IpcCallName, IpcOutput, SealdeskApi } from '../shared/contract/ipc/index.ts';
import { createPageSeal } from './boundary/page-seal.ts';
import { openFields, sealFields } from './boundary/sealed-fields.ts';
import { callNames, channels, eventNames } from './ipc/call-names.ts';
import { pageSecrets } from './ipc/page-secrets.ts';

/** A listener of any event: which event's value it takes is settled by the name it was given for. */
type Listener = (event: never) => void;

/** As main answers, with boxes in it where the answer is for the page alone. */
const ask = (name: IpcCallName, input: unknown) => ipcRenderer.invoke(channels.call, name, input) as Promise<IpcAnswer<unknown>>;

/** A call with secrets in it, or in its answer: main carries boxes that page and vault process open. */
async function askSealed(name: keyof typeof pageSecrets, input: unknown): Promise<IpcAnswer<unknown>> {
  const answer = (await ask('session.sealing-key', null)) as IpcAnswer<IpcOutput<'session.sealing-key'>>;
  if (!answer.ok) return answer;
  const seal = await createPageSeal(answer.value.key);
  const secrets = pageSecrets[name];
  const carried = await ask(name, secrets.in.length === 0 ? await seal.seal('') : await sealFields(seal, secrets.in, input));
  return carried.ok ? { ok: true, value: await openFields(seal, secrets.out, carried.value) } : carried;
}

const isSealed = (name: string): name is keyof typeof pageSecrets => Object.hasOwn(pageSecrets, name);

const api: SealdeskApi = {
  call: (name, input) => {
    if (!Object.hasOwn(callNames, name)) return Promise.reject(new Error('There is no such call.'));
    // Which answer belongs to which call, the router sees to.
    return (isSealed(name) ? askSealed(name, input) : ask(name, input)) as Promise<IpcAnswer<never>>;
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
