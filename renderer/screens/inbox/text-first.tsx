import { memo, useCallback, useLayoutEffect, useState, type ComponentType } from 'react';
import { flushSync } from 'react-dom';
import type { OpenConversation } from '../../data/opened-conversation.ts';

/** What is beside a conversation's text, and how it is made to follow at once. */
export interface Beside {
  /** The conversation that is open, or for a moment the one before. */
  readonly opened: OpenConversation;
  readonly stale: boolean;
  /** Whoever uses a handle of it calls this before: what is used is then of the conversation that is open. */
  readonly settle: () => void;
}

/**
 * The text of a conversation first: what can be done with it takes as long to draw again, and follows once the text has been
 * painted. Until then it stands as it stood in the one before, so that nothing moves, and out of reach; any key has it follow first.
 */
export function useTextFirst(opened: OpenConversation): Beside {
  const [settled, setSettled] = useState(opened);
  const stale = settled.id !== opened.id;
  const settle = useCallback(() => {
    if (stale) flushSync(() => setSettled(opened));
  }, [stale, opened]);

  useLayoutEffect(() => {
    if (!stale) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The first frame is before the text is painted, the second after.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        timer = setTimeout(() => setSettled(opened));
      });
    });
    // No frame comes where nobody looks.
    const late = setTimeout(() => setSettled(opened), atLatest);
    window.addEventListener('keydown', settle, true);
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      clearTimeout(late);
      window.removeEventListener('keydown', settle, true);
    };
  }, [stale, opened, settle]);

  return { opened: stale ? settled : opened, stale, settle };
}

const atLatest = 100;

/**
 * The same, left as it was drawn for as long as it is stale, and out of reach: no pointer, focus, screen reader or program that
 * types finds it until it is of the conversation that is open.
 */
export function leftWhileStale<Props extends object>(Component: ComponentType<Props>): ComponentType<Props & { readonly stale: boolean }> {
  const Left = memo(({ stale: _stale, ...props }: Props & { readonly stale: boolean }) => <Component {...(props as unknown as Props)} />, (_before, { stale }) => stale) as unknown as ComponentType<Props & { readonly stale: boolean }>;
  return (props) => (
    <div className="beside-text" inert={props.stale}>
      <Left {...props} />
    </div>
  );
}
