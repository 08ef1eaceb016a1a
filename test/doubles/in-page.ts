import './without-eval.ts';
import { nordlicht, sessionStates } from './nordlicht.ts';
import { createSealdeskDouble, type SealdeskDouble } from './sealdesk-api.ts';

/**
 * Puts the double where the preload would put the real thing. Bundled into one script that a test
 * adds to the page before the page's own.
 */
export type PageDouble = SealdeskDouble & { readonly states: ReturnType<typeof sessionStates> };

const now = Date.now();
const double = createSealdeskDouble(nordlicht(now));
Object.defineProperty(window, 'sealdesk', { value: double.api });
Object.defineProperty(window, 'sealdeskDouble', { value: { ...double, states: sessionStates(now) } satisfies PageDouble });
