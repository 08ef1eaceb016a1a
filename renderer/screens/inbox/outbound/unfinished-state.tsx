import { Laptop } from 'lucide-react';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { newWords as words } from './new-conversation-words.ts';
import './unfinished.css';

/** What an agent who writes on two laptops should know of what stands in the form; said aloud when it becomes so. Nothing, for nearly everybody. */
export function UnfinishedState() {
  const { beginnings } = useDesk();
  const { id, content, why } = useStore(beginnings.open);
  const stays = useStore(beginnings.list).find((each) => each.id === id)?.stays ?? null;
  const said = stays === null ? (why === null || (why === 'gone' && content !== null) ? null : words.unfinished[why]) : words.unfinished.stays[stays];
  return (
    <output className="unfinished-state">
      {said !== null && (
        <>
          <Laptop className="icon-small" aria-hidden="true" />
          <span>{said}</span>
        </>
      )}
    </output>
  );
}
