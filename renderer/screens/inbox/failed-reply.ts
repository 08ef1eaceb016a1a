import { useCallback, type RefObject } from 'react';
import type { ShownMessage } from '../../../shared/contract/ipc/attachments.ts';
import { formattedOf } from '../../../shared/marks/shown-formatted.ts';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useDesk } from '../../data/desk.tsx';
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
