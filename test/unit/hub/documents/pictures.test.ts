import { createCanvas } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { ReadingProcess } from '../../../../hub/intake/documents/reading-process.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { drawnCard } from '../../../doubles/drawn-card.ts';
import { card, docx, paragraph } from '../../../doubles/made-documents.ts';

describe('a picture', () => {
  const reader = new ReadingProcess({ info: () => undefined, warn: () => undefined });
  afterAll(() => reader.close());
  const look = (bytes: Uint8Array, pictures: boolean) => reader.look({ bytes, name: 'photo', mediaType: 'image/png', policy: defaultPolicy, pictures });
  const clear = drawnCard(card, { letters: 32 });

  it('with a card number is held where the policy has pictures read, in the process without rights', async () => {
    for (const picture of [clear, drawnCard(card, { letters: 24, as: 'jpeg' }), docx(paragraph('See below.'), { name: 'word/media/image1.png', content: clear })]) {
      const looked = await look(picture, true);
      expect(looked?.hidden.map(({ type }) => type)).toContain('card');
      expect(looked?.destroyed).toBe(true);
      expect(looked?.text).toContain('[card **** 1111]');
    }
  }, 120_000);

  it('is not said to have been read where the policy leaves pictures', async () => {
    expect(await look(clear, false)).toMatchObject({ whole: false, hidden: [] });
  });

  it('of more points than are read, or that is damaged, was not read', async () => {
    const huge = createCanvas(6_000, 5_000).toBuffer('image/png');
    expect(await look(huge, true)).toMatchObject({ whole: false });
    expect((await look(clear.subarray(0, 200), true))?.whole ?? false).toBe(false);
  }, 120_000);
});
