import { Ellipsis } from 'lucide-react';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { ActionMenu } from '../../../ui/action-menu.tsx';
import { useKeysShown } from '../../workstation/keys-shown.ts';
import { words } from './words.ts';

export type JoiningWish = 'merge' | 'split' | 'forward';

/** What can be done with the open conversation as a whole, beside answering and sorting it. */
export function JoiningMenu({ opened, onWish }: { readonly opened: OpenConversation; readonly onWish: (wish: JoiningWish) => void }) {
  const desk = useDesk();
  const shown = useKeysShown();
  if (opened.conversation.mergedInto !== null) return null;
  const wishes = [...(desk.may('conversation.status') ? (['merge', 'split'] as const) : []), ...(desk.may('conversation.forward') ? (['forward'] as const) : [])];
  if (wishes.length === 0) return null;
  const actions = wishes.map((value) => ({ value, words: words[value], hint: shown(value) }));
  return (
    <ActionMenu label={words.menu} actions={actions} onAct={onWish}>
      <Ellipsis className="icon" aria-hidden="true" />
    </ActionMenu>
  );
}
