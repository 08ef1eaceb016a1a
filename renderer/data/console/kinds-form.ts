import { neverReleased, type ReleasePolicy } from '../../../shared/domain/release.ts';
import type { RevealPolicy } from '../../../shared/domain/reveal.ts';
import { Verification } from '../../../shared/domain/verification.ts';
import { findingTypes, type FindingType } from '../../../shared/redaction/finding-type.ts';

/** Part of the policy's form. */
type Fields = Readonly<Record<string, string>>;

/** Kinds that something is decided about: files with the others in them go to nobody anyway, and nothing of them is shown. */
export const openKinds: readonly FindingType[] = findingTypes.filter((type) => !neverReleased.includes(type));

export const neverField = (type: FindingType): string => `release.never.${type}`;
export const knownField = (type: FindingType): string => `reveal.verification.${type}`;
/** Nothing is asked of the customer. */
export const anybody = 'anybody';
export const knownChoices: readonly string[] = [anybody, ...Verification.options.filter((level) => level !== 'unverified')];

/** Kind by kind: whether files with it in them go to nobody, and how far a customer must be known before a value of it is shown. */
export function kindFields({ never }: Pick<ReleasePolicy, 'never'>, { verification }: Pick<RevealPolicy, 'verification'>): Fields {
  return Object.fromEntries(
    openKinds.flatMap((type) => [
      [neverField(type), String(never.includes(type))],
      [knownField(type), levelText(verification[type])],
    ]),
  );
}

/** Whoever need not be known at all may as well be left out. */
const levelText = (level: Verification | undefined): string => (level === undefined || level === 'unverified' ? anybody : level);

/** In the order in which the policy had them, then in that of kinds; what the form has no fields for stays. */
export function neverOf(form: Fields, before: ReleasePolicy['never']): ReleasePolicy['never'] {
  const wanted = (type: FindingType) => (openKinds.includes(type) ? form[neverField(type)] === 'true' : before.includes(type));
  return [...before.filter(wanted), ...findingTypes.filter((type) => wanted(type) && !before.includes(type))];
}

/** What says the same as before stays as it was written. */
export function knownOf(form: Fields, before: RevealPolicy['verification']): RevealPolicy['verification'] {
  const after = { ...before };
  for (const type of openKinds) {
    const text = form[knownField(type)] ?? anybody;
    if (text === levelText(before[type])) continue;
    const level = Verification.safeParse(text);
    if (level.success) after[type] = level.data;
    else delete after[type];
  }
  return after;
}
