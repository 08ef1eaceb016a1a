import { Eye, Glasses, MessageCircleMore } from 'lucide-react';
import { useCallback } from 'react';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { Present } from '../../../../shared/domain/presence.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { WhoIsWhere } from '../../../data/presence.ts';
import { useStore } from '../../../data/store.ts';
import './together.css';
import { words } from './words.ts';

const nobody: readonly Present[] = [];

/** Names of colleagues in a conversation, those who write and those who only look apart. */
export function useWhoIsHere(id: ConversationId): { readonly writing: readonly string[]; readonly viewing: readonly string[]; readonly lookingIn: readonly string[] } {
  const desk = useDesk();
  const colleagues = useStore(desk.colleagues);
  const here = useStore(desk.presence.where, useCallback((where: WhoIsWhere) => where.get(id) ?? nobody, [id]));
  const named = (doing: Present['doing']) => here.filter((one) => one.doing === doing).map(({ agentId }) => colleagues.find((one) => one.id === agentId)?.name ?? words.colleague);
  return { writing: named('writing'), viewing: named('viewing'), lookingIn: named('looking-in') };
}

/** In the conversation's head: who else is in it. Said aloud when it changes. */
export function WhoIsHere({ id }: { readonly id: ConversationId }) {
  const { writing, viewing, lookingIn } = useWhoIsHere(id);
  return (
    <output className="who-is-here">
      {lookingIn.length > 0 && (
        <span className="who-looks-in" title={words.lookingIn(lookingIn)}>
          <Glasses className="icon-small" aria-hidden="true" />
          <span className="who-words">{words.lookingIn(lookingIn)}</span>
        </span>
      )}
      {writing.length > 0 && (
        <span className="who-writes" title={words.writing(writing)}>
          <MessageCircleMore className="icon-small" aria-hidden="true" />
          <span className="who-words">{words.writing(writing)}</span>
        </span>
      )}
      {viewing.length > 0 && (
        <span title={words.viewing(viewing)}>
          <Eye className="icon-small" aria-hidden="true" />
          <span className="who-words">{words.viewing(viewing)}</span>
        </span>
      )}
    </output>
  );
}

/** In a row of the list: one small mark. */
export function RowPresence({ id }: { readonly id: ConversationId }) {
  const { writing, viewing } = useWhoIsHere(id);
  if (writing.length === 0 && viewing.length === 0) return null;
  const said = writing.length > 0 ? words.writing(writing) : words.viewing(viewing);
  const Mark = writing.length > 0 ? MessageCircleMore : Eye;
  return (
    <span className={writing.length > 0 ? 'row-presence who-writes' : 'row-presence'} title={said}>
      <Mark className="icon-small" aria-hidden="true" />
      <span className="sr-only">{said}.</span>
    </span>
  );
}
