import { useEffect, useRef, type CSSProperties } from 'react';
import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { LetterHere } from '../../../data/letters.ts';
import { letterToggleId } from './letter-toggle.tsx';
import './letters.css';
import { words } from './words.ts';

/**
 * A mail with its formatting, in a frame without any right: no script, no origin, no network, no way to what is around it. It has its height before
 * its mail is there. Escape comes out of it, as main tells: of what is pressed inside the page hears nothing.
 */
export function LetterFrame({ message, letter }: { readonly message: ShownMessage; readonly letter: Extract<LetterHere, { kind: 'ready' }> }) {
  const desk = useDesk();
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    frame.current?.closest('.message')?.scrollIntoView({ block: 'nearest' });
  }, []);
  useEffect(
    () =>
      desk.client.on('letter.left', () => {
        if (document.activeElement === frame.current) document.querySelector<HTMLElement>(`#${letterToggleId(message.id)}`)?.focus();
      }),
    [desk, message.id],
  );
  // What was shown once is not given out again: who comes back finds the text.
  useEffect(
    () => () => {
      const now = desk.letters.here.get();
      if (now?.kind === 'ready' && now.address === letter.address) desk.letters.close();
    },
    [desk, letter.address],
  );
  return (
    <>
      <iframe
        ref={frame}
        className="letter-frame"
        title={words.frame(message.authorName)}
        src={letter.address}
        sandbox=""
        allow=""
        referrerPolicy="no-referrer"
        style={{ '--lines': letter.lines } as CSSProperties}
      />
      {letter.outside > 0 && <p className="letter-note">{words.outside(letter.outside)}</p>}
      {letter.enclosed > 0 && <p className="letter-note">{words.enclosed(letter.enclosed)}</p>}
    </>
  );
}
