import { app, nativeTheme } from 'electron';
import { firstSpoken, languageTags, type Language } from '../../shared/language/languages.ts';
import { readDisplayFile } from './display-file.ts';

const themes = ['system', 'light', 'dark'] as const;

const oneOf = <T extends string>(choices: readonly T[], value: unknown): T | undefined => choices.find((choice) => choice === value);

const chosen = (profile: string, what: 'language' | 'theme' | 'contrast'): unknown => {
  const display = readDisplayFile(profile);
  return typeof display === 'object' && display !== null && what in display ? (display as Record<string, unknown>)[what] : undefined;
};

/**
 * The language that is spoken: the person's choice, else the system's, else English. Read anew each time, before the first
 * window as well, where the schema of all the choices is not loaded yet. Electron must be ready.
 */
export const spokenLanguage = (profile: string): Language => oneOf(languageTags, chosen(profile, 'language')) ?? firstSpoken(app.getPreferredSystemLanguages());

/** Light or dark as chosen, before anything is drawn. */
export function useChosenTheme(profile: string): void {
  nativeTheme.themeSource = oneOf(themes, chosen(profile, 'theme')) ?? 'system';
}

/** Whether more contrast is chosen: the document says so from its first word, which is the lock screen's. */
export const moreContrast = (profile: string): boolean => chosen(profile, 'contrast') === 'more';
