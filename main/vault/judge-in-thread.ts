import { bytes } from '../../shared/trust/bytes.ts';
import type { JudgePassphrase, JudgeRequests } from '../boundary/passphrase-judge.ts';
import { ThreadClient } from './thread-client.ts';

/** @param worker the file of the thread. */
export function judgeInThread(worker: string, now: () => number): JudgePassphrase {
  return async (passphrase, ownWords) => {
    const thread = new ThreadClient<JudgeRequests>(worker, { now, notice: () => undefined, died: () => undefined });
    try {
      // Moved and not copied again, as the vault key is.
      const copy = bytes(passphrase);
      return await thread.request('judge', { passphrase: copy, ownWords }, [copy.buffer]);
    } finally {
      await thread.close();
    }
  };
}
