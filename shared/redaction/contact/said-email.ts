import { enter, foldWord, secretWord } from '../context/lexicon.ts';
import type { Detector, Match } from '../engine/detector.ts';
import { textBefore } from '../engine/span.ts';

/** A point as a word, and the sign as one, in English, German, Spanish and French. */
const points = new Set(['dot', 'punkt', 'punto', 'point']);
const signs = new Set(['arroba', 'arobase', 'arobas', 'klammeraffe']);
for (const word of [...points, ...signs]) enter(word, secretWord);

/** Whether any of them is so long. */
const lengths = new Set([...points, ...signs].map((word) => word.length));

const name = '[\\p{L}\\p{N}._%+-]{1,64}';
const host = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,40}[\\p{L}\\p{N}])?';
/** A point between two parts of a domain: as it is, in brackets, or as a word. */
const point = '(?:\\.|[ ]?[([](?:\\.|dot|punkt|punto|point)[)\\]][ ]?|[ ](?:dot|punkt|punto|point)[ ])';
/** Where somebody spells an address, its end is one of those that people have. */
const end = '(?:com|net|org|edu|info|biz|eu|io|me|co|app|dev|de|at|ch|li|es|fr|uk|us|ca|ie|it|nl|be|lu|pt|pl|se|dk|no|fi|cz|mx|ar|cl|pe|au|nz|in|br)(?![\\p{L}\\p{N}]|[.-][\\p{L}\\p{N}])';

const nameBefore = new RegExp(`(?<![\\p{L}\\p{N}._%+@-])${name}[ ]{0,2}$`, 'iu');
const domainBehind = new RegExp(`[ ]{0,2}${host}(?:${point}${host}){0,3}?${point}${end}`, 'iuy');
const spaced = new RegExp(`[ ]${host}(?:\\.${host}){0,3}?\\.${end}`, 'iuy');
/** `anna@gmail .com` */
const apart = new RegExp(`${host}[ ]\\.${end}`, 'iuy');
/** "anna at gmail" before "dot com". */
const saidBefore = new RegExp(`(?<![\\p{L}\\p{N}._%+@-])(${name})(?:[ ]{1,2}(?:at|ät|arroba|arobase|arobas|klammeraffe|@)[ ]{1,2}|@)${host}[ ]$`, 'iu');
const endBehind = new RegExp(`[ ](?:co${point})?${end}`, 'iuy');

/** What makes it sure that "look at that dot com" is none. */
const provider = /(?:^|[ @)\]])(?:gmail|googlemail|gmx|hotmail|outlook|yahoo|icloud|aol|proton|protonmail|posteo|web|live|msn|orange|wanadoo|free|laposte|sfr|t-online|telefonica|btinternet)[ .([]/iu;
const mailWord = /(?:mail|correo|courriel|courrier|m[ée]l|adress|contact|reach|write|schreib|escrib|[ée]cri)/iu;
const reach = 72;

/** E-mail addresses as people write them so that no machine reads them: anna (at) example dot com, anna @ example.com. */
export const saidEmails: Detector = {
  name: 'e-mail addresses in words',
  looksAt: ['ats', 'secretWords'],
  detect({ text, scan }) {
    const matches: Match[] = [];
    const taken = new Set<number>();
    const push = (start: number, to: number) => {
      if (taken.has(start)) return;
      matches.push({ type: 'email', confidence: 0.9, parts: [{ start, end: to }] });
      taken.add(start);
    };
    for (const at of scan.ats) {
      const isSign = text.charCodeAt(at) === 0x40;
      const from = isSign ? at + 1 : at + '(at)'.length;
      const pattern = !isSign ? domainBehind : text.charCodeAt(from) === 0x20 ? spaced : apart;
      if (isSign && (pattern === spaced) !== (text.charCodeAt(at - 1) === 0x20)) continue;
      pattern.lastIndex = from;
      const domain = pattern.exec(text);
      const before = domain === null ? null : nameBefore.exec(textBefore(text, at, reach));
      if (domain === null || before === null) continue;
      const start = at - before[0].length;
      if (pattern !== spaced || isSure(text, start, before[0], domain[0])) push(start, from + domain[0].length);
    }
    for (const word of scan.secretWords) {
      if (!lengths.has(word.end - word.start)) continue;
      const folded = foldWord(text.slice(word.start, word.end));
      if (points.has(folded)) {
        endBehind.lastIndex = word.end;
        const behind = endBehind.exec(text);
        const before = behind === null ? null : saidBefore.exec(textBefore(text, word.start, 2 * reach));
        if (behind !== null && before !== null) {
          const start = word.start - before[0].length;
          if (isSure(text, start, before[1] ?? '', before[0])) push(start, word.end + behind[0].length);
        }
      } else if (signs.has(folded)) {
        domainBehind.lastIndex = word.end;
        const domain = domainBehind.exec(text);
        const before = domain === null ? null : nameBefore.exec(textBefore(text, word.start, reach));
        if (domain !== null && before !== null) push(word.start - before[0].length, word.end + domain[0].length);
      }
    }
    return matches.sort((a, b) => (a.parts[0]?.start ?? 0) - (b.parts[0]?.start ?? 0));
  },
};

/** The name is no word, or the host gives addresses to everybody, or somebody has said what follows. */
function isSure(text: string, start: number, written: string, around: string): boolean {
  return /[._\d]\p{L}|\d/u.test(written) || provider.test(`${around} `) || mailWord.test(textBefore(text, start, 64));
}
