import { createRoot } from 'react-dom/client';
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
createRoot(place).render(<Root client={client} session={session} />);
