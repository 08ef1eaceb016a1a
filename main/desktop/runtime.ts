import type { DesktopWords } from './languages/words.ts';

/** Electron releases before this one get no security fixes any more: for tests and trying out only. */
const oldestSupported = 40;

export const isCompatibilityRuntime = (electronVersion: string): boolean => Number.parseInt(electronVersion, 10) < oldestSupported;

/** What every screen says on the compatibility runtime; null on a supported one. */
export function runtimeNotice(electronVersion: string, words: DesktopWords): string | null {
  if (!isCompatibilityRuntime(electronVersion)) return null;
  return words.compatibilityRuntime.replace('{version}', electronVersion);
}
