import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Contents } from '../../../renderer/preview/contents.ts';
import { kindOf } from '../../../renderer/preview/kind.ts';
import { openText } from '../../../renderer/preview/text.ts';
import { chunkSize, maxShownText } from '../../../shared/domain/attachment.ts';
import { runs } from '../../doubles/how-often.ts';

/** An attachment of these bytes; `asked` says which chunks were read. @param lost a chunk that cannot be. */
function contentsOf(bytes: Uint8Array, lost = -1) {
  const asked: number[] = [];
  const contents: Contents = new Contents(bytes.length, (index) => {
    asked.push(index);
    queueMicrotask(() => contents.came(index, index === lost ? null : bytes.slice(index * chunkSize, (index + 1) * chunkSize)));
  });
  return { contents, asked };
}
const text = async (bytes: Uint8Array) => (await openText(contentsOf(bytes).contents)).draw(1, 100);

describe('the bytes of an attachment', () => {
  const large = Uint8Array.from({ length: 3 * chunkSize + 5 }, (_, at) => (at * 7) % 251);

  it('any stretch is read as it is, from no chunks but those it lies in', async () => {
    const stretch = fc.tuple(fc.nat(large.length), fc.nat(2 * chunkSize));
    await fc.assert(
      fc.asyncProperty(stretch, async ([start, length]) => {
        const { contents, asked } = contentsOf(large);
        const end = Math.min(large.length, start + length);
        expect(Buffer.from(await contents.read(start, start + length)).equals(large.subarray(start, end))).toBe(true);
        const chunks = end > start ? Array.from({ length: Math.floor((end - 1) / chunkSize) - Math.floor(start / chunkSize) + 1 }, (_, at) => Math.floor(start / chunkSize) + at) : [];
        expect(asked).toEqual(chunks);
      }),
      runs(60),
    );
  });

  it('a part that cannot be read is told, and nothing stands in for it', async () => {
    const { contents } = contentsOf(large, 1);
    expect((await contents.read(0, 10)).length).toBe(10);
    expect(contents.damaged()).toBe(false);
    await expect(contents.whole()).rejects.toThrow('cannot be read');
    expect(contents.damaged()).toBe(true);
  });

  it('two who wait for one chunk both get it, and it is asked for once', async () => {
    const { contents, asked } = contentsOf(large);
    const [one, other] = await Promise.all([contents.read(0, 4), contents.read(2, 6)]);
    expect([[...one], [...other], asked]).toEqual([[...large.subarray(0, 4)], [...large.subarray(2, 6)], [0]]);
  });
});

describe('what a file is', () => {
  it('is told by its beginning, whatever it is called', () => {
    const latin = (head: string) => kindOf(Buffer.from(head, 'latin1'));
    expect(latin('\u0089PNG\r\n\u001a\n...')).toBe('image/png');
    expect(latin('\u00ff\u00d8\u00ff\u00e0')).toBe('image/jpeg');
    expect(latin('GIF89a')).toBe('image/gif');
    expect(latin('RIFF....WEBPVP8 ')).toBe('image/webp');
    expect(latin('\0\0\0 ftypavif')).toBe('image/avif');
    expect(latin('junk before %PDF-1.7')).toBe('pdf');
    expect(latin('<svg onload="x"/>')).toBe('text');
    expect(latin('')).toBe('text');
  });

  it('any bytes are something, and text is only what is text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(typeof kindOf(bytes)).toBe('string');
        const shown = await text(bytes).catch(() => null);
        if (shown?.kind === 'text' && !(bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0xef)) expect(Buffer.from(shown.text)).toEqual(Buffer.from(bytes));
      }),
      runs(500),
    );
  });

  it('text in UTF-16 with its mark is read, and a zip or a picture is none', async () => {
    expect(await text(Buffer.from('\ufeffGrüße', 'utf16le'))).toMatchObject({ text: 'Grüße', cut: false });
    await expect(text(Buffer.from('PK\u0003\u0004', 'latin1'))).rejects.toThrow();
    await expect(text(Buffer.from([0x80, 0x81]))).rejects.toThrow();
  });

  it('a longer text than is shown is cut, in the middle of no character, and says so', async () => {
    const shown = await text(Buffer.from('€'.repeat(2 * maxShownText)));
    expect(shown).toMatchObject({ kind: 'text', cut: true });
    expect(shown.kind === 'text' && [shown.text.length, /^€+$/.test(shown.text)]).toEqual([maxShownText, true]);
  });
});
