import { createContext, useContext, useEffect } from 'react';
import type { z } from 'zod';
import type { ConsoleCallName, ConsoleInput, ConsoleOutput } from '../../../shared/contract/console/index.ts';
import type { ChannelCard } from '../../../shared/contract/console/channels.ts';
import type { TeamCard } from '../../../shared/contract/console/people.ts';
import type { BlockedSender, RoutingChoices, RoutingInForce } from '../../../shared/contract/console/routing.ts';
import type { PatternSuggestion } from '../../../shared/contract/console/policy.ts';
import type { InventoryRow } from '../../../shared/contract/console/inventory.ts';
import type { DeviceCard, InviteCard } from '../../../shared/domain/device.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { createStore, useStore, type WritableStore } from '../store.ts';
import type { Workplace } from '../workplace.tsx';
import { askHub, type ConsoleOutcome } from './ask.ts';
import { followAudit, type FollowedAudit } from './audit.ts';
import type { DeviceShow } from './device-list.ts';
import { follow, keepUnchanged, type Followed, type Shown } from './follow.ts';
import { followNumbers, type FollowedNumbers } from './numbers.ts';
import { createPolicyDraft, type PolicyDraftStore } from './policy-draft.ts';

export type Invite = z.infer<typeof InviteCard>;
export type Device = DeviceCard;

/** What each list is narrowed to. Kept while another section or the inbox is shown. */
export interface ListViews {
  readonly devices: string;
  readonly devicesShow: DeviceShow;
  readonly invites: string;
  readonly inventory: string;
  readonly people: string;
  readonly teams: string;
  readonly channels: string;
  readonly canned: string;
}

/** Everything the console works with. Made at unlock; gone with the renderer at lock. */
export interface Console {
  readonly devices: Followed<readonly Device[]>;
  readonly invites: Followed<readonly Invite[]>;
  readonly inventory: Followed<readonly InventoryRow[]>;
  readonly policy: Followed<Policy>;
  readonly suggestions: Followed<readonly PatternSuggestion[]>;
  readonly people: Followed<readonly Agent[]>;
  readonly teams: Followed<readonly TeamCard[]>;
  readonly channels: Followed<readonly ChannelCard[]>;
  readonly routing: Followed<RoutingInForce>;
  readonly routingChoices: Followed<RoutingChoices>;
  readonly blocked: Followed<readonly BlockedSender[]>;
  readonly canned: Followed<ConsoleOutput<'canned.list'>>;
  readonly numbers: FollowedNumbers;
  readonly audit: FollowedAudit;
  readonly views: WritableStore<ListViews>;
  readonly draft: PolicyDraftStore;
  readonly ask: <N extends ConsoleCallName>(name: N, input: ConsoleInput<N>) => Promise<ConsoleOutcome<ConsoleOutput<N>>>;
  readonly stop: () => void;
}

export function createConsole({ client, sync, may }: Workplace): Console {
  const devices = follow<readonly Device[]>(() => askHub(client, 'device.list', null), keepUnchanged);
  const invites = follow<readonly Invite[]>(() => askHub(client, 'invite.list', null), keepUnchanged);
  const inventory = follow<readonly InventoryRow[]>(() => askHub(client, 'inventory.list', null), keepUnchanged);
  const policy = follow<Policy>(() => askHub(client, 'policy.show', null), (before, after) => (before?.version === after.version ? before : after));
  const suggestions = follow<readonly PatternSuggestion[]>(() => askHub(client, 'policy.suggestions', null), (_before, after) => after);
  const people = follow<readonly Agent[]>(() => askHub(client, 'agent.list', null), keepUnchanged);
  const teams = follow<readonly TeamCard[]>(() => askHub(client, 'team.list', null), keepUnchanged);
  const channels = follow<readonly ChannelCard[]>(() => askHub(client, 'channel.list', null), keepUnchanged);
  const routing = follow<RoutingInForce>(() => askHub(client, 'routing.show', null), (before, after) => (before?.version === after.version ? before : after));
  const routingChoices = follow<RoutingChoices>(() => askHub(client, 'routing.choices.list', null), (_before, after) => after);
  const blocked = follow<readonly BlockedSender[]>(() => askHub(client, 'sender.list', null), keepUnchanged);
  const canned = follow<ConsoleOutput<'canned.list'>>(() => askHub(client, 'canned.list', null), (before, after) => ({ teams: keepUnchanged(before?.teams ?? null, after.teams) as typeof after.teams, replies: keepUnchanged(before?.replies ?? null, after.replies) as typeof after.replies }));
  const numbers = followNumbers(client, may('numbers.view') ? null : 'agent');
  const audit = followAudit(client);
  const draft = createPolicyDraft();
  const refresh = (): void => {
    for (const one of [devices, invites, inventory, policy, suggestions, people, teams, channels, routing, routingChoices, blocked, canned]) one.refresh();
  };
  const stopEvents = client.on('console.changed', refresh);
  let before = sync.connection.get().state?.connection;
  const stopSync = sync.connection.subscribe(() => {
    const now = sync.connection.get().state?.connection;
    // What could not be asked meanwhile.
    if (now === 'online' && before !== undefined && before !== 'online') {
      refresh();
      numbers.numbers.refresh();
    }
    before = now;
  });
  // How many laptops wait is told wherever one is.
  if (may('device.read')) devices.start();
  // And that a channel has stopped.
  if (may('channel.manage')) channels.start();
  return {
    devices, invites, inventory, policy, suggestions, people, teams, channels, routing, routingChoices, blocked, canned, numbers, audit, draft,
    views: createStore<ListViews>({ devices: '', devicesShow: 'current', invites: '', inventory: '', people: '', teams: '', channels: '', canned: '' }),
    ask: (name, input) => askHub(client, name, input),
    stop() {
      stopEvents();
      stopSync();
    },
  };
}

const ConsoleContext = createContext<Console | null>(null);
export const ConsoleProvider = ConsoleContext.Provider;

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (console === null) throw new Error('useConsole needs an unlocked workstation whose agent has a section of the console.');
  return console;
}

/** Reads it when the first component looks. */
export function useFollowed<T>(followed: Followed<T>): Shown<T> {
  useEffect(() => followed.start(), [followed]);
  return useStore(followed.state);
}
