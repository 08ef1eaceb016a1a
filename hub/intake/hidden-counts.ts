import type { HiddenCount } from '../../shared/domain/attachment.ts';

/** How often each type was found, in the order in which they were. */
export function countsOf(findings: readonly { readonly type: string }[]): HiddenCount[] {
  const counts = new Map<string, number>();
  for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count }));
}
