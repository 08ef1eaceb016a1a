import { Tags as TagsIcon } from 'lucide-react';
import type { Ref } from 'react';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import type { ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { PriorityMenu } from './priority-menu.tsx';
import './queue.css';
import { SnoozeMenu } from './snooze-menu.tsx';
import { TagPopover } from './tag-popover.tsx';
import { useSorting } from './use-sorting.ts';
import { words } from './words.ts';

/** What opens the menus of a place from the keyboard. */
export interface SortingMenus {
  readonly snooze: Ref<ActionMenuHandle>;
  readonly priority: Ref<ActionMenuHandle>;
  readonly tags: Ref<ActionMenuHandle>;
}

/** Below the head of a conversation: how soon it wants an answer, what it is about, and until when it can wait. */
export function SortingRow({ opened, menus }: { readonly opened: OpenConversation; readonly menus: SortingMenus }) {
  const desk = useDesk();
  const sorting = useSorting();
  const { conversation } = opened;
  const ids = [opened.id];
  const may = desk.may('conversation.status');
  const snoozed = conversation.status === 'snoozed';
  const { tags } = conversation;
  return (
    <div className="sorting-row">
      <PriorityMenu ref={menus.priority} priority={conversation.priority} disabled={!may} onChoose={(priority) => void sorting.change(ids, { do: 'priority', priority })} />
      <SnoozeMenu
        ref={menus.snooze}
        until={snoozed ? conversation.snoozedUntil : null}
        disabled={!may}
        onSnooze={(until) => void sorting.snooze(ids, until)}
        onWake={snoozed ? () => void sorting.change(ids, { do: 'status', status: 'open' }) : undefined}
      />
      <TagPopover key={opened.id} ref={menus.tags} title={words.tags.label} tags={tags} onChange={(tag, change) => void sorting.change(ids, { do: 'tag', tag, change })}>
        <button type="button" className="menu-button sorting-tags" disabled={!may} aria-keyshortcuts="t" title={`${words.tags.label} (T)`}>
          <TagsIcon className="icon-small" aria-hidden="true" />
          {tags.length === 0 ? (
            <span className="sorting-words">{words.tags.add}</span>
          ) : (
            <>
              <span className="sr-only">{words.tags.label}: </span>
              {tags.map((tag, place) => (
                <span key={tag} className="chip tag-chip">
                  <span className="tag-words">{tag}</span>
                  {place < tags.length - 1 && <span className="sr-only">, </span>}
                </span>
              ))}
            </>
          )}
        </button>
      </TagPopover>
    </div>
  );
}
