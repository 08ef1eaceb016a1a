/** Sizes in CSS pixels from which words are set larger, the largest first; what is smaller than the rest is not: it is to be read. */
const sizes: readonly (readonly [number, string])[] = [[27, 'largest'], [21, 'larger'], [17, 'large']];

const classes: Readonly<Record<string, (value: string) => string | null>> = {
  'font-weight': (value) => (/^(?:bold|[6-9]00)$/.test(value) ? 'bold' : /^(?:normal|[1-5]00)$/.test(value) ? 'plain' : null),
  'font-style': (value) => (/^(?:italic|normal)$/.test(value) ? (value === 'italic' ? 'italic' : 'upright') : null),
  'text-decoration': (value) => (value === 'underline' ? 'underlined' : value === 'line-through' ? 'struck' : null),
  'text-align': (value) => (/^(?:left|right|center)$/.test(value) ? value : null),
  'font-size': (value) => {
    const size = /^(\d{1,3})px$/.exec(value)?.[1];
    return size === undefined ? null : (sizes.find(([from]) => Number(size) >= from)?.[1] ?? null);
  },
};

/**
 * What of a sender's style is kept, as classes of our own style sheet: emphasis, alignment, larger words. No colour: words could be hidden with it, or
 * be white on what was a dark picture. Nothing that moves anything.
 *
 * @param style the attribute as it is written
 * @returns null for none
 */
export function classesOf(style: string): string | null {
  const names = new Set<string>();
  for (const declaration of style.slice(0, 2_000).split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, Math.max(0, colon)).trim().toLowerCase();
    const name = Object.hasOwn(classes, property) ? (classes[property]?.(declaration.slice(colon + 1).trim().toLowerCase()) ?? null) : null;
    if (name !== null) names.add(name);
  }
  return names.size === 0 ? null : [...names].join(' ');
}
