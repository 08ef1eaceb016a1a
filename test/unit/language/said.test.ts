import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { said } from '../../../renderer/languages/en/said.ts';
import { suggestionWords, warningWords } from '../../../shared/passphrase/words.ts';
import { runs } from '../../doubles/how-often.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The page in German. */
async function inGerman(): Promise<(text: string) => string> {
  vi.resetModules();
  vi.stubGlobal('document', { documentElement: { lang: 'de' }, dir: 'ltr' });
  return (await import('../../../renderer/words/said.ts')).saidAgain;
}
afterEach(() => vi.unstubAllGlobals());

/** Sentences in quotes in the sources of main that a screen shows: what posture, keychain, record, header and vault say. */
function sentencesOf(files: readonly string[], from: RegExp): readonly string[] {
  return files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(from)].map((found) => found[1] as string));
}

const postureFiles = readdirSync(join(root, 'main/device/posture')).map((name) => `main/device/posture/${name}`);
const explaining = ['main/device/device.ts', 'main/device/record.ts', 'main/device/keychain.ts', 'main/device/held-posture.ts', 'main/unlock/header-binding.ts', 'main/unlock/inspection.ts', 'main/unlock/unlock.ts', 'main/vault/problem.ts'];

describe('what main says is said again in the page’s language', () => {
  it('for every outcome of a check', async () => {
    const saidAgain = await inGerman();
    const sentences = sentencesOf(postureFiles, /(?:failed|unknown)\('([^']+)'/gu);
    expect(sentences.length).toBeGreaterThan(30);
    expect(sentences.filter((sentence) => saidAgain(sentence) === sentence)).toEqual([]);
  });

  it('for every explanation of a state that stops', async () => {
    const saidAgain = await inGerman();
    // The short ones are errors of calls, for which the page has words of its own.
    const sentences = sentencesOf(explaining, /'((?:[A-Z][a-z]+|SECRET_BACKEND)[^'\n]* [^'\n]*\.)'/gu).filter(({ length }) => length > 70);
    expect(sentences.length).toBeGreaterThan(15);
    expect(sentences.filter((sentence) => saidAgain(sentence) === sentence)).toEqual([]);
  });

  it('for what is said of a passphrase', async () => {
    const saidAgain = await inGerman();
    for (const sentence of Object.values({ ...warningWords, ...suggestionWords })) expect(saidAgain(sentence)).not.toBe(sentence);
  });

  it('with what stands in it, and with the check’s name before it', async () => {
    const saidAgain = await inGerman();
    expect(saidAgain('Screen lock: The screen locks only after 20 minutes; more than 15 minutes is too long.')).toBe('Bildschirmsperre: Der Bildschirm sperrt sich erst nach 20 Minuten; mehr als 15 Minuten sind zu lang.');
    expect(saidAgain('Nora Weber set this to resolved.')).toBe('Nora Weber hat „erledigt“ gesetzt.');
    expect(saidAgain('Nora Weber assigned this to Ada Okafor.')).toBe('Nora Weber hat das Ada Okafor zugewiesen.');
    expect(saidAgain('Ubuntu 20.04 is older than 22.04.')).toBe('Ubuntu 20.04 ist älter als 22.04.');
  });

  it('as it was said, where it is not known or the page speaks English', async () => {
    const saidAgain = await inGerman();
    expect(saidAgain('Something that only a newer version says.')).toBe('Something that only a newer version says.');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(typeof saidAgain(text)).toBe('string');
      }),
      runs(300),
    );
    vi.unstubAllGlobals();
    vi.resetModules();
    const { saidAgain: inEnglish } = await import('../../../renderer/words/said.ts');
    for (const sentence of Object.keys(said)) expect(inEnglish(sentence)).toBe(sentence);
  });
});
