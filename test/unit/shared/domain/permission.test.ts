import { describe, expect, test } from 'vitest';
import { Role, can, permissions, rolePermissions } from '../../../../shared/domain/permission.ts';

describe('permissions', () => {
  test('IT runs devices and cannot read, answer or reveal anything of a conversation', () => {
    for (const permission of permissions) {
      if (/^(conversation|customer|order|reveal|mistake|privacy)\./.test(permission)) expect([permission, can(['it'], permission)]).toEqual([permission, false]);
    }
    expect(can(['it'], 'device.approve')).toBe(true);
  });

  test('privacy exports and erases, and cannot read or answer conversations', () => {
    for (const permission of permissions) if (permission.startsWith('conversation.')) expect(can(['privacy'], permission)).toBe(false);
    expect(can(['privacy'], 'privacy.erase')).toBe(true);
  });

  test('finance reads its teams’ conversations and writes to colleagues; it answers no customer and sees nothing that was hidden', () => {
    expect(permissions.filter((permission) => can(['finance'], permission))).toEqual(['conversation.read.assigned', 'conversation.read.team', 'conversation.note', 'customer.read.masked']);
  });

  test('agents see their own and their team’s conversations, leads all', () => {
    expect(can(['agent'], 'conversation.read.all')).toBe(false);
    expect(can(['lead'], 'conversation.read.all')).toBe(true);
  });

  test('only IT touches devices, policy and channels; only leads approve a reveal; only privacy erases', () => {
    const holders = (permission: (typeof permissions)[number]) => Role.options.filter((role) => can([role], permission));
    for (const permission of ['device.invite', 'device.approve', 'device.revoke', 'policy.edit', 'channel.manage', 'agent.manage', 'backup.make'] as const) {
      expect(holders(permission)).toEqual(['it']);
    }
    expect(holders('reveal.approve')).toEqual(['lead']);
    expect(holders('mistake.decide')).toEqual(['lead']);
    expect(holders('order.approve')).toEqual(['lead']);
    expect(holders('order.refund')).toEqual(['agent', 'lead']);
    expect(holders('privacy.erase')).toEqual(['privacy']);
  });

  test('no role grants nothing; several roles grant what any of them does', () => {
    for (const permission of permissions) {
      expect(can([], permission)).toBe(false);
      expect(can(['agent', 'it'], permission)).toBe(can(['agent'], permission) || can(['it'], permission));
    }
  });

  test('every permission is granted by some role, and none twice by one', () => {
    for (const permission of permissions) expect([permission, can(Role.options, permission)]).toEqual([permission, true]);
    for (const granted of Object.values(rolePermissions)) expect(new Set(granted).size).toBe(granted.length);
  });
});
