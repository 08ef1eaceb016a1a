import { Laptop, X } from 'lucide-react';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { WrittenKind } from '../../../../shared/domain/conversation.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useStore } from '../../../data/store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { words } from '../words.ts';
import './draft-elsewhere.css';
import { useKeptCaret } from './use-kept-caret.ts';

export interface DraftElsewhereProps {
  readonly opened: OpenConversation;
  readonly mode: WrittenKind;
  readonly text: string;
  readonly area: RefObject<HTMLTextAreaElement | null>;
}

/** What an agent who writes on two laptops should know of the other one; said aloud when it becomes so. Nothing, for nearly everybody. */
export function DraftElsewhere({ opened, mode, text, area }: DraftElsewhereProps) {
  const { client, drafts, opened: conversations } = useDesk();
  const { id } = opened;
  const { joined, stays, files } = opened.draftsElsewhere[mode];
  const renewals = useStore(drafts.renewed).get(id) ?? 0;
  /** The text that came from there under the hands of who writes here. */
  const [renewed, setRenewed] = useState<{ readonly count: number; readonly text: string }>({ count: renewals, text: '' });
  useKeptCaret(area, text, renewals);

  useEffect(() => () => void drafts.leave(id), [drafts, id]);
  /** Left or sent, it was seen as well. */
  const told = useRef(false);
  useEffect(() => {
    told.current = false;
    return joined ? () => void (told.current ? null : client.call('composer.draft-seen', { id, kind: mode })) : undefined;
  }, [client, id, mode, joined]);
  if (renewed.count !== renewals) setRenewed({ count: renewals, text: document.activeElement === area.current ? text : '' });

  const said = [
    joined ? words.composer.elsewhere.joined : null,
    !joined && renewed.text !== '' && renewed.text === text ? words.composer.elsewhere.renewed : null,
    stays === null ? null : words.composer.elsewhere.stays[stays],
    files > 0 ? words.composer.elsewhere.files(files) : null,
  ].filter((line) => line !== null);
  return (
    <div className="draft-elsewhere">
      <output className="draft-elsewhere-words">
        {said.map((line) => (
          <span key={line} className="draft-elsewhere-line">
            <Laptop className="icon-small" aria-hidden="true" />
            <span>{line}</span>
          </span>
        ))}
      </output>
      {joined && (
        <IconButton
          label={words.composer.elsewhere.seen}
          onClick={() => {
            told.current = true;
            void client.call('composer.draft-seen', { id, kind: mode }).then(() => conversations.refresh());
          }}
        >
          <X className="icon-small" />
        </IconButton>
      )}
    </div>
  );
}
