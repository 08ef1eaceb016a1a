import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presentFor, type Sighting, Whereabouts } from '../../../../hub/gateway/presence.ts';
import type { LiveDevice } from '../../../../hub/gateway/live-device.ts';
import { maySee } from '../../../../hub/conversations/audience.ts';
import { AgentId, ConversationId, TeamId } from '../../../../shared/domain/ids.ts';
import { mostPresent, type OwnPresence, PresenceDoing } from '../../../../shared/domain/presence.ts';
import { Role } from '../../../../shared/domain/permission.ts';
import { runs } from '../../../doubles/how-often.ts';
import { Time } from '../../../doubles/time.ts';

const uuid = (n: number) => `0000000${n}-0000-4000-8000-000000000000`;
const agents = [1, 2, 3, 4].map((n) => AgentId.parse(uuid(n)));
const teams = [5, 6].map((n) => TeamId.parse(uuid(n)));
const conversations = [7, 8, 9].map((n) => ConversationId.parse(uuid(n)));

const viewer = fc.record({
  id: fc.constantFrom(...agents),
  roles: fc.uniqueArray(fc.constantFrom(...Role.options), { maxLength: 2 }),
  teamIds: fc.uniqueArray(fc.constantFrom(...teams), { maxLength: 2 }),
  status: fc.constantFrom('active' as const, 'suspended' as const),
});
const sight = fc.record({ assignee_id: fc.option(fc.constantFrom(...agents)), team_id: fc.option(fc.constantFrom(...teams)) });
const at = fc.record({ conversationId: fc.constantFrom(...conversations), doing: fc.constantFrom(...PresenceDoing.options) });

describe('what is told of presence', () => {
  it('is of conversations alone that both may see, never of oneself, and no colleague twice in one', () => {
    fc.assert(
      fc.property(viewer, fc.array(fc.record({ viewer, sight, at })), (asking, said) => {
        const told = presentFor(asking, said);
        for (const one of told) {
          expect(one.agentId).not.toBe(asking.id);
          expect(said.some((each) => each.viewer.id === one.agentId && each.at.conversationId === one.conversationId && maySee(asking, each.sight) && maySee(each.viewer, each.sight))).toBe(true);
        }
        const keys = told.map(({ conversationId, agentId }) => `${conversationId} ${agentId}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      runs(500),
    );
  });

  it('has those who write first, and no more of them than a device takes', () => {
    const lead = { id: agents[0]!, roles: ['lead' as const], teamIds: [], status: 'active' as const };
    const many = Array.from({ length: mostPresent + 40 }, (_, n): Sighting => {
      const id = AgentId.parse(`${String(n).padStart(8, '0')}-0000-4000-9000-000000000000`);
      return { viewer: { ...lead, id }, sight: { assignee_id: null, team_id: null }, at: { conversationId: conversations[0]!, doing: n < mostPresent ? 'viewing' : 'writing' } };
    });
    const told = presentFor(lead, many);
    expect(told).toHaveLength(mostPresent);
    expect(told.slice(0, 40).every(({ doing }) => doing === 'writing')).toBe(true);
  });

  it('takes whoever writes on one laptop and looks on another for one who writes', () => {
    const nora = { id: agents[1]!, roles: ['agent' as const], teamIds: [], status: 'active' as const };
    const of = (doing: PresenceDoing): Sighting => ({ viewer: nora, sight: { assignee_id: null, team_id: null }, at: { conversationId: conversations[0]!, doing } });
    const lead = { ...nora, id: agents[0]! };
    for (const both of [[of('viewing'), of('writing')], [of('writing'), of('viewing')]]) expect(presentFor(lead, both).map(({ doing }) => doing)).toEqual(['writing']);
  });
});

describe('where devices say that they are', () => {
  const here: OwnPresence = { conversationId: conversations[0]!, doing: 'viewing' };
  const device = () => ({}) as LiveDevice;

  it('is forgotten after thirty seconds without a renewal, and not before', async () => {
    const time = new Time();
    const where = new Whereabouts(time);
    const [kept, left] = [device(), device()];
    where.say(kept, here);
    where.say(left, here);
    await time.pass(20_000);
    where.say(kept, here);
    await time.pass(9_999);
    expect([where.forgetOld(), where.all.length]).toEqual([false, 2]);
  });

  it('is of that device alone, and news only where it is another', async () => {
    const time = new Time();
    const where = new Whereabouts(time);
    const [one, other] = [device(), device()];
    expect(where.say(one, here)).toBe(true);
    expect(where.say(one, here)).toBe(false);
    expect(where.say(one, { ...here, doing: 'writing' })).toBe(true);
    where.say(other, here);
    await time.pass(20_000);
    where.say(other, here);
    await time.pass(10_000);
    expect(where.forgetOld()).toBe(true);
    expect(where.all.map(({ live }) => live)).toEqual([other]);
    expect(where.devices).toContain(one);
    expect(where.forget(other)).toBe(true);
    expect(where.all).toEqual([]);
    expect(where.devices).toEqual([one]);
  });
});
