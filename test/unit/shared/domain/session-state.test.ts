import { expect, test } from 'vitest';
import { SessionState, sessionStateKinds } from '../../../../shared/domain/session-state.ts';

test('the list of session states names every state of the schema, once', () => {
  const kinds = SessionState.options.map((option) => option.shape.kind.value);
  expect([...sessionStateKinds].toSorted()).toEqual([...kinds].toSorted());
  expect(new Set(sessionStateKinds).size).toBe(sessionStateKinds.length);
});

test('every state that the design names is there', () => {
  for (const kind of ['unenrolled', 'pending-approval', 'locked', 'unlocking', 'unlocked', 'revoked', 'wiped', 'lease-ended', 'posture-failed', 'clock-moved-back', 'no-keychain', 'keychain-changed', 'record-damaged', 'vault-damaged', 'vault-newer']) {
    expect(sessionStateKinds).toContain(kind);
  }
});

test('no state but the unlocked one carries roles or an agent id', () => {
  for (const option of SessionState.options) {
    const members = Object.keys(option.shape);
    if (option.shape.kind.value !== 'unlocked') expect(members.filter((name) => name === 'roles' || name === 'agentId')).toEqual([]);
  }
});
