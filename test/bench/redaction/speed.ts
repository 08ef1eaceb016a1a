import { inspectText } from '../../../shared/redaction/index.ts';
import { type Measure, type Say, TakingTurns, median, processed, sum } from '../measure.ts';
import { labelledSet } from './labelled-set.ts';
import { broken, mails } from './mails.ts';
import { Dice } from './random.ts';
import type { Peer } from './peers.ts';

const utf8 = new TextEncoder();
const bytes = (text: string): number => utf8.encode(text).length;
const perSecond = (size: number, milliseconds: number): number => size / 1e6 / (milliseconds / 1000);

/** The texts that hold nothing, in an order drawn once; `length` in characters. They are full of order numbers, hashes and the like. */
const nothingText = (length: number): string => repeated(labelledSet('known').filter(({ findings }) => findings.length === 0).map(({ text }) => text), length);

/** The same as prose: numbers cut to three digits. */
const proseText = (length: number): string => nothingText(length).replace(/\d{4,}/g, (digits) => digits.slice(0, 3));

/** What most messages are: sentences without any number. */
const sentencesText = (length: number): string => nothingText(length).replace(/\S*\d\S*/g, 'that');

/** Texts with and without something to find, as they come. */
export const mixedText = (length: number): string => repeated(labelledSet('known').map(({ text }) => text), length);

function repeated(pieces: readonly string[], length: number): string {
  const dice = new Dice(7);
  const parts: string[] = [];
  for (let size = 0; size < length; ) {
    const piece = dice.pick(pieces);
    parts.push(piece);
    size += piece.length + 2;
  }
  return parts.join('\n\n').slice(0, length);
}

const warmUp = 1000;

/** Runs each for a second before it is timed, at least once: a hub runs for weeks, and what is timed first is the compiler. */
function warm(calls: Readonly<Record<string, () => unknown>>): void {
  for (const call of Object.values(calls)) for (const started = performance.now(); performance.now() - started < warmUp; ) call();
}

/** How much faster than whom, or how much slower at most. */
const bars: Readonly<Record<string, number>> = { 'redact-pii': 10, '@redactpii/node': 0.5 };

/** Throughput against other libraries: of the labelled messages, of longer mails of other words and languages, and of broken texts. */
export async function throughputMeasures(peers: readonly Peer[], say: Say): Promise<Measure[]> {
  return [
    ...(await comparedOver('throughput', labelledSet('known').map(({ text }) => text), bars, peers, say)),
    ...(await comparedOver('throughput.mails', mails(), bars, peers, say)),
    ...(await comparedOver('throughput.broken', broken(), {}, peers, say)),
  ];
}

/** Message by message, in processor time. */
async function comparedOver(name: string, messages: readonly string[], asked: typeof bars, peers: readonly Peer[], say: Say): Promise<Measure[]> {
  const size = sum(messages.map(bytes));
  const rates = new Map<string, number>();
  const wholeSet: Record<string, () => unknown> = { ours: () => messages.forEach((text) => inspectText(text)) };
  for (const peer of peers) {
    const result = peer.redact(messages[0] ?? '');
    if (!(result instanceof Promise)) wholeSet[peer.name] = () => messages.forEach((text) => peer.redact(text));
    else rates.set(peer.name, perSecond(size, await asynchronous(peer, messages)));
  }
  warm(wholeSet);
  const took = TakingTurns.times(7, wholeSet, processed);
  for (const [name, times] of Object.entries(took)) rates.set(name, perSecond(size, median(times)));
  say(`${name}, ${messages.length} texts of ${(size / messages.length).toFixed(0)} bytes, MB/s: ${[...rates].map(([name, rate]) => `${name} ${rate.toFixed(2)}`).join(', ')}`);
  const ours = rates.get('ours') ?? NaN;
  return [...rates].filter(([peer]) => peer !== 'ours').map(([peer, rate]): Measure => ({ name: `${name}.${peer}`, against: `${peer}, ${messages.length} messages`, ours, peer: rate, unit: 'MB/s', bar: asked[peer] ?? null, better: 'more' }));
}

/** Throughput of clean text, against what is asked for and against one plain pass over it. */
export function cleanMeasures(say: Say): Measure[] {
  const [prose, nothing, sentences] = [proseText(2_000_000), nothingText(2_000_000), sentencesText(2_000_000)];
  const texts = { prose: () => inspectText(prose), encoder: () => utf8.encode(prose), nothing: () => inspectText(nothing), sentences: () => inspectText(sentences) };
  warm(texts);
  const passes = TakingTurns.times(5, texts, processed);
  const [rate, plain] = [perSecond(bytes(prose), median(passes.prose)), perSecond(bytes(prose), median(passes.encoder))];
  const [numbers, words] = [perSecond(bytes(nothing), median(passes.nothing)), perSecond(bytes(sentences), median(passes.sentences))];
  say(`clean prose: ${rate.toFixed(1)} MB/s; TextEncoder over the same: ${plain.toFixed(0)} MB/s; clean texts full of numbers: ${numbers.toFixed(1)} MB/s; sentences without a number: ${words.toFixed(1)} MB/s`);
  return [
    { name: 'clean', against: 'the 20 MB/s that are asked for, prose', ours: rate, peer: 20, unit: 'MB/s', bar: 1, better: 'more' },
    { name: 'clean.numbers', against: 'the same 20 MB/s, texts full of order numbers and the like', ours: numbers, peer: 20, unit: 'MB/s', bar: null, better: 'more' },
    { name: 'clean.sentences', against: 'the same 20 MB/s, the same texts without any number', ours: words, peer: 20, unit: 'MB/s', bar: null, better: 'more' },
    { name: 'clean.pass', against: 'TextEncoder over the same text', ours: rate, peer: plain, unit: 'MB/s', bar: null, better: 'more' },
  ];
}

async function asynchronous(peer: Peer, messages: readonly string[]): Promise<number> {
  const before = process.cpuUsage();
  for (const text of messages) await peer.redact(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Time per character at five sizes from 1 KB to 10 MB: the slowest against the mean. */
export function linearMeasure(say: Say): Measure {
  const sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
  const whole = mixedText(10_000_000);
  inspectText(whole.slice(0, 1_000_000));
  const costs = sizes.map((size) => {
    // Small texts are different slices, so that each size reads the same mixture.
    const repeats = Math.max(1, Math.min(200, Math.floor(2_000_000 / size)));
    const slices = Array.from({ length: repeats }, (_, index) => whole.slice(index * size, (index + 1) * size));
    return median(Array.from({ length: size >= 10_000_000 ? 1 : 3 }, () => processed(() => slices.forEach((slice) => inspectText(slice))))) / (repeats * size);
  });
  say(`nanoseconds a character at ${sizes.map((size, index) => `${size / 1000} KB: ${((costs[index] ?? NaN) * 1e6).toFixed(0)}`).join(', ')}`);
  return { name: 'linear', against: 'the mean of 1 KB to 10 MB (1 is even)', ours: Math.max(...costs) * 1e6, peer: (sum(costs) / costs.length) * 1e6, unit: 'ns/char', bar: 2, better: 'less' };
}
