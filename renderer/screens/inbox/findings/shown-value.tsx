import { type ReactNode, useEffect, useRef } from 'react';
import { useSeconds } from '../../../data/now.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { countdown } from '../../../words/times.ts';
import './reveal.css';
import { words } from './words.ts';

/** By which what is on screen could leave it. */
const waysOut = ['copy', 'cut', 'dragstart', 'contextmenu'] as const;

interface ShownValueProps {
  readonly value: string;
  readonly until: number;
  readonly copying: boolean;
  readonly onHide: () => void;
  /** What can be done about it, in place of hiding it. */
  readonly children?: ReactNode;
}

/** What was hidden, for as long as it may be seen. It can be copied where the policy allows that, and leaves in no other way. */
export function ShownValue({ value, until, copying, onHide, children }: ShownValueProps) {
  const now = useSeconds();
  const shown = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const element = shown.current;
    if (copying || element === null) return undefined;
    const stop = (event: Event) => event.preventDefault();
    for (const way of waysOut) element.addEventListener(way, stop);
    return () => {
      for (const way of waysOut) element.removeEventListener(way, stop);
    };
  }, [copying]);
  return (
    <div className="reveal">
      <p className={classNames('reveal-value', !copying && 'reveal-fixed')} dir="auto" ref={shown}>
        {value}
      </p>
      <div className="reveal-foot">
        <span className="reveal-seconds" aria-hidden="true">
          {countdown(until, now)}
        </span>
        {children ?? <Button onClick={onHide}>{words.hide}</Button>}
      </div>
    </div>
  );
}
