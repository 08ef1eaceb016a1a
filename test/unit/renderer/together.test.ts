import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { followOpened } from '../../../renderer/data/opened-conversation.ts';
import { followPresence } from '../../../renderer/data/presence.ts';
import { createStore } from '../../../renderer/data/store.ts';
import { briefFor } from '../../../renderer/screens/inbox/together/hand-over-brief.tsx';
import { whispersFor } from '../../../renderer/screens/inbox/together/whispers.tsx';
import type { ShownMessage } from '../../../shared/contract/ipc/attachments.ts';
import { AgentId, type ConversationId, TeamId } from '../../../shared/domain/ids.ts';
import type { Present } from '../../../shared/domain/presence.ts';
import { nordlicht } from '../../doubles/nordlicht.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';
import { runs } from '../../doubles/how-often.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

function setUp() {
  const double = createSealdeskDouble(nordlicht(Date.UTC(2025, 8, 10, 12)));
  const client = createClient(double.api);
  const opened = followOpened(client, () => undefined);
  const lookingIn = createStore<ConversationId | null>(null);
  const presence = followPresence(client, opened.state, lookingIn);
  const [one, other] = double.world.conversations.map(({ row }) => row.id);
  return { double, opened, presence, lookingIn, one: one!, other: other!, told: () => double.calls.filter(({ name }) => name === 'presence.tell').map(({ input }) => input) };
}
const [me, colleague] = [AgentId.parse('00000002-0000-4000-8000-000000000001'), AgentId.parse('00000002-0000-4000-8000-000000000002')];

describe('where the agent is', () => {
  it('is told as conversations are opened and left, and as a reply is written and rested from', async () => {
    const { opened, presence, one, other, told } = setUp();
    await settle();
    opened.open(one);
    await settle();
    presence.typed('H');
    presence.typed('He');
    await settle(15_000);
    presence.typed('Hel');
    opened.open(other);
    await settle();
    opened.close();
    await settle();
    const at = (conversationId: typeof one, doing: 'viewing' | 'writing') => ({ conversationId, doing });
    expect(told().filter((said, n, all) => JSON.stringify(said) !== JSON.stringify(all[n - 1]))).toEqual([null, at(one, 'viewing'), at(one, 'writing'), at(one, 'viewing'), at(one, 'writing'), at(other, 'viewing'), null]);
  });

  it('is not told of each conversation that is passed over: of the one alone where they stay', async () => {
    const { double, opened, told } = setUp();
    await settle();
    const passed = double.world.conversations.slice(0, 8).map(({ row }) => row.id);
    for (const id of passed) {
      opened.open(id);
      await settle(40);
    }
    await settle();
    expect(told()).toEqual([null, { conversationId: passed.at(-1), doing: 'viewing' }]);
  });

  it('is not writing any more once the reply is empty or was sent', async () => {
    const { opened, presence, one, told } = setUp();
    opened.open(one);
    await settle();
    presence.typed('Hello');
    presence.typed('  ');
    expect(told().at(-1)).toMatchObject({ doing: 'viewing' });
    presence.typed('Hello');
    presence.rested();
    expect(told().at(-1)).toMatchObject({ doing: 'viewing' });
  });
});

describe('who looks in', () => {
  it('is told so, in that conversation alone, until they stop', async () => {
    const { opened, lookingIn, one, other, told } = setUp();
    opened.open(one);
    await settle();
    lookingIn.set(one);
    expect(told().at(-1)).toEqual({ conversationId: one, doing: 'looking-in' });
    opened.open(other);
    await settle();
    expect(told().at(-1)).toEqual({ conversationId: other, doing: 'viewing' });
    opened.open(one);
    await settle();
    lookingIn.set(null);
    expect(told().at(-1)).toEqual({ conversationId: one, doing: 'viewing' });
  });
});

describe('what is whispered', () => {
  const [first] = nordlicht(Date.UTC(2025, 8, 10, 12)).conversations[0]!.messages;
  const note: ShownMessage = { ...first!, kind: 'note', agentId: colleague, whisperTo: me };
  const answer: ShownMessage = { ...first!, kind: 'outbound', agentId: me };

  it('stands beside the composer of whom it is for, until they have answered, and of nobody else', () => {
    expect(whispersFor(me, [note, note])).toHaveLength(2);
    expect(whispersFor(me, [note, answer, note])).toHaveLength(1);
    expect(whispersFor(me, [note, answer])).toEqual([]);
    expect(whispersFor(colleague, [note])).toEqual([]);
    expect(whispersFor(me, [{ ...note, agentId: me }, { ...first!, kind: 'note', agentId: colleague }])).toEqual([]);
  });
});

describe('where colleagues are', () => {
  it('is what was told last, and of a conversation in which nothing changed the same object as before', async () => {
    const { double, presence, one, other } = setUp();
    await settle();
    const here: Present = { conversationId: one, agentId: colleague, doing: 'writing' };
    double.emit('presence.changed', [here]);
    const before = presence.where.get().get(one);
    expect(before).toEqual([here]);
    double.emit('presence.changed', [here, { ...here, conversationId: other, doing: 'viewing' }]);
    expect(presence.where.get().get(one)).toBe(before);
    double.emit('presence.changed', []);
    expect(presence.where.get().size).toBe(0);
  });
});

describe('the note of a hand-over', () => {
  const { conversations } = nordlicht(Date.UTC(2025, 8, 10, 12));
  const { row, messages } = conversations[0]!;
  const note: ShownMessage = { ...messages[0]!, kind: 'note', agentId: colleague, handedTo: { kind: 'agent', id: me } };
  const conversation = { ...row, assigneeId: me };

  it('stands at the top for whoever has the conversation, until they have answered', () => {
    expect(briefFor(me, { conversation, messages: [note] })).toBe(note);
    expect(briefFor(me, { conversation, messages: [note, { ...messages[0]!, kind: 'outbound', agentId: colleague }] })).toBe(note);
    expect(briefFor(me, { conversation, messages: [note, { ...messages[0]!, kind: 'outbound', agentId: me }] })).toBeUndefined();
    expect(briefFor(me, { conversation, messages: [{ ...messages[0]!, kind: 'outbound', agentId: me }, note] })).toBe(note);
  });

  it('stands there for everybody in the team until somebody takes it, and then for them alone', () => {
    const toTeam: ShownMessage = { ...note, handedTo: { kind: 'team', id: TeamId.parse('00000009-0000-4000-8000-000000000001') } };
    expect(briefFor(me, { conversation: { ...row, assigneeId: null }, messages: [toTeam] })).toBe(toTeam);
    expect(briefFor(me, { conversation: { ...row, assigneeId: colleague }, messages: [toTeam] })).toBeUndefined();
  });

  it('is never shown to its author, nor to somebody who neither has the conversation nor could take it', () => {
    const agents = [me, colleague, null];
    fc.assert(
      fc.property(fc.constantFrom(...agents), fc.array(fc.record({ by: fc.constantFrom(...agents), kind: fc.constantFrom('note', 'outbound', 'inbound'), handed: fc.boolean() })), (assigneeId, said) => {
        const thread = said.map(({ by, kind, handed }): ShownMessage => ({ ...messages[0]!, kind: kind as 'note', agentId: by, ...(handed && kind === 'note' ? { handedTo: { kind: 'agent', id: me } } : {}) }));
        const shown = briefFor(me, { conversation: { ...row, assigneeId }, messages: thread });
        if (shown !== undefined) expect([assigneeId, shown.agentId === me, shown.handedTo !== undefined]).toEqual([me, false, true]);
      }),
      runs(300),
    );
  });
});
