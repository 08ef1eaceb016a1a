import { constants, crc32, deflateSync, inflateSync } from 'node:zlib';
import { Bare, latin, type Leave, Numbers, Parts, UnknownPartsError } from './bare.ts';
import { blankProfile } from './colour-profile.ts';
import { orientationIn, orientationOnly } from './orientation.ts';

/** PNG, third edition, section 11: what is drawn from, each with the most bytes that it may have. */
const drawn: Readonly<Record<string, number>> = {
  IHDR: 13, PLTE: 768, IDAT: Number.POSITIVE_INFINITY, tRNS: 256, gAMA: 4, cHRM: 32, sRGB: 1, sBIT: 4, bKGD: 6, pHYs: 9, cICP: 4, mDCV: 24, cLLI: 8, acTL: 8, fcTL: 26, fdAT: Number.POSITIVE_INFINITY,
};
const repeated = new Set(['IDAT', 'fcTL', 'fdAT']);
/** A decoder may not leave out what it does not know (section 5.4). */
const isCritical = (name: string) => /^[A-Z]/.test(name);
const frame = 12;
/** A profile for print has two megabytes. */
const maxProfile = 4 * 1024 * 1024;
/** Of displays they have some kilobytes. Of a large one that is made to take long the smallest form would take a second. */
const largeProfile = 64 * 1024;

/** A PNG with its points as they are and what says how to draw them. @throws UnknownPartsError */
export function barePng(bytes: Uint8Array, leave: Leave): Uint8Array {
  const numbers = new Numbers(bytes);
  const bare = new Bare(bytes);
  const parts = new Parts();
  const seen = new Set<string>();
  bare.keep(0, 8);
  for (let at = 8; ; ) {
    parts.another();
    const length = numbers.at(at, 4);
    const end = at + frame + length;
    if (end > bytes.length) throw new UnknownPartsError();
    const name = latin(bytes, at + 4, at + 8);
    const content = bytes.subarray(at + 8, end - 4);
    if ((name === 'IHDR') === seen.size > 0) throw new UnknownPartsError();
    if (name === 'IEND') {
      if (!seen.has('IDAT')) throw new UnknownPartsError();
      bare.write(chunk('IEND', new Uint8Array()));
      if (content.length > 0 || end < bytes.length) leave(bytes.subarray(at + 8), null);
      return bare.done();
    }
    const most = drawn[name];
    const again = seen.has(name) && !repeated.has(name);
    if (isCritical(name) && (most === undefined || length > most || again)) throw new UnknownPartsError();
    seen.add(name);
    if (most !== undefined && length <= most && !again) bare.keep(at, end);
    else if (again) leave(content, 'words');
    else leftOut(name, content, bare, leave);
    at = end;
  }
}

function leftOut(name: string, content: Uint8Array, bare: Bare, leave: Leave): void {
  switch (name) {
    case 'iCCP': {
      leave(afterWord(content, 1), 'deflated');
      const profile = profileIn(content);
      if (profile !== null) bare.write(profile);
      return;
    }
    case 'eXIf': {
      leave(content, 'exif');
      const turned = orientationIn(content);
      if (turned !== null) bare.write(chunk(name, orientationOnly(turned)));
      return;
    }
    case 'zTXt':
      leave(content, 'words');
      return leave(afterWord(content, 1), 'deflated');
    case 'iTXt': {
      leave(content, 'words');
      const [squeezed, language] = [afterWord(content, 0), afterWord(content, 2)];
      if (squeezed[0] === 1) leave(afterWord(afterWord(language, 0), 0), 'deflated');
      return;
    }
    default:
      return leave(content, 'words');
  }
}

/** What follows a word and its zero, and so many bytes. */
function afterWord(content: Uint8Array, more: number): Uint8Array {
  const zero = content.indexOf(0);
  return zero === -1 ? new Uint8Array() : content.subarray(zero + 1 + more);
}

/** The colour profile under no name and without words. Null where it is damaged, or would be larger than it was: the picture is then drawn without. */
function profileIn(content: Uint8Array): Uint8Array | null {
  let profile: Uint8Array;
  try {
    profile = inflateSync(afterWord(content, 1), { maxOutputLength: maxProfile });
  } catch {
    return null;
  }
  if (!blankProfile(profile)) return null;
  const deflated = deflateSync(profile, { level: profile.length > largeProfile ? constants.Z_DEFAULT_COMPRESSION : constants.Z_BEST_COMPRESSION });
  const named = Buffer.concat([Buffer.from('-\0\0', 'latin1'), deflated]);
  return named.length > content.length ? null : chunk('iCCP', named);
}

function chunk(name: string, content: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const whole = Buffer.alloc(content.length + frame);
  whole.writeUInt32BE(content.length);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), whole.length - 4);
  return whole;
}
