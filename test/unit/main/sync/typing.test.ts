import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });
let workstation: WorkstationCore;
beforeEach(async () => {
  workstation = new WorkstationCore();
  await workstation.enrol();
  await workstation.unlock();
});
afterEach(() => workstation.remove());

test('that somebody types is said, and heard, within the hub session only', async () => {
  const { hub } = workstation;
  const id = ConversationId.parse(randomUUID());
  const later = ConversationId.parse(randomUUID());
  await hub.hears('session-open');
  await workstation.call('typing.tell', { id });
  await hub.tell({ c: 'typing', conversation: id });
  expect(workstation.events).not.toContainEqual({ kind: 'customer-typing', conversationId: id });
  await hub.openSession();
  await workstation.call('typing.tell', { id: later });
  // Nothing of what was typed before the session is said in it.
  expect(await hub.hears('typing')).toEqual({ c: 'typing', conversation: later });
  await hub.tell({ c: 'typing', conversation: id });
  expect(workstation.events).toContainEqual({ kind: 'customer-typing', conversationId: id });
});
