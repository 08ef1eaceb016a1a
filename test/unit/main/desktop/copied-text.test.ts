import { expect, it } from 'vitest';
import { CopiedText, type CopyPlace } from '../../../../main/desktop/copied-text.ts';
import { Time } from '../../../doubles/time.ts';

function setUp() {
  const time = new Time();
  const holds: Record<CopyPlace, string> = { clipboard: '', selection: '' };
  const failing = new Set<CopyPlace>();
  const copied = new CopiedText(
    {
      text: (place) => (failing.has(place) ? Promise.reject(new Error('held by another program')) : Promise.resolve(holds[place])),
      clear: (place) => (holds[place] = ''),
    },
    time,
  );
  /** As the page does: it says so, and a moment later the system has it. */
  const copy = async (text: string, place: CopyPlace = 'clipboard') => {
    copied.copying(place);
    await time.pass(20);
    holds[place] = text;
  };
  return { time, holds, failing, copied, copy };
}

it('what was copied from the window is gone from the clipboard after the lock', async () => {
  const { time, holds, copied, copy } = setUp();
  await copy('order 4711 of Frau Drosselbart');
  await copy('order 4711', 'selection');
  await time.pass(60_000);
  await copied.clear();
  expect(holds).toEqual({ clipboard: '', selection: '' });
});

it('a lock in the same moment clears it too', async () => {
  const { holds, copied, copy } = setUp();
  await copy('order 4711');
  await copied.clear();
  expect(holds.clipboard).toBe('');
});

it('what another program has put there since stays', async () => {
  const { time, holds, copied, copy } = setUp();
  await copy('order 4711');
  await time.pass(1_000);
  holds.clipboard = 'a shopping list';
  await copied.clear();
  expect(holds.clipboard).toBe('a shopping list');
});

it('what was there before, and never came from the window, stays', async () => {
  const { holds, copied } = setUp();
  holds.clipboard = 'a shopping list';
  holds.selection = 'eggs';
  await copied.clear();
  expect(holds).toEqual({ clipboard: 'a shopping list', selection: 'eggs' });
});

it('what was cleared once is not cleared again when somebody else copies the same', async () => {
  const { time, holds, copied, copy } = setUp();
  await copy('order 4711');
  await time.pass(1_000);
  await copied.clear();
  holds.clipboard = 'order 4711';
  await copied.clear();
  expect(holds.clipboard).toBe('order 4711');
});

it('a clipboard that cannot be read stops nothing', async () => {
  const { time, holds, failing, copied, copy } = setUp();
  await copy('order 4711', 'selection');
  await copy('order 4711');
  failing.add('selection');
  await time.pass(1_000);
  failing.add('clipboard');
  await expect(copied.clear()).resolves.toBeUndefined();
  failing.clear();
  await copy('order 4712');
  await copied.clear();
  expect(holds.clipboard).toBe('');
});
