import { createContext, useContext } from 'react';
import { firstDisplay, type Display } from '../../shared/domain/display.ts';
import type { Client } from '../client.ts';
import { createStore, useStore, type Store } from './store.ts';

/** How the person wants it to look and to be steered, as main keeps it. */
export interface DisplayChoices {
  readonly state: Store<Display>;
  /** Shown at once, then kept. Another language begins the page anew. */
  readonly choose: (part: Partial<Display>) => Promise<void>;
}

/** @param beforeLanguage keeps what is being written, before a page in another language takes the place of this one */
export function followDisplay(client: Client, beforeLanguage: () => Promise<void>): DisplayChoices {
  const state = createStore<Display>(firstDisplay);
  const read = async (): Promise<void> => {
    const answer = await client.call('display.read', null);
    if (answer.ok) state.set(answer.value);
  };
  void read();
  return {
    state,
    async choose(part) {
      state.update((now) => ({ ...now, ...part }));
      if (part.language !== undefined) await beforeLanguage();
      const answer = await client.call('display.choose', part);
      if (!answer.ok) await read();
    },
  };
}

/** Has the document say what contrast was chosen, as main writes it into the one that the page begins with. @returns ends it */
export function showContrast({ state }: DisplayChoices): () => void {
  return state.subscribe(() => {
    const { dataset } = document.documentElement;
    if (state.get().contrast === 'more') dataset['contrast'] = 'more';
    else delete dataset['contrast'];
  });
}

/** Where nothing was read: everything as it is from the start. */
const untouched: DisplayChoices = { state: createStore(firstDisplay), choose: () => Promise.resolve() };

const DisplayContext = createContext<DisplayChoices>(untouched);
export const DisplayProvider = DisplayContext.Provider;
export const useDisplayChoices = (): DisplayChoices => useContext(DisplayContext);
export const useDisplay = (): Display => useStore(useDisplayChoices().state);
