import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { watchFailures } from '../../../../main/desktop/failures.ts';
import type { LogEntry } from '../../../../main/desktop/log.ts';

function failing() {
  const program = new EventEmitter();
  const notes: LogEntry[] = [];
  let locks = 0;
  watchFailures({ program, note: (entry) => notes.push(entry), lock: () => (locks += 1) });
  return { program, notes, locks: () => locks };
}

it('what nobody has caught locks what is open, and is noted by its class alone', () => {
  const { program, notes, locks } = failing();
  program.emit('uncaughtException', new TypeError('Dear Ms Berg, your card'));
  expect(locks()).toBe(1);
  expect(notes).toEqual([{ event: 'main-failed', name: 'TypeError' }]);
  program.emit('uncaughtException', 'Dear Ms Berg');
  expect(locks()).toBe(2);
  expect(JSON.stringify(notes)).not.toContain('Berg');
});

it('what somebody has given up interrupts nothing, and its words are not told', () => {
  const { program, notes, locks } = failing();
  program.emit('unhandledRejection', new Error('Dear Ms Berg'));
  expect(locks()).toBe(0);
  expect(notes).toEqual([{ event: 'main-failed', name: 'Error' }]);
});
