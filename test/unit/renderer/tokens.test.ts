import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '..', '..', '..', 'renderer', 'ui', 'tokens.css'), 'utf8');

type Colours = Readonly<Record<string, string>>;

/** The declarations of the block that begins so, of colours alone. */
function block(start: string): Colours {
  const from = css.indexOf(`${start} {`);
  if (from < 0) throw new Error(`There is no block ${start}.`);
  const body = css.slice(from + start.length + 2, css.indexOf('\n  }\n', from) < 0 ? undefined : css.indexOf('}', from));
  return Object.fromEntries([...body.matchAll(/(--[a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = block(':root');
const dark = { ...light, ...block('@media (prefers-color-scheme: dark) {\n  :root') };
const moreLight = block('@media (prefers-contrast: more) {\n  :root');
const moreDark = block('@media (prefers-contrast: more) and (prefers-color-scheme: dark) {\n  :root');

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const part = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = ['--ground', '--paper', '--raised', '--hover', '--selected'];
const texts = ['--ink', '--ink-soft', '--ink-faint', '--accent', '--accent-strong', '--info', '--success', '--caution', '--danger'];
/** What stands on what: text on each ground, each meaning on its own tint, and what is written on a colour. */
const pairs = [
  ...texts.flatMap((text) => grounds.map((ground) => [text, ground] as const)),
  ...['info', 'success', 'caution', 'danger', 'accent'].flatMap((name) => [[`--${name}`, `--${name}-tint`] as const, ['--ink', `--${name}-tint`] as const, ['--ink-soft', `--${name}-tint`] as const]),
  ...['--ink', '--ink-soft', '--ink-faint'].map((text) => [text, '--note-tint'] as const),
  ['--on-accent', '--accent'], ['--on-accent', '--accent-strong'], ['--on-highlight', '--highlight'],
] as const;
const lines = ['--line', '--edge', '--ring'].flatMap((line) => ['--ground', '--paper', '--raised'].map((ground) => [line, ground] as const));

const tooLow = (colours: Colours, least: number, of: readonly (readonly [string, string])[]) =>
  of.flatMap(([text, ground]) => {
    const found = contrast(colours[text] ?? '', colours[ground] ?? '');
    return found >= least ? [] : [`${text} on ${ground}: ${found.toFixed(2)}`];
  });

describe('the colours', () => {
  it.each([['light', light], ['dark', dark]] as const)('%s: every text is 4.5:1 on every ground it stands on', (_name, colours) => {
    expect(tooLow(colours, 4.5, pairs)).toEqual([]);
  });

  it.each([['light', { ...light, ...moreLight }], ['dark', { ...dark, ...moreLight, ...moreDark }]] as const)('%s, with more contrast: every text is 7:1, every line 3:1', (_name, colours) => {
    expect(tooLow(colours, 7, pairs)).toEqual([]);
    expect(tooLow(colours, 3, lines)).toEqual([]);
  });

  it('more contrast is the same whether the system asks for it or the person', () => {
    expect(block(":root[data-contrast='more']")).toEqual(moreLight);
    expect(block("@media (prefers-color-scheme: dark) {\n  :root[data-contrast='more']")).toEqual(moreDark);
    expect(Object.keys(moreLight).filter((name) => !(name in moreDark))).toEqual([]);
  });
});
