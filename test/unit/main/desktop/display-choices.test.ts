import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DisplayChoices } from '../../../../main/desktop/display-choices.ts';
import { Display, firstDisplay } from '../../../../shared/domain/display.ts';
import { firstSpoken } from '../../../../shared/language/languages.ts';
import { runs } from '../../../doubles/how-often.ts';

let profile = '';
const themeChosen = vi.fn();
const languageChosen = vi.fn();
const choices = () => new DisplayChoices({ profile, themeChosen, languageChosen });
const file = () => join(profile, 'display.json');

beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'sealdesk-display-'));
  themeChosen.mockClear();
  languageChosen.mockClear();
});
afterEach(() => rmSync(profile, { recursive: true }));

describe('display choices', () => {
  it('are kept, each by itself, for their owner alone to read', () => {
    choices().choose({ theme: 'dark' });
    choices().choose({ keys: { reply: 'Ctrl+R' } });
    expect(choices().read()).toEqual({ ...firstDisplay, theme: 'dark', keys: { reply: 'Ctrl+R' } });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(Display.parse(JSON.parse(readFileSync(file(), 'utf8')))).toEqual(choices().read());
  });

  it('tell what has to follow them, and only where something has changed', () => {
    choices().choose({ language: 'system', theme: 'system' });
    expect([themeChosen.mock.calls.length, languageChosen.mock.calls.length]).toEqual([0, 0]);
    choices().choose({ language: 'de', theme: 'dark' });
    expect([themeChosen.mock.calls.length, languageChosen.mock.calls.length]).toEqual([1, 1]);
  });

  it('from the start make no sound, name nobody, and end with the window', () => {
    expect(choices().read()).toMatchObject({ notices: { sound: false, say: 'something' }, onClose: 'quit', contrast: 'system' });
  });

  it('that cannot be read are as from the start, and take none of the others with them', () => {
    writeFileSync(file(), JSON.stringify({ ...firstDisplay, theme: 'dark', rows: 7, keys: { 'no such <id>': 'R' }, more: { of: 'a newer version' } }));
    expect(choices().read()).toEqual({ ...firstDisplay, theme: 'dark' });
  });

  it('are something sensible whatever lies in the file', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.record({ language: fc.anything(), theme: fc.anything(), keys: fc.anything() }).map((value) => JSON.stringify(value) ?? '')), (text) => {
        writeFileSync(file(), text);
        expect(Display.safeParse(choices().read()).success).toBe(true);
      }),
      runs(200),
    );
  });
});

it('the system’s first language that we have is spoken, English where there is none', () => {
  expect(firstSpoken(['de-AT', 'en-GB'])).toBe('de');
  expect(firstSpoken(['fr-FR', 'de'])).toBe('de');
  expect(firstSpoken(['fr', 'C', ''])).toBe('en');
  expect(firstSpoken(['den'])).toBe('en');
  fc.assert(
    fc.property(fc.array(fc.string()), (wanted) => {
      expect(['en', 'de']).toContain(firstSpoken(wanted));
    }),
    runs(200),
  );
});
