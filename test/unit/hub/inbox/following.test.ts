import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { teamsEvent } from '../../../../hub/people/teams-event.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { type AgentId, type ConversationId, TeamId } from '../../../../shared/domain/ids.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
});
afterEach(() => hub.close());

async function arrive(): Promise<ConversationId> {
  const raw = Buffer.from(['From: Maria Lopez <maria@mail.example>', 'Subject: Tent', `Message-ID: <${randomUUID()}@mail.example>`, '', 'Where is it?', ''].join('\r\n'));
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, { now: () => Date.now(), monotonic: () => 0 }, mailbox, { source: sourceOf(raw), body: raw, receivedAt: Date.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  return hub.messages().findLast(({ kind }) => kind === 'inbound')?.conversationId ?? expect.fail('nothing arrived');
}
const follow = (conversationId: ConversationId, agentId: AgentId, change: 'add' | 'remove' = 'add'): Command => ({ do: 'follow', conversationId, agentId, change });
const followers = (id: ConversationId) => hub.heard.flatMap(({ event }) => (event.e === 'conversation' && event.conversation.id === id ? [event.conversation] : [])).at(-1)?.followers;

describe('following', () => {
  it('several follow, each for themself; who ceases to is out of the list', async () => {
    const [ada, ben] = [await hub.addAgent({ name: 'Ada' }), await hub.addAgent({ name: 'Ben' })];
    const id = await arrive();
    for (const agent of [ada, ben, ada]) expect(await hub.execute(agent, follow(id, agent.id))).toEqual({ kind: 'done' });
    expect(followers(id)).toEqual([ada.id, ben.id]);
    expect(await hub.execute(ada, follow(id, ben.id, 'remove'))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, follow(id, ada.id, 'remove'))).toEqual({ kind: 'done' });
    expect(followers(id)).toEqual([ben.id]);
  });

  it('lets nobody see what they could not: not to begin with, and not after it was given to another team’s agent alone', async () => {
    const finance = await hub.addAgent({ name: 'Fin', roles: ['finance'] });
    const outsider = await hub.addAgent({ name: 'Out', roles: ['it'] });
    const ada = await hub.addAgent({ name: 'Ada' });
    const id = await arrive();
    expect(await hub.execute(outsider, follow(id, outsider.id))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(finance, follow(id, finance.id))).toEqual({ kind: 'done' });
    const team = await hub.db.transaction().execute(async (tx) => {
      const row = { id: randomUUID(), name: new Uint8Array([1]), name_index: new Uint8Array([1]), created_at: 1 };
      await tx.insertInto('teams').values(row).execute();
      await tx.updateTable('conversations').set({ team_id: row.id, assignee_id: ada.id }).where('id', '=', id).execute();
      return row.id;
    });
    const before = hub.heard.length;
    expect(await hub.execute(ada, { do: 'note', conversationId: id, messageId: randomUUID() as never, text: 'Between us.' })).toEqual({ kind: 'done' });
    expect(hub.heard.slice(before).some(({ audience }) => audience.includes(finance.id))).toBe(false);
    expect(team).toBeTruthy();
  });
});

describe('the names of teams', () => {
  const teams = ['Returns', 'Orders'].map((name) => ({ id: TeamId.parse(randomUUID()), name }));
  const viewer = (roles: ('agent' | 'lead' | 'it')[], teamIds: TeamId[]) => ({ id: randomUUID() as AgentId, roles, teamIds, status: 'active' as const });
  it('reach everybody, who may hand over to any of them, with which of them are their own', () => {
    expect(teamsEvent(viewer(['agent'], [teams[0]!.id]), teams)).toEqual({ e: 'teams', teams: [{ ...teams[0], mine: true }, { ...teams[1], mine: false }] });
    expect(teamsEvent(viewer(['agent'], []), teams)).toEqual({ e: 'teams', teams: teams.map((team) => ({ ...team, mine: false })) });
    expect(teamsEvent(viewer(['lead'], [teams[1]!.id]), teams)).toEqual({ e: 'teams', teams: [{ ...teams[0], mine: false }, { ...teams[1], mine: true }] });
  });
});
