import { Laptop } from 'lucide-react';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { words as inboxWords } from '../words.ts';
import { newWords as words } from './new-conversation-words.ts';
import './unfinished.css';

/** What an agent who writes on two laptops should know of what stands in the form; said aloud when it becomes so. Nothing, for nearly everybody. */
export function UnfinishedState() {
  const { beginnings } = useDesk();
  const { id, content, why } = useStore(beginnings.open);
  const kept = useStore(beginnings.list).find((each) => each.id === id);
  const stays = kept?.stays ?? null;
  // A call takes no files along.
  const files = content?.way === 'email' ? (kept?.filesThere ?? 0) : 0;
  const said = [
    stays === null ? (why === null || (why === 'gone' && content !== null) ? null : words.unfinished[why]) : words.unfinished.stays[stays],
    files > 0 ? inboxWords.composer.elsewhere.files(files) : null,
  ].filter((line) => line !== null);
  return (
    <output className="unfinished-state">
      {said.map((line) => (
        <span key={line} className="unfinished-line">
          <Laptop className="icon-small" aria-hidden="true" />
          <span>{line}</span>
        </span>
      ))}
    </output>
  );
}
