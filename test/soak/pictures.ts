import { ReadingProcess } from '../../hub/intake/documents/reading-process.ts';
import { defaultPolicy } from '../../shared/redaction/index.ts';
import { type CardPicture, drawnCard } from '../doubles/drawn-card.ts';
import type { Campaign } from './campaign.ts';

/** Test numbers of four networks, as they are printed in groups. */
const cards = ['4111 1111 1111 1111', '5555 5555 5555 4444', '3782 822463 10005', '6011 1111 1111 1117', '4242 4242 4242 4242', '5105 1051 0510 5100', '4012 8888 8888 1881', '2223 0031 2200 3222'];
const kinds: Readonly<Record<string, CardPicture>> = {
  'letters of 12 points': { letters: 12 },
  'letters of 20 points': { letters: 20 },
  'letters of 40 points': { letters: 40 },
  'tilted by 5 degrees': { letters: 28, tilt: 5 },
  'tilted by 15 degrees': { letters: 28, tilt: 15 },
  'turned by 90 degrees': { letters: 28, tilt: 90 },
  'some noise': { letters: 28, noise: 0.25 },
  'much noise': { letters: 28, noise: 0.6 },
  'grey on grey': { letters: 28, faint: true },
  'JPEG': { letters: 28, as: 'jpeg' },
};

/** How many card numbers in pictures OCR finds, of each kind of picture: figures for docs/security/known-issues.md. Fails only where clear ones are missed. */
export const pictures: Campaign = {
  count: cards.length,
  run: async (count, say) => {
    const reader = new ReadingProcess({ info: () => undefined, warn: () => undefined });
    const counts: Record<string, number> = {};
    const tried = cards.slice(0, count);
    for (const [kind, plan] of Object.entries(kinds)) {
      counts[`of ${tried.length} found: ${kind}`] = 0;
      for (const number of tried) {
        const looked = await reader.look({ bytes: drawnCard(number, plan), name: 'photo', mediaType: '', policy: defaultPolicy, pictures: true });
        if (looked?.hidden.some(({ type }) => type === 'card') === true) counts[`of ${tried.length} found: ${kind}`]! += 1;
      }
      say(`${counts[`of ${tried.length} found: ${kind}`]} of ${tried.length}: ${kind}`);
    }
    await reader.close();
    const clear = counts[`of ${tried.length} found: letters of 40 points`] ?? 0;
    return { counts, failures: clear < tried.length - 1 ? [`Of ${tried.length} clear pictures ${clear} were read.`] : [] };
  },
};
