import { expect, it } from 'vitest';
import { allOf } from '../../../../main/desktop/all-of.ts';

it('does every step, whatever becomes of those before it, and says what went wrong first', () => {
  const done: number[] = [];
  const fails = (n: number) => () => {
    done.push(n);
    throw new Error(String(n));
  };
  expect(() => allOf(() => done.push(1), fails(2), fails(3), () => done.push(4))).toThrow('2');
  expect(done).toEqual([1, 2, 3, 4]);
  expect(() => allOf(() => done.push(5))).not.toThrow();
});
