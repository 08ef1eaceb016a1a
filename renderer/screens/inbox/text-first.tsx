import { memo, useCallback, useLayoutEffect, useRef, useState, type ComponentType } from 'react';
import { flushSync } from 'react-dom';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { afterPainting } from '../../ui/after-painting.ts';

/** What is beside a conversation's text, and how it is made to follow at once. */
export interface Beside {
  /** The conversation that is open, or for a moment the one before. */
  readonly opened: OpenConversation;
  readonly stale: boolean;
  /** Whoever uses a handle of it calls this before: what is used is then of the conversation that is open. */
  readonly settle: () => void;
}

/** Whatever can be done to an element, but for keys, which have everything follow before they do anything. */
const uses = ['pointerdown', 'mousedown', 'mouseup', 'click', 'auxclick', 'dblclick', 'contextmenu', 'focusin', 'beforeinput', 'input', 'change', 'compositionstart', 'paste', 'cut', 'drop', 'dragstart', 'submit'] as const;

const besideText = 'beside-text';

/**
 * The text of a conversation first: what can be done with it takes as long to draw again, and follows once the text has been
 * painted. Until then it stands as it stood in the one before, so that nothing moves, and out of reach: a pointer finds `Shield` before
 * it and a screen reader nothing, what is done to it all the same gets nowhere and has it follow; so does any key, first.
 */
export function useTextFirst(opened: OpenConversation): Beside {
  const [settled, setSettled] = useState(opened);
  const stale = settled.id !== opened.id;
  const settle = useCallback(() => {
    if (stale) flushSync(() => setSettled(opened));
  }, [stale, opened]);

  useLayoutEffect(() => {
    if (!stale) return undefined;
    return afterPainting(() => setSettled(opened));
  }, [stale, opened]);

  // Not `inert`: that changes the style of each thing in it, twice, before the text is painted. And always listening, not anew for each step.
  const keptOff = useRef<(() => void) | null>(null);
  useLayoutEffect(() => {
    keptOff.current = stale ? settle : null;
  }, [stale, settle]);
  useLayoutEffect(() => {
    const onKey = (): void => keptOff.current?.();
    const keepOff = (event: Event): void => {
      if (keptOff.current === null || !(event.target instanceof Element) || event.target.closest(`.${besideText}`) === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      keptOff.current();
    };
    window.addEventListener('keydown', onKey, true);
    for (const use of uses) window.addEventListener(use, keepOff, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      for (const use of uses) window.removeEventListener(use, keepOff, true);
    };
  }, []);

  return { opened: stale ? settled : opened, stale, settle };
}

/** The same, left as it was drawn for as long as it is stale. */
export function leftWhileStale<Props extends object>(Component: ComponentType<Props>): ComponentType<Props & { readonly stale: boolean }> {
  const Left = memo(({ stale: _stale, ...props }: Props & { readonly stale: boolean }) => <Component {...(props as unknown as Props)} />, (_before, { stale }) => stale) as unknown as ComponentType<Props & { readonly stale: boolean }>;
  return (props) => (
    <div className={besideText} aria-hidden={props.stale || undefined}>
      <Left {...props} />
    </div>
  );
}

/** Lies over a conversation for as long as what is beside its text is stale: whoever points at that waits for what follows. */
export function Shield({ stale }: Pick<Beside, 'stale'>) {
  return stale && <div className="beside-shield" />;
}
