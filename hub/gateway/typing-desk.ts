import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { can } from '../../shared/domain/permission.ts';
import { maySee } from '../conversations/audience.ts';
import { userOf, viewers } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';
import { TokenBucket } from './token-bucket.ts';

/** That somebody types, from one device: a workstation says it every few seconds. What comes faster is not passed on. */
const typingRate = { burst: 4, perSecond: 0.5 };

/** That somebody types in a web chat, and no letter of what: told to who is there at that moment, and kept nowhere. */
export class TypingDesk {
  readonly #rooms: Rooms;
  readonly #agentTypes: (channelId: string, conversationId: string) => void;
  readonly #rates = new WeakMap<LiveDevice, TokenBucket>();

  /** @param agentTypes shows the customer that somebody writes an answer. */
  constructor(rooms: Rooms, agentTypes: (channelId: string, conversationId: string) => void) {
    this.#rooms = rooms;
    this.#agentTypes = agentTypes;
  }

  /** An agent types a reply. Nothing is answered, whether it is passed on or not. */
  async typed(live: LiveDevice, { conversation: id }: Extract<ControlToHub, { c: 'typing' }>): Promise<void> {
    if (live.closedTo(this.#rooms.clock.now()) !== null || !this.#mayTell(live)) return;
    const channelId = await this.#rooms.store.transaction().execute(async (tx) => {
      const user = await userOf(tx, this.#rooms, live.deviceId);
      const conversation = await chatOf(tx, id);
      return user !== null && conversation !== undefined && can(user.roles, 'conversation.reply') && maySee(user, conversation) ? conversation.channel_id : null;
    });
    if (channelId !== null) this.#agentTypes(channelId, id);
  }

  /** A customer types: those of the devices are told whose agents may see the conversation. */
  async customerTypes(id: ConversationId, devices: Iterable<LiveDevice>): Promise<void> {
    const now = this.#rooms.clock.now();
    const served = [...devices].filter((live) => live.closedTo(now) === null);
    if (served.length === 0) return;
    const seeing = await this.#rooms.store.transaction().execute(async (tx) => {
      const conversation = await chatOf(tx, id);
      return conversation === undefined ? [] : (await viewers(tx)).filter(({ viewer }) => maySee(viewer, conversation)).map(({ deviceId }) => deviceId);
    });
    for (const live of served) if (seeing.includes(live.deviceId)) live.send({ c: 'typing', conversation: id });
  }

  #mayTell(live: LiveDevice): boolean {
    const rate = this.#rates.get(live) ?? new TokenBucket(typingRate, this.#rooms.clock);
    this.#rates.set(live, rate);
    return rate.take();
  }
}

function chatOf(tx: Tx, id: ConversationId) {
  return tx.selectFrom('conversations').select(['channel_id', 'assignee_id', 'team_id']).where('id', '=', id).where('channel', '=', 'webchat').executeTakeFirst();
}
