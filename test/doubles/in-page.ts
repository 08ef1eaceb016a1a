import './without-eval.ts';
import { nordlicht, sessionStates } from './nordlicht.ts';
import { createSealdeskDouble, type SealdeskDouble } from './sealdesk-api.ts';

/**
 * Puts the double where the preload would put the real thing. Bundled into one script that a test
 * adds to the page before the page's own.
 */
declare global {
  interface Window {
    sealdeskDouble: SealdeskDouble & { readonly states: ReturnType<typeof sessionStates> };
  }
}

const now = Date.now();
const double = createSealdeskDouble(nordlicht(now));
Object.defineProperty(window, 'sealdesk', { value: double.api });
window.sealdeskDouble = { ...double, states: sessionStates(now) };
