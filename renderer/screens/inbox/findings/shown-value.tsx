import type { ReactNode } from 'react';
import { useSeconds } from '../../../data/now.ts';
import { Button } from '../../../ui/button.tsx';
import { countdown } from '../../../words/times.ts';
import { useDrawnText } from './drawn-text.ts';
import './reveal.css';
import { words } from './words.ts';

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
  return (
    <div className="reveal">
      {copying ? (
        <p className="reveal-value" dir="auto">
          {value}
        </p>
      ) : (
        <Drawn value={value} />
      )}
      <div className="reveal-foot">
        <span className="reveal-seconds" aria-hidden="true">
          {countdown(until, now)}
        </span>
        {children ?? <Button onClick={onHide}>{words.hide}</Button>}
      </div>
    </div>
  );
}

/** What may not be taken along. */
function Drawn({ value }: { readonly value: string }) {
  return <p className="reveal-value reveal-fixed" data-drawn={useDrawnText(value)} />;
}
