import fc from 'fast-check';
import { expect, it } from 'vitest';
import { erasedSince } from '../../../../hub/privacy/erased-since.ts';
import { runs } from '../../../doubles/how-often.ts';

const line = (at: number, action: string, subject: string, detail: Record<string, string> = {}) => JSON.stringify({ entry: { position: 1, at, actor: 'command:0', action, subject, detail }, hash: 'x' });

it('names who was erased from that moment on, once and in their order, and not who went with another', () => {
  const log = [line(1, 'customer.erased', 'before'), line(5, 'customer.erased', 'then'), line(6, 'customer.merged', 'merged'), line(7, 'customer.erased', 'with them', { with: 'then' }), line(8, 'customer.erased', 'later'), line(9, 'customer.erased', 'then')];
  expect(erasedSince(`${log.join('\n')}\n`, 5)).toEqual(['then', 'later']);
  expect(erasedSince('', 5)).toEqual([]);
});

it('is nothing that is read from what is no audit log', () => {
  for (const text of ['{', 'null', '[]', line(1, 'customer.erased', 'x').slice(1), `${line(1, 'x', 'y')}\nand more`]) expect(erasedSince(text, 0)).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => void erasedSince(text, 0)), runs(300));
});
