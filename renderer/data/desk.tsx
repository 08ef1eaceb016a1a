import { createContext, useContext } from 'react';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { View } from '../../shared/domain/filter.ts';
import { keepBeginnings, type Beginnings } from './beginnings.ts';
import { followColleagues, type Colleague } from './colleagues.ts';
import { followConversations, type ConversationList } from './conversation-list.ts';
import { followCounts, type ViewCounts } from './counts.ts';
import { keepDrafts, type Drafts } from './drafts.ts';
import { followTags, type KnownTags } from './known-tags.ts';
import { followLetters, type Letters } from './letters.ts';
import { followOpened, type OpenedConversation } from './opened-conversation.ts';
import { followPresence, type Presence } from './presence.ts';
import { followSavedViews, type SavedViews } from './saved-views.ts';
import { createSearch, type Search } from './search.ts';
import { createSelection, type Selection } from './selection.ts';
import { createSending, type Sending } from './sending.ts';
import { followTeams, type KnownTeams } from './teams.ts';
import { createStore, type Store, type WritableStore } from './store.ts';
import { followWritingHelp, type WritingHelp } from './writing-help.ts';
import { followCustomersTyping } from './typing.ts';
import type { Workplace } from './workplace.tsx';

/** Everything the inbox works with. It stays while another place is shown, so that the list, the open conversation and drafts do. */
export interface Desk extends Workplace {
  readonly list: ConversationList;
  readonly counts: ViewCounts;
  readonly opened: OpenedConversation;
  readonly drafts: Drafts;
  readonly beginnings: Beginnings;
  /** Hands everything typed to main now. */
  readonly flush: () => Promise<void>;
  readonly sending: Sending;
  readonly writing: WritingHelp;
  /** Where a colleague has called the agent in a note, until it was said. */
  readonly called: WritableStore<ConversationId | null>;
  readonly presence: Presence;
  /** The conversation that a lead looks into, without touching it. */
  readonly lookingIn: WritableStore<ConversationId | null>;
  readonly letters: Letters;
  readonly search: Search;
  readonly savedViews: SavedViews;
  readonly tags: KnownTags;
  readonly teams: KnownTeams;
  readonly selection: Selection;
  /** Web chats whose customers type at this moment. */
  readonly typing: Store<ReadonlySet<ConversationId>>;
  readonly colleagues: Store<readonly Colleague[]>;
  readonly stop: () => void;
}

const firstView: View = 'open';

export function createDesk(workplace: Workplace): Desk {
  const { client } = workplace;
  const drafts = keepDrafts(client);
  const beginnings = keepBeginnings(client, workplace.may('conversation.start'));
  const sending = createSending(client, drafts);
  const list = followConversations(client, firstView);
  const counts = followCounts(client);
  const opened = followOpened(client, drafts.adopt);
  const writing = followWritingHelp(client, workplace.may('conversation.reply'));
  const lookingIn = createStore<ConversationId | null>(null);
  const presence = followPresence(client, opened.state, lookingIn);
  const letters = followLetters(client, opened.state);
  const search = createSearch(client);
  const colleagues = followColleagues(client);
  const savedViews = followSavedViews(client);
  const tags = followTags(client);
  const teams = followTeams(client);
  const selection = createSelection();
  const stopList = list.state.subscribe(() => {
    const { status, rows } = list.state.get();
    if (status === 'ready') selection.keep(rows.map(({ id }) => id));
  });
  const typing = followCustomersTyping(client);
  void beginnings.refresh();
  const stopSync = client.on('sync.changed', () => {
    colleagues.refresh();
    teams.refresh();
    writing.refresh();
  });
  const called = createStore<ConversationId | null>(null);
  const stopInbox = client.on('inbox.changed', ({ conversationIds, calls }) => {
    const last = calls?.at(-1);
    if (last !== undefined) called.set(last);
    list.refresh();
    counts.refresh();
    search.refresh();
    savedViews.refresh();
    colleagues.refresh();
    teams.refresh();
    void beginnings.refresh();
    opened.changed(conversationIds);
    const now = opened.state.get();
    if (now.kind !== 'none' && conversationIds.includes(now.id)) opened.refresh();
  });
  return {
    ...workplace, list, counts, opened, drafts, beginnings, sending, writing, called, presence, lookingIn, letters, search, savedViews, tags, teams, selection, typing: typing.now, colleagues: colleagues.list,
    async flush() {
      await Promise.all([drafts.flush(), beginnings.flush()]);
    },
    stop() {
      presence.stop();
      stopInbox();
      stopList();
      letters.stop();
      typing.stop();
      stopSync();
    },
  };
}

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk needs an unlocked inbox around it.');
  return desk;
}
