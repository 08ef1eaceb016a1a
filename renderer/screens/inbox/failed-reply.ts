import { useCallback, type RefObject } from 'react';
import type { ShownMessage } from '../../../shared/contract/ipc/attachments.ts';
import { formattedOf } from '../../../shared/marks/shown-formatted.ts';
import { useDraft } from '../../data/drafts.ts';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useDesk } from '../../data/desk.tsx';
import { useStore } from '../../data/store.ts';
import { useToast } from '../../ui/toast.tsx';
import type { ComposerHandle } from './composer.tsx';
import { useReplyStanding } from './outbound/reply-clock.tsx';
import { words } from './words.ts';

/** Below it stands the author's signature; whoever takes the text over has their own (RFC 3676 section 4.3). */
const aboveSignature = '\n\n-- \n';

/** What somebody wrote in a message that did not go out, as it was typed: with its marks, without the signature that the hub set below it. */
export function writtenIn(message: Pick<ShownMessage, 'text' | 'channel' | 'findings' | 'marked'>): string {
  const whole = message.findings.length === 0 && formattedOf(message) !== null ? (message.marked ?? message.text) : message.text;
  const signature = message.channel === 'email' ? whole.lastIndexOf(aboveSignature) : -1;
  return signature < 0 ? whole : whole.slice(0, signature);
}

/** Taken once it is in the draft already: pressed twice, it is not there twice. */
export function withWritten(draft: string, written: string): string {
  if (draft.includes(written)) return draft;
  return draft.trim() === '' ? written : `${written}\n\n${draft}`;
}

/** Where what was written is by now: in the draft, or in an answer that was sent after it; null where it is in neither. */
export function takenTo(written: string, draft: string, later: readonly Pick<ShownMessage, 'kind' | 'status' | 'text' | 'channel' | 'findings' | 'marked'>[]): 'draft' | 'sent' | null {
  if (written.trim() === '') return null;
  if (draft.includes(written)) return 'draft';
  return later.some((message) => message.kind === 'outbound' && message.status !== 'failed' && writtenIn(message).includes(written)) ? 'sent' : null;
}

/** @see takenTo */
export function useTaken(message: ShownMessage): 'draft' | 'sent' | null {
  const desk = useDesk();
  const { reply } = useDraft(desk.drafts, message.conversationId);
  const opened = useStore(desk.opened.state);
  const messages = opened.kind === 'open' && opened.id === message.conversationId ? opened.messages : [];
  return takenTo(writtenIn(message), reply, messages.slice(messages.findIndex(({ id }) => id === message.id) + 1));
}

/**
 * Brings what did not go out into the agent's own draft, above what they have begun. It sends nothing: from there on it is theirs, looked
 * through like all that they write. Null where nothing can be answered freely, and in a conversation that the hub has refused, which goes back to its form.
 */
export function useFailedReply(opened: OpenConversation, composer: RefObject<ComposerHandle | null>): ((message: ShownMessage) => void) | null {
  const desk = useDesk();
  const toast = useToast();
  const { id, conversation } = opened;
  const standing = useReplyStanding(conversation);
  const may = desk.may('conversation.reply') && conversation.channel !== 'phone' && conversation.mergedInto === null && !conversation.onlyHere && standing.kind !== 'over';
  const take = useCallback(
    (message: ShownMessage) => {
      const now = desk.drafts.all.get().get(id)?.reply ?? '';
      desk.drafts.type(id, 'reply', withWritten(now, writtenIn(message)));
      composer.current?.write('reply');
      if (message.attachments.length > 0) toast({ words: words.message.takenWithoutFiles });
    },
    [desk, toast, id, composer],
  );
  return may ? take : null;
}
