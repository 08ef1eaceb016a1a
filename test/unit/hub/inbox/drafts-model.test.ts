import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { DraftWorld, type DraftLaptop } from '../../../doubles/draft-world.ts';
import { runs } from '../../../doubles/how-often.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

/** Two vaults of one agent and the hub's drafts as they are, and everything between them as it may come: late, lost, twice, in any order of the two. */
let hub: Organisation;
let world: DraftWorld;
beforeAll(async () => {
  hub = await openOrganisation();
  const ada = await hub.addAgent({ name: 'Ada' });
  const ben = await hub.addAgent({ name: 'Ben' });
  world = await DraftWorld.of(hub, [ada, ada, ben]);
  // Nobody pulls the plug here.
  for (const { vault } of world.laptops) vault.database.rows('PRAGMA synchronous = OFF');
  await sql`pragma synchronous = off`.execute(hub.db);
});
afterAll(async () => {
  world.remove();
  await hub.close();
});

const step = fc.record({ on: fc.constantFrom(0, 1), does: fc.constantFrom('end', 'top', 'paragraph', 'middle', 'cut', 'empty', 'look', 'rest', 'take', 'hear', 'take', 'hear', 'drop', 'anew') });
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Written {
  readonly all: string[];
  readonly cut: Set<string>;
}

function edited(text: string, does: Step['does'], word: string): string {
  if (does === 'top') return text === '' ? word : `${word}\n\n${text}`;
  if (does === 'paragraph') return text === '' ? word : `${text}\n\n${word}`;
  if (does === 'middle' && /\s/.test(text)) return text.replace(/\s/, ` ${word} `);
  return text === '' ? word : `${text} ${word}`;
}

async function carryOut(laptop: DraftLaptop, id: ConversationId, does: Step['does'], written: Written): Promise<void> {
  switch (does) {
    case 'end':
    case 'top':
    case 'paragraph':
    case 'middle': {
      const word = `w${written.all.length}`;
      laptop.type(id, edited(laptop.page.text, does, word));
      written.all.push(word);
      return;
    }
    case 'cut':
    case 'empty': {
      const words = laptop.page.text.split(/\s+/).filter((one) => one !== '');
      const going = does === 'empty' ? words : words.slice(-1);
      for (const word of going) written.cut.add(word);
      laptop.type(id, does === 'empty' ? '' : laptop.page.text.trimEnd().slice(0, -(going[0]?.length ?? 0)).trimEnd());
      return;
    }
    case 'look':
      laptop.look(id);
      return;
    case 'rest':
      laptop.rest();
      return;
    case 'take':
      await world.take(laptop);
      return;
    case 'hear':
      laptop.hear();
      return;
    case 'drop':
      laptop.drop();
      return;
    case 'anew':
      await laptop.anew(world);
  }
}

it('both laptops of an agent end with one text, and no word that was written and not taken out is lost', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const id = await world.conversation();
      const written: Written = { all: [], cut: new Set() };
      const [one, other, colleague] = world.laptops;
      for (const { on, does } of steps) await carryOut(world.laptops[on]!, id, does, written);
      await world.settle();
      for (const laptop of [one!, other!]) laptop.look(id);
      expect(other!.page.text).toBe(one!.page.text);
      const words = new Set(one!.page.text.split(/\s+/));
      expect(written.all.filter((word) => !written.cut.has(word) && !words.has(word))).toEqual([]);
      expect(colleague!.open(id).drafts.reply).toBe('');
    }),
    runs(40),
  );
});
