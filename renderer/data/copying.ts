import type { SessionStateKind } from '../../shared/domain/session-state.ts';
import type { Client } from '../client.ts';
import type { Session } from './session.ts';

/** States that show something which must not stay on the clipboard, as the contract has it. */
const told: ReadonlySet<SessionStateKind> = new Set(['approved', 'unlocked']);

/** Milliseconds a selection must stay as it is: while it is drawn it changes with every move. */
const selectedFor = 200;

function somethingSelected(): boolean {
  const focused = document.activeElement;
  if (focused instanceof HTMLTextAreaElement || (focused instanceof HTMLInputElement && focused.selectionStart !== null)) {
    return focused.selectionStart !== focused.selectionEnd;
  }
  return document.getSelection()?.isCollapsed === false;
}

/** Tells main whenever something is copied from the page, or selected in it: the lock clears it from the clipboard. What it is, main looks up itself. */
export function tellCopying(client: Client, { state }: Session): void {
  const tell = (to: 'clipboard' | 'selection'): void => {
    if (told.has(state.get().kind)) void client.call('application.copying', { to });
  };
  document.addEventListener('copy', () => tell('clipboard'));
  document.addEventListener('cut', () => tell('clipboard'));
  let settled: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('selectionchange', () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      if (somethingSelected()) tell('selection');
    }, selectedFor);
  });
}
