import { createContext, useContext } from 'react';
import type { View } from '../../shared/contract/ipc/inbox.ts';
import type { AgentId } from '../../shared/domain/ids.ts';
import { can, type Permission, type Role } from '../../shared/domain/permission.ts';
import type { Client } from '../client.ts';
import { followColleagues, type Colleague } from './colleagues.ts';
import { followConversations, type ConversationList } from './conversation-list.ts';
import { followCounts, type ViewCounts } from './counts.ts';
import { keepDrafts, type Drafts } from './drafts.ts';
import { followOpened, type OpenedConversation } from './opened-conversation.ts';
import { createSearch, type Search } from './search.ts';
import type { Store } from './store.ts';
import { followSync, type Sync } from './sync.ts';

/** Everything the unlocked inbox works with. Made at unlock; gone with the renderer at lock. */
export interface Desk {
  readonly client: Client;
  readonly agentId: AgentId;
  readonly agentName: string;
  readonly organisation: string;
  readonly may: (permission: Permission) => boolean;
  readonly list: ConversationList;
  readonly counts: ViewCounts;
  readonly opened: OpenedConversation;
  readonly drafts: Drafts;
  readonly search: Search;
  readonly sync: Sync;
  readonly colleagues: Store<readonly Colleague[]>;
  readonly stop: () => void;
}

export interface DeskOwner {
  readonly agentId: AgentId;
  readonly agentName: string;
  readonly organisation: string;
  readonly roles: readonly Role[];
}

const firstView: View = 'open';

export function createDesk(client: Client, { agentId, agentName, organisation, roles }: DeskOwner): Desk {
  const drafts = keepDrafts(client);
  const list = followConversations(client, firstView);
  const counts = followCounts(client);
  const opened = followOpened(client, drafts.adopt);
  const sync = followSync(client);
  const search = createSearch(client);
  const colleagues = followColleagues(client);
  const stopSync = client.on('sync.changed', colleagues.refresh);
  const stopInbox = client.on('inbox.changed', ({ conversationIds }) => {
    list.refresh();
    counts.refresh();
    search.refresh();
    colleagues.refresh();
    const now = opened.state.get();
    if (now.kind !== 'none' && conversationIds.includes(now.id)) opened.refresh();
  });
  return {
    client, agentId, agentName, organisation, list, counts, opened, drafts, search, sync, colleagues: colleagues.list,
    may: (permission) => can(roles, permission),
    stop() {
      stopInbox();
      stopSync();
      sync.stop();
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
