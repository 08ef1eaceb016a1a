import { renderToString } from 'react-dom/server';
import { createClient } from './client.ts';
import { followSession } from './data/session.ts';
import { Root } from './screens/root.tsx';

export { languages } from '../shared/language/languages.ts';

/** Main that never answers: the session is starting. */
const nobody = createClient({ call: () => new Promise(() => undefined), on: () => () => undefined });

/** The lock screen of a page that has heard nothing yet, drawn at build time: it is there, and can be typed into, before its script runs. */
export const drawnLockScreen = (): string => renderToString(<Root client={nobody} session={followSession(nobody)} vaultThere />);
