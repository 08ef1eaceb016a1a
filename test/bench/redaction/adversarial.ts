import { inspectText } from '../../../shared/redaction/index.ts';
import { type Measure, type Say, processed, sum } from '../measure.ts';
import { mixedText } from './speed.ts';

/** Texts that make careless patterns go back again and again; each repeated to the wanted length. */
export const hostilePieces: Readonly<Record<string, string>> = {
  digits: '7',
  'card after card': '4242424242424241',
  'digits with spaces': '4 ',
  'digits with dashes': '12-',
  'at signs': '@',
  'a mail that never ends': 'a@',
  'dotted letters': 'a.a.a.',
  'dotted digits': '1.1.',
  brackets: '((((',
  'bracketed numbers': '(030) ',
  pluses: '+1 ',
  'almost IBANs': 'DE00 ',
  'one long IBAN': 'DE89370400440532013000DE',
  'beginnings of keys': '-----BEGIN PRIVATE KEY-----\n',
  'dashes': '-----',
  'beginnings of tokens': 'eyJ',
  'dots of tokens': 'eyJhbGciOiJIUzI1NiJ9.',
  'key prefixes': 'sk_live_',
  spaces: ' ',
  'line breaks': '\n',
  'zero-width characters': '\u200b',
  'digits in zero-width characters': '4\u200b',
  'spelled-out digits': 'one two three four ',
  'ziffern in worten': 'eins zwei drei ',
  'streets without end': 'Hauptstraße ',
  'house numbers': '12 Main Street, ',
  'labels without values': 'password: ',
  'labels of numbers': 'SSN: ',
  'words of a seed': 'abandon ability able ',
  'base 58': '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  'hexadecimal': '0xdeadbeef',
  'colons': 'ab:',
  'links': 'https://a.example.com/?token=',
  'letters': 'a',
  'capitals': 'ABCDEFGHIJ',
  'one combining mark after another': 'e\u0301',
};

const size = 200_000;
/** Below this a time says more about the machine than about the text, in milliseconds. */
const noise = 5;

/** The slowest hostile text against the mean of all, and against an ordinary one of the same length; and whether any costs more than in proportion when it gets four times as long. */
export function adversarialMeasures(say: Say): Measure[] {
  const time = (text: string) => Math.min(...Array.from({ length: 3 }, () => processed(() => inspectText(text))));
  const ordinary = time(mixedText(size));
  const times = Object.entries(hostilePieces).map(([name, piece]) => {
    const long = piece.repeat(Math.ceil(size / piece.length)).slice(0, size);
    const [slow, quick] = [time(long), time(long.slice(0, size / 4))];
    return { name, slow, growth: slow < noise ? 1 : slow / quick / 4 };
  });
  const slowest = times.sort((a, b) => b.slow - a.slow)[0];
  const mean = sum(times.map((each) => each.slow)) / times.length;
  const shown = times.slice(0, 6).map(({ name, slow }) => `${name} ${perCharacter(slow)}`).join(', ');
  say(`hostile texts, nanoseconds a character: ${shown}; mean of the ${times.length} ${perCharacter(mean)}, ordinary text ${perCharacter(ordinary)}`);
  const steepest = times.sort((a, b) => b.growth - a.growth)[0];
  return [
    { name: 'adversarial', against: `the mean of ${times.length} of ${size / 1000} KB; the slowest is ${slowest?.name}`, ours: slowest?.slow ?? NaN, peer: mean, unit: 'ms', bar: 2, better: 'less' },
    { name: 'adversarial.ordinary', against: `an ordinary text of ${size / 1000} KB`, ours: slowest?.slow ?? NaN, peer: ordinary, unit: 'ms', bar: null, better: 'less' },
    { name: 'adversarial.growth', against: `the same text at a quarter of the length, per character; steepest is ${steepest?.name}`, ours: steepest?.growth ?? NaN, peer: 1, unit: 'x', bar: 2, better: 'less' },
  ];
}

const perCharacter = (milliseconds: number): string => ((milliseconds * 1e6) / size).toFixed(0);
