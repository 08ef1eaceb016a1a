import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Log, type LogEntry, standardError } from '../../../../main/desktop/log.ts';
import { Time } from '../../../doubles/time.ts';

const refused: LogEntry = { event: 'call-refused', call: 'unknown', kind: 'unknown-call' };

describe('the log', () => {
  it('is not filled by one event that comes on and on: its lines are counted, and what else happens stays in sight', async () => {
    const time = new Time();
    const lines: string[] = [];
    const log = new Log((line) => lines.push(line), time);
    for (let each = 0; each < 100_000; each += 1) log.note(refused);
    const written = lines.length;
    expect(written).toBeLessThanOrEqual(200);
    log.note({ event: 'locked', reason: 'idle' });
    expect(lines.slice(written).map((line) => JSON.parse(line) as object)).toEqual([{ at: new Date(time.now()).toISOString(), event: 'locked', reason: 'idle' }]);
    await time.pass(10_000);
    log.note(refused);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ ...refused, leftOut: 100_000 - written });
    // From then on as many as there is time for.
    for (let each = 0; each < 1_000; each += 1) log.note(refused);
    expect(lines.length - written - 1).toBeLessThanOrEqual(20);
  });

  it('ends nothing where it cannot be written any more', () => {
    const stream = Object.assign(new EventEmitter(), { write: () => stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) });
    const write = standardError(stream as never);
    expect(() => write('a line\n')).not.toThrow();
  });
});
