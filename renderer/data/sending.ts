import type { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { CallFailure, Client } from '../client.ts';
import type { Drafts } from './drafts.ts';
import { createStore, type Store } from './store.ts';

/** A reply that can be taken back. */
export interface HeldReply {
  readonly id: ConversationId;
  readonly messageId: MessageId;
}

export type TakenBack =
  /** `joined`: something was begun since, and stands below it. `status`: it was not to be resolved over it, either. */
  | { readonly kind: 'undone'; readonly joined: boolean; readonly status: boolean }
  | { readonly kind: 'too-late' }
  | { readonly kind: 'failed'; readonly error: CallFailure };

export interface Sending {
  /** The newest reply of this window that was not taken back; it may have gone out by now. */
  readonly last: Store<HeldReply | null>;
  readonly sent: (reply: HeldReply) => void;
  readonly undo: (reply: HeldReply) => Promise<TakenBack>;
}

export function createSending(client: Client, drafts: Drafts): Sending {
  const last = createStore<HeldReply | null>(null);
  return {
    last,
    sent: (reply) => last.set(reply),
    async undo(reply) {
      let other: TakenBack = { kind: 'too-late' };
      const back = await drafts.takeBack(reply.id, async () => {
        const answer = await client.call('conversation.undo-reply', { id: reply.id, messageId: reply.messageId });
        if (!answer.ok) other = { kind: 'failed', error: answer.error };
        return answer.ok && answer.value.kind === 'undone' ? answer.value : null;
      });
      if (last.get()?.messageId === reply.messageId) last.set(null);
      return back === null ? other : { kind: 'undone', joined: back.draft !== back.text, status: back.status };
    },
  };
}
