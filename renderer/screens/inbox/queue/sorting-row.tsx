import { ArrowRightLeft, Tags as TagsIcon } from 'lucide-react';
import { useImperativeHandle, useRef, type Ref } from 'react';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import type { ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { shortcutProps } from '../../../ui/shortcut.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';
import { JoiningMenu, type JoiningWish } from '../joining/joining-menu.tsx';
import { FollowButton } from './follow-button.tsx';
import { PriorityMenu } from './priority-menu.tsx';
import './queue.css';
import { SnoozeMenu } from './snooze-menu.tsx';
import { TagPopover } from './tag-popover.tsx';
import { useSorting } from './use-sorting.ts';
import { WhoIsHere } from '../together/who-is-here.tsx';
import { words as togetherWords } from '../together/words.ts';
import { TranscriptMenu } from '../transcript/transcript-menu.tsx';
import { words } from './words.ts';

/** Opens the menus of a place from the keyboard. */
export interface SortingHandle {
  readonly open: (what: 'snooze' | 'priority' | 'tags') => void;
}

export interface SortingRowProps {
  readonly opened: OpenConversation;
  readonly ref: Ref<SortingHandle>;
  readonly onWish: (wish: JoiningWish) => void;
  readonly onHandOver: () => void;
  readonly transcript: Ref<ActionMenuHandle>;
}

/** Below the head of a conversation: how soon it wants an answer, what it is about, until when it can wait, and what is done with it as a whole. */
export function SortingRow({ opened, onWish, onHandOver, transcript, ref }: SortingRowProps) {
  const snoozeMenu = useRef<ActionMenuHandle>(null);
  const priorityMenu = useRef<ActionMenuHandle>(null);
  const tagsMenu = useRef<ActionMenuHandle>(null);
  useImperativeHandle(ref, () => ({ open: (what) => ({ snooze: snoozeMenu, priority: priorityMenu, tags: tagsMenu })[what].current?.open() }));
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  const sorting = useSorting();
  const { conversation } = opened;
  const ids = [opened.id];
  const may = desk.may('conversation.status') && conversation.mergedInto === null;
  const snoozed = conversation.status === 'snoozed';
  const { tags } = conversation;
  return (
    <div className="sorting-row">
      <PriorityMenu ref={priorityMenu} priority={conversation.priority} disabled={!may} onChoose={(priority) => void sorting.change(ids, { do: 'priority', priority })} />
      <SnoozeMenu
        ref={snoozeMenu}
        until={snoozed ? conversation.snoozedUntil : null}
        disabled={!may}
        onSnooze={(until) => void sorting.snooze(ids, until)}
        onWake={snoozed ? () => void sorting.change(ids, { do: 'status', status: 'open' }) : undefined}
      />
      <TagPopover key={opened.id} ref={tagsMenu} title={words.tags.label} tags={tags} onChange={(tag, change) => void sorting.change(ids, { do: 'tag', tag, change })}>
        <button type="button" className="menu-button sorting-tags" disabled={!may} {...shortcutProps(words.tags.label, shortcutOf('tags'))}>
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
              {/* In a narrow pane, in place of all but the first. */}
              {tags.length > 1 && (
                <span className="chip tags-more" aria-hidden="true">
                  +{tags.length - 1}
                </span>
              )}
            </>
          )}
        </button>
      </TagPopover>
      <WhoIsHere id={opened.id} />
      <span className="sorting-more">
        <FollowButton opened={opened} />
        {desk.may('conversation.assign') && (
          <span className="conversation-hand-over">
            <IconButton label={togetherWords.handOver.title} shortcut={shortcutOf('handOver')} onClick={onHandOver}>
              <ArrowRightLeft className="icon" />
            </IconButton>
          </span>
        )}
        {desk.may('conversation.export') && <TranscriptMenu key={conversation.id} id={conversation.id} ref={transcript} />}
        <JoiningMenu opened={opened} onWish={onWish} />
      </span>
    </div>
  );
}
