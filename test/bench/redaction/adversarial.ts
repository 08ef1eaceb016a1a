import { inspectText } from '../../../shared/redaction/index.ts';
import { type Measure, type Say, median, sum, timed } from '../measure.ts';
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

/** The slowest hostile text against an ordinary one and the mean of all, character for character. */
export function adversarialMeasures(say: Say): Measure[] {
  const size = 200_000;
  const texts = Object.entries(hostilePieces).map(([name, piece]) => [name, piece.repeat(Math.ceil(size / piece.length)).slice(0, size)] as const);
  const cost = (text: string) => median(Array.from({ length: 3 }, () => timed(() => inspectText(text)))) / text.length;
  const ordinary = cost(mixedText(size));
  const costs = texts.map(([name, text]) => ({ name, cost: cost(text) })).sort((a, b) => b.cost - a.cost);
  const growth = costs.slice(0, 5).map(({ name }) => {
    const piece = hostilePieces[name] ?? '';
    const [short, long] = [size / 4, size].map((length) => cost(piece.repeat(Math.ceil(length / piece.length)).slice(0, length)));
    return { name, growth: (long ?? NaN) / (short ?? NaN) };
  });
  const mean = sum(costs.map((each) => each.cost)) / costs.length;
  const steepest = growth.sort((a, b) => b.growth - a.growth)[0];
  say(`hostile texts, nanoseconds a character: ${costs.slice(0, 6).map((each) => `${each.name} ${(each.cost * 1e6).toFixed(0)}`).join(', ')}; mean ${(mean * 1e6).toFixed(0)}, ordinary ${(ordinary * 1e6).toFixed(0)}`);
  const reference = Math.max(mean, ordinary);
  return [
    { name: 'adversarial', against: `the mean of ${costs.length} hostile texts, or an ordinary one if that takes longer; slowest: ${costs[0]?.name}`, ours: (costs[0]?.cost ?? NaN) * 1e6, peer: reference * 1e6, unit: 'ns/char', bar: 2, better: 'less' },
    { name: 'adversarial.growth', against: `a quarter of the length; steepest of the five slowest: ${steepest?.name}`, ours: steepest?.growth ?? NaN, peer: 1, unit: 'x', bar: 2, better: 'less' },
  ];
}
