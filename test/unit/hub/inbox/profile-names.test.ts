import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ProfileNames } from '../../../../hub/channels/instagram/profile-names.ts';
import type { GraphAnswer } from '../../../../hub/channels/meta/graph-api.ts';
import { runs } from '../../../doubles/how-often.ts';

const odd = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), fc.constant(null), fc.constant('x'.repeat(9_000)));
const answers: fc.Arbitrary<GraphAnswer> = fc.oneof(
  fc.oneof(odd, fc.record({ name: odd, username: odd }, { requiredKeys: [] })).map((value): GraphAnswer => ({ kind: 'done', value })),
  fc.tuple(fc.integer({ min: 400, max: 599 }), fc.integer()).map(([status, code]): GraphAnswer => ({ kind: 'refused', status, code })),
  fc.constantFrom<GraphAnswer>({ kind: 'unreachable' }, { kind: 'no-answer' }),
);

it('whatever Instagram answers, a name is words or none, nobody is asked for twice at once, and an id that is none of Instagram’s is not asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 5 }), fc.array(fc.oneof(fc.constantFrom('12345', '67890'), fc.string()), { maxLength: 8 }), async (given, ids) => {
      let now = 0;
      let asked = 0;
      const open = new Set<string>();
      const names = new ProfileNames({
        clock: { now: () => (now += 3_600_000), monotonic: () => now },
        refused: () => undefined,
        ask: async (path) => {
          expect(path).toMatch(/^\d{5,40}$/);
          expect(open.has(path)).toBe(false);
          open.add(path);
          await Promise.resolve();
          open.delete(path);
          return given[(asked += 1) % given.length] ?? { kind: 'unreachable' };
        },
      });
      for (const id of ids) names.expect(id);
      for (const name of await Promise.all(ids.map((id) => names.nameOf(id)))) if (name !== null) expect(name.trim()).not.toBe('');
    }),
    runs(200),
  );
});
