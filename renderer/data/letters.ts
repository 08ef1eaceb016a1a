import type { ShownMessage } from '../../shared/contract/ipc/attachments.ts';
import type { Letter } from '../../shared/contract/ipc/letters.ts';
import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import type { OpenedConversation } from './opened-conversation.ts';
import { createStore, type Store } from './store.ts';

/** Why the text is shown in place of what was asked for. */
export type NotLetter = 'gone' | 'too-large' | 'too-hard' | 'closed' | 'failed';

/** The one message that is shown with its formatting, or was to be. */
export type LetterHere = {
  readonly messageId: MessageId;
  readonly conversationId: ConversationId;
  /** Of the message: what replaces it was not asked for. */
  readonly revision: number;
} & ({ readonly kind: 'opening' } | Extract<Letter, { kind: 'ready' }> | { readonly kind: 'not-shown'; readonly why: NotLetter });

export interface Letters {
  readonly here: Store<LetterHere | null>;
  readonly show: (message: Pick<ShownMessage, 'id' | 'conversationId' | 'revision'>) => Promise<void>;
  readonly close: () => void;
  readonly stop: () => void;
}

/** Which mail is shown with its formatting. The page knows where it is laid ready, and never what is in it. */
export function followLetters(client: Client, opened: OpenedConversation['state']): Letters {
  const here = createStore<LetterHere | null>(null);
  const stopEnded = client.on('letter.ended', ({ address, why }) => {
    here.update((now) => (now?.kind === 'ready' && now.address === address ? { ...of(now), kind: 'not-shown', why: why === 'gone' ? 'closed' : why } : now));
  });
  const stopOpened = opened.subscribe(() => {
    const now = opened.get();
    here.update((shown) => (shown !== null && (now.kind === 'none' || now.id !== shown.conversationId) ? null : shown));
  });
  return {
    here,
    async show({ id, conversationId, revision }) {
      const asked: LetterHere = { messageId: id, conversationId, revision, kind: 'opening' };
      here.set(asked);
      const answer = await client.call('message.formatted', { messageId: id });
      // Another one was asked for meanwhile, or none any more.
      if (here.get() !== asked) return;
      if (!answer.ok) here.set({ ...asked, kind: 'not-shown', why: 'failed' });
      else if (answer.value.kind === 'ready') here.set({ ...asked, ...answer.value });
      else here.set(answer.value.why === 'superseded' ? null : { ...asked, kind: 'not-shown', why: answer.value.why });
    },
    close: () => here.set(null),
    stop() {
      stopEnded();
      stopOpened();
    },
  };
}

const of = ({ messageId, conversationId, revision }: LetterHere) => ({ messageId, conversationId, revision });
