/** A key that does the same as a button. `shown`: as it stands on the keyboard. `aria`: as `aria-keyshortcuts` names it (WAI-ARIA 1.2 section 6.6.3). Both empty: none. */
export interface Shortcut {
  readonly shown: string;
  readonly aria: string;
}

/** A key that is named in one way wherever it is said. */
export const sameShortcut = (key: string): Shortcut => ({ shown: key, aria: key });

export const escapeKey: Shortcut = { shown: 'Esc', aria: 'Escape' };

/** What a button with that name says of its key, to the eye and to a screen reader. */
export function shortcutProps(label: string, { shown, aria }: Shortcut): { readonly title: string; readonly 'aria-keyshortcuts': string | undefined } {
  return { title: shown === '' ? label : `${label} (${shown})`, 'aria-keyshortcuts': aria === '' ? undefined : aria };
}
