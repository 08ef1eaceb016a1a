import type { Clock } from '../../shared/domain/clock.ts';
import type { ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import { mostPresent, type OwnPresence, type Present, presenceApart, presenceForgotten } from '../../shared/domain/presence.ts';
import { can } from '../../shared/domain/permission.ts';
import { mayReadConversation, maySee } from '../conversations/audience.ts';
import { userOf, viewers } from '../enrolment/viewers.ts';
import type { Log, Tx, Viewer } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';

/** How often what nobody renews is looked for, in milliseconds. */
const lookInterval = 5_000;

/** Where devices say that they are, in memory and for a short time only. */
export class Whereabouts {
  readonly #clock: Clock;
  readonly #said = new Map<LiveDevice, { readonly at: OwnPresence; readonly until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns whether anything is another than it was. */
  say(live: LiveDevice, at: OwnPresence): boolean {
    const before = this.#said.get(live);
    this.#said.set(live, { at, until: this.#clock.monotonic() + presenceForgotten });
    return before === undefined || JSON.stringify(before.at) !== JSON.stringify(at);
  }

  /** @returns whether it was anywhere. */
  forget(live: LiveDevice): boolean {
    const was = this.#said.get(live)?.at ?? null;
    this.#said.delete(live);
    return was !== null;
  }

  /** Those that were not renewed are nowhere; they are told of colleagues all the same. @returns whether there were any. */
  forgetOld(): boolean {
    const now = this.#clock.monotonic();
    const old = [...this.#said].filter(([, { at, until }]) => at !== null && until <= now);
    for (const [live, { until }] of old) this.#said.set(live, { at: null, until });
    return old.length > 0;
  }

  /** Every device that has said where it is. */
  get devices(): readonly LiveDevice[] {
    return [...this.#said.keys()];
  }

  get all(): readonly { readonly live: LiveDevice; readonly at: NonNullable<OwnPresence> }[] {
    return [...this.#said].flatMap(([live, { at }]) => (at === null ? [] : [{ live, at }]));
  }
}

/** One agent in one conversation, and what decides who may know. */
export interface Sighting {
  readonly viewer: Viewer;
  readonly sight: Parameters<typeof maySee>[1];
  readonly at: NonNullable<OwnPresence>;
}

/** What one viewer may know: of conversations both may see, nothing of themselves, each colleague once in a conversation, writers first. @param silent who looks in is told to nobody. */
export function presentFor(viewer: Viewer, sightings: readonly Sighting[], silent = false): Present[] {
  const present = new Map<string, Present>();
  for (const { viewer: other, sight, at } of sightings) {
    if (other.id === viewer.id || !maySee(viewer, sight) || !maySee(other, sight)) continue;
    // Whoever may not look in is there as anybody is.
    const doing = at.doing === 'looking-in' && !can(other.roles, 'conversation.look-in') ? 'viewing' : at.doing;
    if (doing === 'looking-in' && silent) continue;
    const key = `${at.conversationId} ${other.id}`;
    if (present.get(key)?.doing !== 'writing') present.set(key, { conversationId: at.conversationId, agentId: other.id, doing });
  }
  return [...present.values()].sort((one, two) => Number(two.doing === 'writing') - Number(one.doing === 'writing')).slice(0, mostPresent);
}

/** Tells devices where colleagues are: when something changes, and each at most once a second. */
export class PresenceDesk {
  readonly #rooms: Rooms;
  readonly #log: Log;
  readonly #where: Whereabouts;
  readonly #told = new WeakMap<LiveDevice, string>();
  readonly #looks: NodeJS.Timeout;
  #pause: NodeJS.Timeout | null = null;
  #again = false;
  #stopped = false;

  constructor(rooms: Rooms, log: Log) {
    this.#rooms = rooms;
    this.#log = log;
    this.#where = new Whereabouts(rooms.clock);
    this.#looks = setInterval(() => this.look(), lookInterval);
  }

  /** A device says where its agent is. Whether the agent may see that conversation is asked whenever it is told. */
  said(live: LiveDevice, at: OwnPresence): void {
    if (!this.#where.say(live, at)) return;
    this.changed();
    if (at?.doing === 'looking-in') void this.#note(live, at.conversationId).catch((error: unknown) => this.#log.warn('look-in.not-noted', { kind: error instanceof Error ? error.name : 'unknown' }));
  }

  /** The connection or the hub session is gone. */
  left(live: LiveDevice): void {
    if (this.#where.forget(live)) this.changed();
    this.#told.delete(live);
  }

  /** Forgets what was not renewed. */
  look(): void {
    if (this.#where.forgetOld()) this.changed();
  }

  /** Something that decides what devices are told may be another. */
  changed(): void {
    if (this.#stopped) return;
    if (this.#pause) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (this.#again) this.changed();
    }, presenceApart);
    void this.#tell().catch((error: unknown) => this.#log.warn('presence.failed', { kind: error instanceof Error ? error.name : 'unknown' }));
  }

  /** People, policy or conversations have changed: who is anywhere may be another's to know. */
  sightChanged(): void {
    if (this.#where.all.length > 0) this.changed();
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#looks);
    if (this.#pause) clearTimeout(this.#pause);
  }

  /** That somebody looks in is the one thing of all this that is kept, in the audit log, whoever is told of it. */
  async #note(live: LiveDevice, conversationId: ConversationId): Promise<void> {
    const { audit, store } = this.#rooms;
    await store.transaction().execute(async (tx) => {
      const user = await userOf(tx, this.#rooms, live.deviceId);
      if (user === null || !can(user.roles, 'conversation.look-in') || !(await mayReadConversation(tx, user, conversationId))) return;
      await audit.append(tx, { actor: `agent:${user.id}`, action: 'conversation.looked-in', subject: conversationId });
    });
  }

  async #tell(): Promise<void> {
    const read = await this.#rooms.store.transaction().execute((tx) => this.#read(tx));
    const now = this.#rooms.clock.now();
    for (const live of this.#where.devices) {
      const viewer = read.viewers.get(live.deviceId);
      if (live.closedTo(now) !== null || live.standing.kind !== 'active' || viewer === undefined) continue;
      const present = presentFor(viewer, read.sightings, read.silent);
      const text = JSON.stringify(present);
      // A device that has been told nothing yet knows of nobody.
      if ((this.#told.get(live) ?? '[]') === text) continue;
      this.#told.set(live, text);
      live.send({ c: 'presence', present });
    }
  }

  /** Who may see what, as it is now. */
  async #read(tx: Tx): Promise<{ readonly viewers: ReadonlyMap<DeviceId, Viewer>; readonly sightings: readonly Sighting[]; readonly silent: boolean }> {
    const now = this.#rooms.clock.now();
    const all = this.#where.all.filter(({ live }) => live.closedTo(now) === null);
    const byDevice = new Map((await viewers(tx)).map(({ deviceId, viewer }) => [deviceId, viewer]));
    const { policy } = await this.#rooms.policies.current(tx);
    if (policy.presence === 'hide' || all.length === 0) return { viewers: byDevice, sightings: [], silent: true };
    const ids = [...new Set(all.map(({ at }) => at.conversationId))];
    const rows = await tx.selectFrom('conversations').select(['id', 'assignee_id', 'team_id']).where('id', 'in', ids).execute();
    const sights = new Map<string, (typeof rows)[number]>(rows.map((row) => [row.id, row]));
    const sightings = all.flatMap(({ live, at }) => {
      const viewer = byDevice.get(live.deviceId);
      const sight = sights.get(at.conversationId);
      return viewer === undefined || sight === undefined ? [] : [{ viewer, sight, at }];
    });
    return { viewers: byDevice, sightings, silent: policy.lookIn === 'silent' };
  }
}
