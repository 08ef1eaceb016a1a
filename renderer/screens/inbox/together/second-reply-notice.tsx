import { Users } from 'lucide-react';
import type { SecondReply } from './use-second-reply.ts';
import './together.css';
import { words } from './words.ts';

/** Says in the composer that this would be the second reply; said aloud when it becomes so. */
export function SecondReplyNotice({ second, shown }: { readonly second: SecondReply; readonly shown: boolean }) {
  const there = shown && second.reasons.length > 0;
  return (
    <output>
      {there && (
        <span className="second-reply">
          <Users className="icon-small" aria-hidden="true" />
          <span>
            {second.reasons.join(' ')}
            {second.asked && ` ${words.askedAgain}`}
          </span>
        </span>
      )}
    </output>
  );
}
