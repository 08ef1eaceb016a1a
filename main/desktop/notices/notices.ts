import type { Clock } from '../../../shared/domain/clock.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { isQuiet, quieter, type NoticeChoices, type NoticeKind, type NoticeWords } from '../../../shared/domain/notices.ts';
import type { Timers } from '../../boundary/timers.ts';
import type { News, NewsItem, VaultInput, VaultOutput } from '../../boundary/vault-process.ts';
import type { Told } from './notice-text.ts';

/** Milliseconds in which what comes together is told together. */
const collected = 2_000;
/** Between two notifications, however much comes. */
const apart = 30_000;
/** Between two of a locked laptop: each says the same. */
const apartWhileLocked = 5 * 60_000;
/** How often what is due is looked for, and how long before it is told. */
const dueLook = 60_000;
const dueAhead = 15 * 60_000;
/** Conversations looked at for one notification, as the vault process takes them. */
const most = 200;

export interface NoticePorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly choices: () => NoticeChoices;
  /** The most that the company lets a notification say. */
  readonly allowed: () => NoticeWords;
  /** The window has the keyboard: whoever works there sees what comes. */
  readonly inFront: () => boolean;
  /** The system is asked not to disturb. */
  readonly heldBack: () => boolean;
  readonly look: (wish: VaultInput<'news.look'>) => Promise<VaultOutput<'news.look'>>;
  readonly due: (span: VaultInput<'news.due'>) => Promise<VaultOutput<'news.due'>>;
  /** @param told null: locked, nothing but that something came. @returns takes it away again */
  readonly show: (told: Told | null, sound: boolean, clicked: () => void) => () => void;
  /** Brings the window to the front, with this conversation where there is one. */
  readonly open: (conversation: ConversationId | null) => void;
}

/** Decides what is told of, when, and that nothing is told while nobody is to be disturbed. What was held back is not made up for. */
export class Notices {
  readonly #ports: NoticePorts;
  /** Why each conversation is to be told of; the weightiest reason. */
  readonly #gathered = new Map<ConversationId, 'due' | 'mentions' | 'assigned' | 'arrived'>();
  #unlocked = false;
  #pausedUntil: number | null = null;
  #shownAt = Number.NEGATIVE_INFINITY;
  #calledAt = Number.NEGATIVE_INFINITY;
  #dueTold = 0;
  #takeAway: () => void = () => undefined;
  #stopTelling: (() => void) | null = null;
  #stopDue: (() => void) | null = null;

  constructor(ports: NoticePorts) {
    this.#ports = ports;
  }

  /** Until when the person has asked for quiet, in Unix milliseconds; null: not at the moment. */
  get pausedUntil(): number | null {
    return this.#pausedUntil !== null && this.#pausedUntil > this.#ports.clock.now() ? this.#pausedUntil : null;
  }

  /** @param minutes 0 ends it. */
  pause(minutes: number): void {
    this.#pausedUntil = minutes === 0 ? null : this.#ports.clock.now() + minutes * 60_000;
  }

  /** Somebody has unlocked. */
  opened(): void {
    if (this.#unlocked) return;
    this.#unlocked = true;
    this.#takeAway();
    this.#dueTold = this.#ports.clock.now();
    this.#lookForDue();
  }

  /** Nothing of what was open stays on screen, in a notification either. */
  closed(): void {
    if (!this.#unlocked) return;
    this.#unlocked = false;
    this.#gathered.clear();
    this.#stopTelling?.();
    this.#stopTelling = null;
    this.#stopDue?.();
    this.#takeAway();
    this.#shownAt = Number.NEGATIVE_INFINITY;
    this.#calledAt = Number.NEGATIVE_INFINITY;
  }

  /** @param calls where notes call the agent. */
  news({ arrived, assigned }: News, calls: readonly ConversationId[]): void {
    if (!this.#unlocked) return;
    for (const id of arrived) this.#gather(id, 'arrived');
    for (const id of assigned) this.#gather(id, 'assigned');
    for (const id of calls) this.#gather(id, 'mentions');
  }

  /** The hub says to the locked laptop that a customer wrote. */
  mailWaiting(): void {
    const { choices, allowed, clock, show, open } = this.#ports;
    const { locked, say, mine, team, sound } = choices();
    const wanted = locked && (mine || team) && quieter(say, allowed()) !== 'nothing';
    if (this.#unlocked || !wanted || this.#quiet() || clock.monotonic() - this.#calledAt < apartWhileLocked) return;
    this.#calledAt = clock.monotonic();
    this.#takeAway();
    this.#takeAway = show(null, sound, () => open(null));
  }

  #quiet(): boolean {
    const { choices, heldBack, clock } = this.#ports;
    const now = new Date(clock.now());
    return this.pausedUntil !== null || heldBack() || isQuiet(choices().quiet, now.getHours() * 60 + now.getMinutes());
  }

  #gather(id: ConversationId, why: 'due' | 'mentions' | 'assigned' | 'arrived'): void {
    const weight = ['arrived', 'assigned', 'mentions', 'due'] as const;
    const before = this.#gathered.get(id);
    if (before !== undefined && weight.indexOf(before) >= weight.indexOf(why)) return;
    if (before !== undefined || this.#gathered.size < most) this.#gathered.set(id, why);
    if (this.#stopTelling !== null) return;
    const left = this.#shownAt + apart - this.#ports.clock.monotonic();
    this.#stopTelling = this.#ports.timers.after(Math.max(collected, left), () => {
      this.#stopTelling = null;
      // A vault that has closed meanwhile tells nothing.
      void this.#tell().catch(() => undefined);
    });
  }

  async #tell(): Promise<void> {
    const { choices, allowed, inFront, look, show, open, clock } = this.#ports;
    const gathered = new Map(this.#gathered);
    this.#gathered.clear();
    const say = quieter(choices().say, allowed());
    if (say === 'nothing' || this.#quiet() || inFront()) return;
    const items = await look({ ids: [...gathered.keys()], names: say === 'name' });
    const wanted = choices();
    const told = items.flatMap((item) => {
      const kind = kindOf(item, gathered.get(item.id));
      return kind !== null && wanted[kind] ? [{ kind, item }] : [];
    });
    const [only, another] = told;
    // Locked or looked at while it was asked for.
    if (!this.#unlocked || only === undefined || inFront()) return;
    this.#shownAt = clock.monotonic();
    this.#takeAway();
    this.#takeAway = show(told, wanted.sound, () => open(another === undefined ? only.item.id : null));
  }

  #lookForDue(): void {
    this.#stopDue = this.#ports.timers.after(dueLook, () => {
      this.#lookForDue();
      if (!this.#ports.choices().due) return;
      const until = this.#ports.clock.now() + dueAhead;
      const after = Math.max(this.#dueTold, this.#ports.clock.now());
      this.#dueTold = until;
      this.#ports
        .due({ after, until })
        .then((ids) => {
          if (this.#unlocked) for (const id of ids) this.#gather(id, 'due');
        })
        .catch(() => undefined);
    });
  }
}

/** What a conversation is told of as, as it stands by now; null: it is of no concern any more. */
function kindOf({ whose, unread }: NewsItem, why: 'due' | 'mentions' | 'assigned' | 'arrived' | undefined): NoticeKind | null {
  switch (why) {
    case 'mentions':
      return 'mentions';
    case 'due':
    case 'assigned':
      return whose === 'mine' ? why : null;
    case 'arrived':
      if (!unread) return null;
      return whose === 'mine' ? 'mine' : whose === 'nobody' ? 'team' : null;
    case undefined:
      return null;
  }
}
