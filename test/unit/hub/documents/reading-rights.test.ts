import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startWithoutRights } from '../../../../hub/intake/documents/without-rights.ts';

it('can read no file but the program’s, write none, start nothing and call nobody', async () => {
  const child = startWithoutRights(join(import.meta.dirname, '../../../doubles/rights-child.ts'), false);
  child.send({});
  const [told] = await once(child, 'message');
  child.kill();
  expect(told).toEqual({ could: [], tried: 10, environment: [] });
});
