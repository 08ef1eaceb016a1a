import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { type IpcCallName, ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { permissions, rolePermissions } from '../../../../shared/domain/permission.ts';
import { sessionStateKinds } from '../../../../shared/domain/session-state.ts';
import { runs } from '../../../doubles/how-often.ts';

const calls = Object.entries(ipcCalls) as [IpcCallName, { states: readonly string[] | 'any'; permission: string | null; input: z.ZodType; output: z.ZodType }][];

describe('the table of calls', () => {
  test('serves these calls, and no other, before a person has unlocked', () => {
    const before = calls.filter(([, { states }]) => states === 'any' || states.some((state) => state !== 'unlocked')).map(([name]) => name);
    expect(before.toSorted()).toEqual(
      [
        'application.about',
        'application.copying',
        'session.forgotten',
        'session.state',
        'session.sealing-key',
        'session.unlock',
        // Of a damaged vault, once passphrase and code were right: see the next test.
        'session.lock',
        'session.repair',
        'enrolment.begin',
        'enrolment.offered',
        'enrolment.start-over',
        'enrolment.cancel',
        'enrolment.choose-passphrase',
        'enrolment.provision-totp',
        'enrolment.confirm-totp',
      ].toSorted(),
    );
  });

  test('serves a repair, and its refusal, only where passphrase and code were right', () => {
    expect(ipcCalls['session.repair'].states).toEqual(['repair-offered']);
    expect(ipcCalls['session.lock'].states).toEqual(['unlocked', 'repair-offered']);
  });

  test.each(calls)('%s is served in known states and asks for a known permission', (_name, { states, permission }) => {
    if (states !== 'any') {
      expect(states.length).toBeGreaterThan(0);
      for (const state of states) expect(sessionStateKinds).toContain(state);
    }
    if (permission !== null) expect(permissions).toContain(permission);
  });

  test.each(calls.filter(([name]) => /^(inbox|conversation|search)\./.test(name)))('%s, which touches conversations, needs a permission that IT and privacy lack', (_name, { states, permission }) => {
    expect(states).toEqual(['unlocked']);
    expect(permission).toMatch(/^conversation\./);
    expect([...rolePermissions.it, ...rolePermissions.privacy]).not.toContain(permission);
  });

  test('a call that needs a permission is served in the unlocked state only', () => {
    for (const [name, { states, permission }] of calls) if (permission !== null) expect([name, states]).toEqual([name, ['unlocked']]);
  });

  test.each(calls)('%s refuses any odd input without an exception', (_name, { input }) => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        const result = input.safeParse(value);
        if (result.success) expect(input.safeParse(result.data).success).toBe(true);
      }),
      runs(300),
    );
  });

  test.each(calls)('%s passes on no member that its input does not name', (_name, { input }) => {
    const result = input.safeParse({ ['surplus']: 1 });
    if (result.success) expect(result.data).not.toHaveProperty('surplus');
  });
});
