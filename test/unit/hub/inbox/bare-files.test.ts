import { beforeAll, describe, expect, it } from 'vitest';
import { type DocumentReader, lookIntoFiles } from '../../../../hub/intake/look-into-files.ts';
import type { LookedInto } from '../../../../hub/intake/documents/look-into.ts';
import type { ReceivedFile } from '../../../../hub/intake/stages.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { drawnAs, exifSegment, jpegWith, pointsOf } from '../../../doubles/made-pictures.ts';

const nothing: LookedInto = { whole: true, unreadPictures: [], text: '', hidden: [], beside: [], destroyed: false, recoverable: [] };
const answering = (looked: LookedInto | null): DocumentReader => ({ look: () => Promise.resolve(looked) });
const file = (bytes: Uint8Array): ReceivedFile => ({ name: 'tent.jpg', mediaType: 'image/jpeg', size: bytes.length, contents: { state: 'read', bytes, redacted: false } });
const through = (bytes: Uint8Array, reader: DocumentReader, hoursKept = 0) => lookIntoFiles([file(bytes)], reader, { policy: defaultPolicy, pictures: true, release: { hoursKept, never: [] } });

let photo: Buffer;
beforeAll(async () => {
  photo = jpegWith(await drawnAs('jpeg'), exifSegment({ artist: 'zanzibar', turned: 6, position: [[52, 31, 12], [13, 24, 36]] }));
});

async function bareOf([first]: readonly ReceivedFile[]): Promise<void> {
  if (first?.contents?.state !== 'read') throw new Error('It was not kept.');
  const { bytes } = first.contents;
  expect(Buffer.from(bytes).includes('zanzibar')).toBe(false);
  expect(first.size).toBe(bytes.length);
  expect(await pointsOf(bytes)).toEqual(await pointsOf(photo));
}

describe('a picture that a customer sends', () => {
  it.each<readonly [string, LookedInto | null, string | undefined]>([
    ['where nothing was found', nothing, 'nothing-found'],
    ['where not all was read', { ...nothing, whole: false }, undefined],
    ['where it could not be looked into', null, undefined],
    ['where something was found in what it shows', { ...nothing, hidden: [{ type: 'email', count: 1 }], text: '[e-mail]' }, 'found-whole'],
  ])('is kept without what it says beside: %s', async (_what, looked, as) => {
    const files = await through(photo, answering(looked));
    await bareOf(files);
    expect(files[0]?.contents).toMatchObject({ state: 'read', ...(as === undefined ? {} : { looked: as }) });
    if (as === undefined) expect(files[0]?.contents).not.toHaveProperty('looked');
  });

  it('is looked into as it came, so that what is taken out is looked through too; what was found there is told and holds nothing', async () => {
    const given: Uint8Array[] = [];
    const beside = [{ type: 'gps', count: 1 }];
    const files = await through(photo, { look: ({ bytes }) => Promise.resolve(given.push(bytes)).then(() => ({ ...nothing, beside })) });
    expect(given.map((bytes) => Buffer.from(bytes).equals(photo))).toEqual([true]);
    await bareOf(files);
    expect(files).toHaveLength(1);
    expect(files[0]?.contents).toMatchObject({ looked: 'nothing-found', hidden: beside });
  });

  it('whose parts nobody can tell apart was not read whole, whatever it shows', async () => {
    const cut = photo.subarray(0, -2);
    const [first] = await through(cut, answering(nothing));
    expect(first?.contents).not.toHaveProperty('looked');
    const [held] = await through(cut, answering({ ...nothing, hidden: [{ type: 'email', count: 1 }] }));
    expect(held?.contents).toMatchObject({ looked: 'found' });
  });

  it('goes on as it came where it is no picture', async () => {
    const other = Buffer.from('%PDF-1.7 zanzibar');
    const [first] = await through(other, answering(nothing));
    expect(first?.contents?.state === 'read' && Buffer.from(first.contents.bytes).equals(other)).toBe(true);
  });
});
