import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { barePicture } from '../../../../hub/intake/pictures/bare-picture.ts';
import { blankProfile } from '../../../../hub/intake/pictures/colour-profile.ts';
import { box, drawnAs, exifBlock, exifSegment, gifBlocks, gifWith, heifWith, jpegWith, pngChunk, pngWith, pointsOf, profileChunk, profileSaying, profileSegment, segment, tiffOfRows, tiffWith, webpChunk, webpWith } from '../../../doubles/made-pictures.ts';
import { runs } from '../../../doubles/how-often.ts';
import { zipOf } from '../../../doubles/zip-of.ts';

/** What no picture may carry on. Each stands where something is taken out. */
const secret = 'zanzibar-platypus';
const words = Buffer.from(`${secret} `.repeat(4), 'latin1');
const beside = { artist: secret, position: [[52, 31, 12], [13, 24, 36]] } as const;
const archive = zipOf([{ name: `${secret}.txt`, content: secret }]);

function bareOf(bytes: Uint8Array): Buffer {
  const picture = barePicture(bytes);
  if (picture.kind !== 'bare') throw new Error(`It is ${picture.kind}.`);
  return Buffer.from(picture.bytes);
}

/** With a frame of JPEG-LS, which no other decoder knows. */
function jpegLs(): Buffer {
  const jpeg = Buffer.from(plain.jpeg);
  jpeg[jpeg.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xf7;
  return jpeg;
}

type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif';
const kinds: readonly Kind[] = ['jpeg', 'png', 'webp', 'gif', 'avif'];
let plain: Readonly<Record<Kind, Buffer>>;
let profile: Buffer;
beforeAll(async () => {
  const [jpeg, png, webp, gif, avif] = await Promise.all(kinds.map(drawnAs));
  plain = { jpeg: jpeg!, png: png!, webp: webp!, gif: gif!, avif: avif! };
  profile = await profileSaying(secret);
});

/** With everything beside that its format has room for, and a file behind its end. */
function laden(kind: Kind, turned = 1): Buffer {
  const from = plain[kind];
  const more = { ...beside, turned };
  switch (kind) {
    case 'jpeg':
      return Buffer.concat([
        jpegWith(from, exifSegment(more), segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${secret}</x>`)), segment(0xed, words), segment(0xe2, Buffer.concat([Buffer.from('MPF\0'), words])), segment(0xe0, Buffer.concat([Buffer.from('JFXX\0'), words])), segment(0xee, Buffer.concat([Buffer.from('Adobe\0\u0064\0\0\0\0\u0001', 'latin1'), words])), segment(0xfe, words), words, profileSegment(profile)),
        archive,
      ]);
    case 'png':
      return Buffer.concat([
        pngWith(from, [profileChunk(profile, secret), pngChunk('eXIf', exifBlock(more)), pngChunk('tEXt', Buffer.from(`Author\0${secret}`)), pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(words)])), pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${secret}`)), pngChunk('tIME', Buffer.from([7, 234, 3, 4, 5, 6, 7])), pngChunk('gAMA', words), pngChunk('prIv', words)], [pngChunk('tEXt', words)]),
        archive,
      ]);
    case 'webp':
      return Buffer.concat([webpWith(from, 0x0c, webpChunk('EXIF', exifBlock(more)), webpChunk('XMP ', words), webpChunk('PRIV', words)), archive]);
    case 'gif':
      return Buffer.concat([gifWith(from, gifBlocks(0xfe, words), gifBlocks(0xff, Buffer.from('XMP DataXMP'), words), gifBlocks(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 5, 0]), words), gifBlocks(0x01, Buffer.alloc(12), words)), archive]);
    case 'avif':
      return Buffer.concat([heifWith(from, { exif: exifBlock(more), xmp: secret, name: secret, boxes: [box('uuid', Buffer.alloc(16), words), box('free', words)], properties: [box('udes', words)] }), archive]);
  }
}

describe('a picture on its way', () => {
  it.each(kinds)('(%s) shows the same points without what it says beside, and without what lies behind its end', async (kind) => {
    const whole = laden(kind);
    const before = Buffer.from(whole);
    expect(whole.includes(secret)).toBe(true);
    const bare = bareOf(whole);
    expect(whole).toEqual(before);
    expect(await pointsOf(bare)).toEqual(await pointsOf(whole));
    expect(await pointsOf(bare)).toEqual(await pointsOf(plain[kind]));
    expect(bare.length).toBeLessThanOrEqual(whole.length);
    for (const trace of [secret, 'Exif\0\0', 'http://ns.adobe.com', 'PK\u0003\u0004', 'PK\u0005\u0006', 'MM\0*']) expect([trace, bare.includes(Buffer.from(trace, 'latin1'))]).toEqual([trace, false]);
    expect(bareOf(bare)).toEqual(bare);
  });

  it.each(kinds)('(%s) that has nothing beside stays as it shows', async (kind) => {
    const bare = bareOf(plain[kind]);
    expect(await pointsOf(bare)).toEqual(await pointsOf(plain[kind]));
    expect(bareOf(bare)).toEqual(bare);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('that was taken with the camera held another way (%s) stays upright', async (turned) => {
    const whole = laden('jpeg', turned);
    const bare = bareOf(whole);
    expect(bare.includes(secret)).toBe(false);
    expect(await pointsOf(whole)).not.toEqual(await pointsOf(plain.jpeg));
    expect(await pointsOf(bare)).toEqual(await pointsOf(whole));
    for (const kind of ['png', 'webp'] as const) {
      const block = bareOf(laden(kind, turned));
      expect(block.includes(Buffer.from(exifBlock({ turned }).subarray(0, 8)))).toBe(true);
      expect(block.includes(secret)).toBe(false);
      expect(bareOf(block)).toEqual(block);
    }
  });

  it('keeps its colours, and loses what its profile says of the device', async () => {
    const inPng = bareOf(pngWith(plain.png, [profileChunk(profile)]));
    const chunk = inPng.indexOf('iCCP');
    const kept = inflateSync(inPng.subarray(chunk + 4 + 3, chunk + 4 + inPng.readUInt32BE(chunk - 4)));
    expect(kept.includes(secret)).toBe(false);
    expect(kept.length).toBe(profile.length);
    for (const tag of ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'wtpt']) {
      const at = profile.readUInt32BE(profile.indexOf(tag, 132) + 4);
      expect(kept.subarray(at, at + 20)).toEqual(profile.subarray(at, at + 20));
    }
    const inJpeg = bareOf(jpegWith(await drawnAs('jpeg'), profileSegment(profile)));
    expect(inJpeg.includes('ICC_PROFILE')).toBe(true);
  });

  it('has no small picture of what it was before something was cut off', () => {
    const small = Buffer.concat([Buffer.from('JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0002\u0001', 'latin1'), Buffer.from('secret', 'latin1')]);
    const jpeg = bareOf(Buffer.concat([plain.jpeg.subarray(0, 2), segment(0xe0, small), plain.jpeg.subarray(20)]));
    expect(jpeg.includes('secret')).toBe(false);
    expect([...jpeg.subarray(2, 6)]).toEqual([0xff, 0xe0, 0, 16]);
    expect([...jpeg.subarray(18, 20)]).toEqual([0, 0]);
  });

  it('that moves still does: pictures, times and how often', async () => {
    const moving = gifWith(plain.gif, gifBlocks(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 7, 0])), Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]), gifBlocks(0xfe, words));
    const bare = bareOf(moving);
    expect(bare.includes(secret)).toBe(false);
    expect(bare.includes(Buffer.from([0x21, 0xff, 11, ...Buffer.from('NETSCAPE2.0'), 3, 1, 7, 0, 0]))).toBe(true);
    expect(bare.includes(Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]))).toBe(true);
    const frame = webpChunk('ANMF', Buffer.concat([Buffer.alloc(16), plain.webp.subarray(plain.webp.indexOf('VP8L') === -1 ? plain.webp.indexOf('VP8 ') : plain.webp.indexOf('VP8L')), webpChunk('NOTE', words)]));
    const film = bareOf(webpWith(Buffer.concat([plain.webp.subarray(0, 30)]), 0x02, webpChunk('ANIM', Buffer.alloc(6)), frame));
    expect(film.includes('ANMF')).toBe(true);
    expect(film.includes(secret)).toBe(false);
    expect(film.readUInt32LE(4)).toBe(film.length - 8);
    // What says that there are descriptions says so no more.
    expect([0x0c, 8, 0].map((flags) => (bareOf(webpWith(plain.webp, flags, webpChunk('XMP ', words), webpChunk('EXIF', exifBlock({ turned: flags === 8 ? 6 : 1 }))))[20] ?? 0) & 0x0c)).toEqual([0, 8, 0]);
  });

  it('as a TIFF keeps its points where they are, and how it is turned; all else is zeros', () => {
    const whole = Buffer.concat([tiffWith(secret, { position: beside.position }), archive]);
    const bare = bareOf(whole);
    expect(bare.includes(secret)).toBe(false);
    expect(bare.length).toBeLessThan(whole.length - archive.length);
    expect(bare.subarray(8, 24)).toEqual(whole.subarray(8, 24));
    const list = bare.readUInt32BE(4);
    expect(Array.from({ length: bare.readUInt16BE(list) }, (_, entry) => bare.readUInt16BE(list + 2 + entry * 12))).toEqual([256, 257, 258, 259, 262, 273, 274, 278, 279]);
    expect(bare.readUInt16BE(list + 2 + 6 * 12 + 8)).toBe(6);
    expect(bareOf(bare)).toEqual(bare);
  });
});

describe('a picture of a rarer kind', () => {
  it('loses the small picture that telephones put beside it', async () => {
    const whole = heifWith(plain.avif, { small: words });
    const bare = bareOf(whole);
    expect([whole.includes(secret), bare.includes(secret)]).toEqual([true, false]);
    expect(await pointsOf(bare)).toEqual(await pointsOf(plain.avif));
    expect(bareOf(bare)).toEqual(bare);
  });

  it('is not taken for damaged where nothing but its end is missing', () => {
    const bare = bareOf(gifWith(plain.gif.subarray(0, -1), gifBlocks(0xfe, words)));
    expect(bare).toEqual(plain.gif.subarray(0, -1));
  });

  it('keeps its points where there is something among them that decoders pass over', () => {
    const cut = plain.jpeg.length - 6;
    const odd = Buffer.concat([plain.jpeg.subarray(0, cut), Buffer.from([0xff, 0x02, 0xff, 0x01]), plain.jpeg.subarray(cut)]);
    expect(bareOf(odd).subarray(-12)).toEqual(odd.subarray(-12));
  });

  it('has in what is a number no more than a number', () => {
    for (const marker of [0xdc, 0xdd, 0xdf]) expect([marker, bareOf(jpegWith(plain.jpeg, segment(marker, words))).includes(secret)]).toEqual([marker, false]);
    const restarts = segment(0xdd, Buffer.from([0, 0]));
    expect(bareOf(jpegWith(plain.jpeg, restarts)).includes(restarts)).toBe(true);
  });

  it('keeps its colours where something stands behind its profile', () => {
    const padded = Buffer.concat([profile, words]);
    expect(blankProfile(padded)).toBe(true);
    expect(padded.includes(secret)).toBe(false);
    const red = profile.readUInt32BE(profile.indexOf('rXYZ', 132) + 4);
    expect(padded.includes(profile.subarray(red, red + 20))).toBe(true);
  });

  it('stays turned for those who turned it, and as it was for the others', async () => {
    for (const block of [exifBlock({ turned: 6 }), Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifBlock({ turned: 6, artist: secret })])]) {
      const whole = webpWith(plain.webp, 0x08, webpChunk('EXIF', block));
      expect(await pointsOf(bareOf(whole))).toEqual(await pointsOf(whole));
    }
    const twice = exifBlock({ turned: 6 });
    twice.writeUInt32BE(2, 14);
    const odd = jpegWith(plain.jpeg, segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), twice])));
    expect(await pointsOf(bareOf(odd))).toEqual(await pointsOf(odd));
  });

  it('is read where its points lie in more places than a call has arguments', () => {
    const rows = tiffOfRows(150_000);
    expect(bareOf(rows).equals(rows)).toBe(true);
    expect(barePicture(tiffOfRows(200_001))).toEqual({ kind: 'unknown' });
  });

  it('has a profile that takes little to make smaller, however large it is', () => {
    // In a small file there may be one of gigabytes.
    const large = (size: number) => {
      const made = Buffer.alloc(size);
      made.writeUInt32BE(size, 0);
      made.write('acsp', 36);
      return made;
    };
    const has = (size: number) => bareOf(pngWith(plain.png, [profileChunk(large(size))])).includes('iCCP');
    expect([has(1024), has(4 * 1024 * 1024), has(4 * 1024 * 1024 + 1)]).toEqual([true, true, false]);
  });
});

describe('a picture whose parts nobody can tell apart', () => {
  it.each<readonly [string, () => Uint8Array]>([
    ['a JPEG without an end', () => plain.jpeg.subarray(0, -2)],
    ['a JPEG that is cut in its head', () => plain.jpeg.subarray(0, 100)],
    ['a JPEG in a JPEG’s head', () => jpegWith(plain.jpeg, Buffer.from([0xff, 0xd8]))],
    ['a PNG that is cut', () => plain.png.subarray(0, -20)],
    ['a PNG with a part that a viewer has to know', () => pngWith(plain.png, [pngChunk('CgBI', Buffer.alloc(4))])],
    ['a WebP that is cut', () => plain.webp.subarray(0, -9)],
    ['a GIF that is cut', () => plain.gif.subarray(0, -2)],
    ['a PNG of more parts than any has', () => pngWith(plain.png, Array.from({ length: 100_001 }, () => Buffer.concat([Buffer.alloc(4), Buffer.from('tEXt'), Buffer.alloc(4)])))],
    ['a JPEG of more parts than any has', () => jpegWith(plain.jpeg, Buffer.alloc(400_004, Buffer.from([0xff, 0xfe, 0, 2])))],
    ['a GIF of more parts than any has', () => gifWith(plain.gif, Buffer.alloc(300_003, Buffer.from([0x21, 0xfe, 0])))],
    ['a WebP of more parts than any has', () => webpWith(plain.webp, 0, ...Array.from({ length: 100_001 }, () => webpChunk('NOTE', Buffer.alloc(0))))],
    ['a film among pictures', () => Buffer.concat([heifWith(plain.avif, {}), box('moov', words)])],
    ['an AVIF that is cut', () => plain.avif.subarray(0, -9)],
    ['a TIFF with files in it', () => tiffWith('', { unknownTag: 330 })],
    ['a TIFF that does not say how long its points are', () => tiffOfRows(2, 0)],
    ['an AVIF of which nobody knows the kind that is shown', () => heifWith(plain.avif, { kind: 'unci', small: words })],
    ['a JPEG of a kind with frames of its own', () => jpegLs()],
    ['an AVIF of pictures one after the other', () => Buffer.concat([box('ftyp', Buffer.from('avis\0\0\0\0avismsf1', 'latin1')), box('moov', words)])],
    ['an AVIF that tells the length of its brands in eight bytes', () => Buffer.concat([Buffer.from('\0\0\0\u0001ftyp\0\0\0\0\0\0\0\u0018avif\0\0\0\0', 'latin1'), words])],
    ['a photograph of a camera’s own kind', () => Buffer.concat([box('ftyp', Buffer.from('crx \0\0\0\u0001crx isom', 'latin1')), box('moov', words)])],
    ['a JPEG XL', () => Buffer.concat([box('JXL ', Buffer.from('\r\n\u0087\n', 'latin1')), box('Exif', words)])],
    ['a TIFF of more than four gigabytes', () => Buffer.from('MM\0+\0\u0008\0\0\0\0\0\0\0\0\0\u0010', 'latin1')],
  ])('is said to be one: %s', (_what, bytes) => {
    expect(barePicture(bytes())).toEqual({ kind: 'unknown' });
  });

  it('is not taken for one where it is something else', () => {
    for (const other of [Buffer.from('%PDF-1.7'), archive, Buffer.from('Hello'), Buffer.from('MMORPG'), box('ftyp', Buffer.from('isom\0\0\0\0isommp42', 'latin1')), new Uint8Array(), Buffer.concat([archive, plain.jpeg])]) expect(barePicture(other)).toEqual({ kind: 'other' });
  });
});

describe('whatever bytes come', () => {
  const heads = ['\u00ff\u00d8\u00ff', '\u0089PNG\r\n\u001a\n', 'RIFF\u0040\0\0\0WEBP', 'GIF89a', '\0\0\0\u0014ftypheic\0\0\0\0heic', 'II*\0\u0008\0\0\0', 'MM\0*\0\0\0\u0008'];

  it('nothing fails, nothing gets larger, and twice is as once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 }), (head, rest) => {
        const bytes = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
        const before = Buffer.from(bytes);
        const once = barePicture(bytes);
        expect(bytes).toEqual(before);
        if (once.kind !== 'bare') return;
        expect(once.bytes.length).toBeLessThanOrEqual(bytes.length);
        expect(barePicture(once.bytes)).toEqual(once);
      }),
      runs(2_000),
    );
  });

  it.each(kinds)('also in a %s of which some are others: what comes of it has no more in it, and never what was beside', (kind) => {
    const whole = laden(kind);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), { maxLength: 6 }), fc.nat({ max: whole.length }), (changes, end) => {
        const bytes = Buffer.from(whole.subarray(0, end < whole.length / 2 ? whole.length : end));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const once = barePicture(bytes);
        if (once.kind !== 'bare') return;
        expect(once.bytes.length).toBeLessThanOrEqual(bytes.length);
        const twice = barePicture(once.bytes);
        expect(twice.kind === 'bare' ? Buffer.from(twice.bytes).equals(once.bytes) : twice.kind).toBe(true);
      }),
      runs(500),
    );
  });
});
