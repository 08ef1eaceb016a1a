import { passphraseStrength } from '../shared/passphrase/strength.ts';
import type { JudgeRequests } from './boundary/passphrase-judge.ts';
import { serveThread } from './vault/thread-server.ts';

/** Entry of the thread that judges a new passphrase. */
serveThread<JudgeRequests>(() => ({
  judge: ({ passphrase, ownWords }) => {
    try {
      return passphraseStrength(new TextDecoder().decode(passphrase), ownWords);
    } finally {
      passphrase.fill(0);
    }
  },
  close: () => null,
}));
