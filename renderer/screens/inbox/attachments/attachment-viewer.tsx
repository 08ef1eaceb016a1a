import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import { useCallback, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ShownAttachment } from '../../../../shared/contract/ipc/attachments.ts';
import type { AttachmentId, MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { sameShortcut } from '../../../ui/shortcut.ts';
import { Spinner } from '../../../ui/spinner.tsx';
import { timeOfDay } from '../../../words/times.ts';
import { AskForFile } from './ask-for-file.tsx';
import { hiddenWords } from './hidden-words.ts';
import { words } from './words.ts';
import './attachment-viewer.css';
import { DrawnPage } from './drawn-page.tsx';
import { sizeWords } from './size-words.ts';
import { useShown, type ShownState } from './use-shown.ts';

/** Widths, as parts of the room there is. */
const zooms = [1, 1.5, 2, 3] as const;

export interface AttachmentViewerProps {
  readonly attachment: ShownAttachment;
  readonly messageId: MessageId;
  readonly id: AttachmentId;
  readonly onClose: () => void;
}

/** Shows one attachment over the conversation: pictures and pages as points that were drawn elsewhere, text as text. */
export function AttachmentViewer({ attachment, messageId, id, onClose }: AttachmentViewerProps) {
  const stage = useRef<HTMLElement>(null);
  const [room, setRoom] = useState<number | null>(null);
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const [attempt, setAttempt] = useState(0);
  useLayoutEffect(() => {
    if (stage.current === null) return;
    setRoom(stage.current.clientWidth);
    stage.current.focus();
  }, []);
  const ratio = window.devicePixelRatio;
  const width = room === null ? null : Math.round(Math.min(4000, Math.max(50, room * ratio * (zooms[zoom] ?? 1))));
  const state = useShown({ messageId, id, page, width, attempt });
  const picture = state.shown?.kind === 'picture' ? state.shown : null;
  const pages = picture?.pages ?? 1;
  const turn = (by: number) => {
    setPage((now) => Math.min(pages, Math.max(1, now + by)));
    stage.current?.scrollTo({ top: 0 });
  };
  const again = useCallback(() => setAttempt((now) => now + 1), []);
  const closer = (by: number) => setZoom((now) => Math.min(zooms.length - 1, Math.max(0, now + by)));

  const keys = (event: KeyboardEvent) => {
    const box = stage.current;
    if (event.ctrlKey || event.metaKey || event.altKey || picture === null || box === null) return;
    // What still scrolls is scrolled first.
    const wide = box.scrollWidth > box.clientWidth;
    const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 1;
    if ((event.key === 'ArrowRight' && !wide) || (event.key === 'PageDown' && atEnd)) turn(1);
    else if ((event.key === 'ArrowLeft' && !wide) || (event.key === 'PageUp' && box.scrollTop <= 0)) turn(-1);
    else if (event.key === '+' || event.key === '=') closer(1);
    else if (event.key === '-') closer(-1);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={attachment.name} onClose={onClose} size="large">
      {/* The keys serve what the buttons beside them do. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className="viewer" onKeyDown={keys}>
        <div className="viewer-bar">
          <span className="viewer-size">{state.until === null || state.shown === null ? sizeWords(attachment) : words.lent(sizeWords(attachment), timeOfDay(state.until))}</span>
          {picture !== null && (
            <>
              {pages > 1 && (
                <span className="viewer-group">
                  <IconButton label={words.previousPage} shortcut={sameShortcut('ArrowLeft')} disabled={page <= 1} onClick={() => turn(-1)}>
                    <ChevronLeft className="icon icon-turns" />
                  </IconButton>
                  <span className="viewer-page">{words.page(page, pages)}</span>
                  <IconButton label={words.nextPage} shortcut={sameShortcut('ArrowRight')} disabled={page >= pages} onClick={() => turn(1)}>
                    <ChevronRight className="icon icon-turns" />
                  </IconButton>
                </span>
              )}
              <span className="viewer-group">
                <IconButton label={words.smaller} shortcut={sameShortcut('-')} disabled={zoom === 0} onClick={() => closer(-1)}>
                  <ZoomOut className="icon" />
                </IconButton>
                <IconButton label={words.larger} shortcut={{ shown: '+', aria: 'Plus' }} disabled={zoom === zooms.length - 1} onClick={() => closer(1)}>
                  <ZoomIn className="icon" />
                </IconButton>
              </span>
            </>
          )}
        </div>
        {/* Scrolls, so that the keyboard has to reach it (WCAG 2.2 SC 2.1.1). */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className="viewer-stage" ref={stage} aria-label={words.contents} aria-busy={state.busy} tabIndex={0}>
          <Stage state={state} attachment={attachment} messageId={messageId} id={id} ratio={ratio} again={again} />
        </section>
      </div>
    </Dialog>
  );
}

interface StageProps {
  readonly state: ShownState;
  readonly attachment: ShownAttachment;
  readonly messageId: MessageId;
  readonly id: AttachmentId;
  readonly ratio: number;
  readonly again: () => void;
}

function Stage({ state: { shown, busy, done }, attachment, messageId, id, ratio, again }: StageProps) {
  const desk = useDesk();
  if (shown === null || (busy && shown.kind !== 'picture')) {
    return (
      <output className="viewer-wait">
        <Spinner />
        {done === null ? words.opening : words.bringing(done)}
      </output>
    );
  }
  switch (shown.kind) {
    case 'picture':
      return <DrawnPage drawn={shown} name={attachment.name} ratio={ratio} />;
    case 'text':
      return (
        <>
          <pre className="viewer-text">{shown.text}</pre>
          {shown.cut && <p className="viewer-note">{words.cut}</p>}
        </>
      );
    case 'not-shown':
      return <EmptyState title={words.notShown[shown.why].title}>{words.notShown[shown.why].more}</EmptyState>;
    case 'not-here': {
      const { title, more } = words.notHere[shown.why];
      if (shown.why === 'withheld') {
        const { contents } = attachment;
        return (
          <EmptyState title={title}>
            <p>{contents.state === 'held' ? words.ask.found(hiddenWords(contents.hidden)) : more}</p>
            {desk.may('file.request') && <AskForFile messageId={messageId} id={id} onHad={again} />}
          </EmptyState>
        );
      }
      return (
        <EmptyState title={title}>
          <p>{more}</p>
          {shown.why !== 'gone' && <Button onClick={again}>{words.again}</Button>}
        </EmptyState>
      );
    }
    case 'failed':
      return (
        <EmptyState title={words.failed}>
          <Button onClick={again}>{words.again}</Button>
        </EmptyState>
      );
  }
}
