import { useState } from 'react';
import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useWhoIsHere } from './who-is-here.tsx';
import { words } from './words.ts';

export interface SecondReply {
  /** Why this would be the second reply; empty where it would not. */
  readonly reasons: readonly string[];
  /** The agent has pressed once, and was told. */
  readonly asked: boolean;
  /** Whether the reply may go now. The first time there is a reason it may not, and is asked about. */
  readonly mayGo: () => boolean;
  /** The newest answer of a colleague that the agent knows of: writing after it contradicts nobody. */
  readonly beside: MessageId | null;
  /** Something was typed: what was asked is asked again. */
  readonly typed: () => void;
  /** It was sent: what stands there now was seen. */
  readonly sent: () => void;
}

/** Another agent writes an answer in the same conversation, or has answered since the composer was opened. */
export function useSecondReply(opened: OpenConversation): SecondReply {
  const desk = useDesk();
  const { writing } = useWhoIsHere(opened.id);
  const newest = opened.messages.at(-1)?.id ?? null;
  const [known, setKnown] = useState(newest);
  const [askedOf, setAskedOf] = useState<string | null>(null);
  const place = opened.messages.findIndex(({ id }) => id === known) + 1;
  const ofColleague = ({ kind, agentId }: ShownMessage): boolean => kind === 'outbound' && agentId !== null && agentId !== desk.agentId;
  const theirs = opened.messages.slice(place).findLast(ofColleague);
  /** It stood there when this was begun, or was asked about before. */
  const before = opened.messages.slice(0, place).findLast(ofColleague);
  const reasons = [...(theirs === undefined ? [] : [words.answered(theirs.authorName)]), ...(writing.length === 0 ? [] : [words.alsoWriting(writing)])];
  // Of the answer it is enough to have been asked once; who writes comes and goes.
  const key = reasons.length === 0 ? null : JSON.stringify([theirs?.id ?? null, writing]);
  const asked = key !== null && askedOf === key;
  return {
    reasons,
    asked,
    beside: (asked ? theirs?.id : undefined) ?? before?.id ?? null,
    mayGo() {
      if (key === null || asked) return true;
      setAskedOf(key);
      return false;
    },
    typed: () => setAskedOf(null),
    sent() {
      setAskedOf(null);
      setKnown(newest);
    },
  };
}
