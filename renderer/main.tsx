import { createRoot, hydrateRoot } from 'react-dom/client';
import './ui/tokens.css';
import './ui/base.css';
import { createClient } from './client.ts';
import { tellCopying } from './data/copying.ts';
import { followSession } from './data/session.ts';
import { Root } from './screens/root.tsx';

const place = document.querySelector('#root');
if (place === null) throw new Error('index.html has no #root.');
const client = createClient(window.sealdesk);
const session = followSession(client);
tellCopying(client, session);
// Where a vault is there, main serves the page with the lock screen drawn already (build/bundle/page-documents.mjs).
const vaultThere = place.hasChildNodes();
const root = <Root client={client} session={session} vaultThere={vaultThere} />;
if (vaultThere) hydrateRoot(place, root);
else createRoot(place).render(root);
