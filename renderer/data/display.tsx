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
  state.subscribe(() => {
    // As main writes it into the document that the page begins with.
    if (state.get().contrast === 'more') document.documentElement.dataset['contrast'] = 'more';
    else delete document.documentElement.dataset['contrast'];
  });
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

/** Where nothing was read: everything as it is from the start. */
const untouched: DisplayChoices = { state: createStore(firstDisplay), choose: () => Promise.resolve() };

const DisplayContext = createContext<DisplayChoices>(untouched);
export const DisplayProvider = DisplayContext.Provider;
export const useDisplayChoices = (): DisplayChoices => useContext(DisplayContext);
export const useDisplay = (): Display => useStore(useDisplayChoices().state);
