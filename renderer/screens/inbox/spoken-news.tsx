import { useCallback, useEffect, useRef, useState } from 'react';
import type { MessageStatus } from '../../../shared/domain/conversation.ts';
import { useDesk } from '../../data/desk.tsx';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { statusWords, words } from './words.ts';

/** What is worth a word of a way that a reply goes: where it stops, and that it has gone; not each step behind that. */
const stages: Readonly<Record<MessageStatus, 'waits' | 'stopped' | 'gone' | 'failed' | null>> = {
  received: null,
  queued: 'waits',
  conflict: 'stopped',
  accepted: null,
  sent: 'gone',
  delivered: 'gone',
  read: 'gone',
  failed: 'failed',
};

/** For who listens: what comes into the open conversation and what becomes of one's own reply, said where the focus is. One for each conversation. */
export function SpokenNews({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const [spoken, setSpoken] = useState({ count: 0, words: '' });
  const { messages, held } = opened;
  const last = messages.at(-1);
  const mine = messages.findLast(({ kind, agentId }) => kind === 'outbound' && agentId === desk.agentId);
  // While it can be taken back, the composer says so.
  const stage = mine === undefined || held.some(({ messageId }) => messageId === mine.id) ? null : stages[mine.status];
  const lastBefore = useRef(last?.id);
  const mineBefore = useRef({ id: mine?.id, stage });
  const say = useCallback((said: string): void => setSpoken(({ count }) => ({ count: count + 1, words: said })), []);

  useEffect(() => {
    const before = lastBefore.current;
    lastBefore.current = last?.id;
    if (last !== undefined && last.id !== before && last.kind === 'inbound') say(words.conversation.newMessageFrom(last.authorName));
  }, [last, say]);

  useEffect(() => {
    const before = mineBefore.current;
    if (mine === undefined || stage === null || (before.id === mine.id && before.stage === stage)) return;
    mineBefore.current = { id: mine.id, stage };
    say(words.conversation.yourReply(statusWords(mine)));
  }, [mine, stage, say]);

  return (
    <output className="sr-only">
      {/* Another element each time: the same words twice are news twice. */}
      <span key={spoken.count}>{spoken.words}</span>
    </output>
  );
}
