import { describe, expect, test } from 'vitest';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { mostAtOnce } from '../../../../shared/contract/ipc/queue.ts';
import { Command, DeviceMail } from '../../../../shared/contract/wire/index.ts';
import { noFilter } from '../../../../shared/domain/filter.ts';
import { rolePermissions } from '../../../../shared/domain/permission.ts';

const id = '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10';
const taken = (name: keyof typeof ipcCalls, input: unknown) => ipcCalls[name].input.safeParse(input).success;

describe('the calls of working a queue', () => {
  test('many conversations are two hundred at most, and one at least', () => {
    const change = { do: 'priority', priority: 'high' };
    expect(taken('inbox.change', { ids: Array.from({ length: mostAtOnce }, () => id), change })).toBe(true);
    expect(taken('inbox.change', { ids: Array.from({ length: mostAtOnce + 1 }, () => id), change })).toBe(false);
    expect(taken('inbox.change', { ids: [], change })).toBe(false);
    expect(taken('inbox.assign', { ids: Array.from({ length: mostAtOnce + 1 }, () => id), assigneeId: null })).toBe(false);
  });

  test('a change of many says status, priority or tag, and assigns nobody: that needs another permission', () => {
    expect(taken('inbox.change', { ids: [id], change: { do: 'assign', assigneeId: id } })).toBe(false);
    expect(taken('inbox.change', { ids: [id], change: { do: 'reply', text: 'Hello' } })).toBe(false);
    expect([ipcCalls['inbox.change'].permission, ipcCalls['inbox.assign'].permission, ipcCalls['conversation.tag'].permission, ipcCalls['conversation.priority'].permission]).toEqual([
      'conversation.status', 'conversation.assign', 'conversation.status', 'conversation.status',
    ]);
    expect(rolePermissions.it).not.toContain('conversation.status');
  });

  test('tags, priorities, filters and names are what they are or are refused', () => {
    for (const tag of ['', '  ', 'x'.repeat(41), 7, null]) expect([tag, taken('conversation.tag', { id, tag, change: 'add' })]).toEqual([tag, false]);
    expect(taken('conversation.priority', { id, priority: 'asap' })).toBe(false);
    expect(taken('inbox.list', { view: 'snoozed', filter: { ...noFilter, tag: "x' OR 1=1 --" }, after: null, limit: 10 })).toBe(true);
    expect(taken('inbox.list', { view: 'snoozed', filter: { ...noFilter, assignee: { is: 'agent', id: 'somebody' } }, after: null, limit: 10 })).toBe(false);
    expect(taken('views.save', { name: ' ', view: 'mine', filter: noFilter })).toBe(false);
    expect(taken('views.save', { name: 'x'.repeat(61), view: 'mine', filter: noFilter })).toBe(false);
    expect(taken('views.save', { name: 'Mine', view: 'teams', filter: noFilter })).toBe(false);
    expect(taken('conversation.status', { id, status: 'snoozed', until: 1.5 })).toBe(false);
  });

  test('commands say what the agent saw, and no command carries a saved view', () => {
    expect(Command.safeParse({ do: 'priority', conversationId: id, priority: 'low' }).success).toBe(false);
    expect(Command.parse({ do: 'tag', conversationId: id, tag: ' Refund ', change: 'add', view: 'secret' })).toEqual({ do: 'tag', conversationId: id, tag: 'Refund', change: 'add' });
    expect(DeviceMail.safeParse({ m: 'views', views: [] }).success).toBe(false);
  });
});
