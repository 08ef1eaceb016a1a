import { Mail, Phone, X } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BeginningShown } from '../../../../shared/contract/ipc/outbound.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { newWords as words } from './new-conversation-words.ts';
import './unfinished.css';

/** What else was begun and not sent, on whichever of the agent's laptops: to go on with, or to throw away. @param onShown another one is in the form */
export function UnfinishedList({ onShown }: { readonly onShown: () => void }) {
  const { beginnings } = useDesk();
  const now = useNow();
  const open = useStore(beginnings.open);
  const others = useStore(beginnings.list).filter(({ id }) => id !== open.id);
  const [restore, setRestore] = useState<(() => Promise<void>) | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const discard = async (id: BeginningShown['id']): Promise<void> => {
    const back = await beginnings.discard(id);
    setRestore(() => back);
    // The button that had the focus is gone.
    heading.current?.focus();
  };
  const resume = async (shown: BeginningShown): Promise<void> => {
    setRestore(null);
    await beginnings.resume(shown);
    // What was pressed is gone from the list.
    onShown();
  };
  if (others.length === 0 && restore === null) return null;
  return (
    <section className="unfinished" aria-label={words.unfinished.title(others.length)}>
      <div className="unfinished-head">
        <h3 className="unfinished-title" tabIndex={-1} ref={heading}>
          {words.unfinished.title(others.length)}
        </h3>
        {restore !== null && (
          <span className="unfinished-back">
            <output>{words.unfinished.discarded}</output>
            <Button
              look="quiet"
              onClick={() => {
                setRestore(null);
                void restore();
              }}
            >
              {words.unfinished.restore}
            </Button>
          </span>
        )}
        {open.content !== null && (
          <Button look="quiet" onClick={() => void beginnings.startAfresh().then(onShown)}>
            {words.unfinished.fresh}
          </Button>
        )}
      </div>
      <ul className="unfinished-list">
        {others.map((shown) => {
          const [who, about, when] = [whoIn(shown), aboutIn(shown), dayAndTime(shown.at, now)];
          const Way = shown.content.way === 'phone' ? Phone : Mail;
          return (
            <li key={shown.id} className="unfinished-one">
              <button type="button" className="unfinished-resume" onClick={() => void resume(shown)}>
                <Way className="icon-small" aria-hidden="true" />
                <span className="unfinished-words">
                  <span className="unfinished-who">{who}</span>
                  <span className="unfinished-about">{about}</span>
                </span>
                <time className="unfinished-when">{when}</time>
              </button>
              <IconButton label={words.unfinished.discardOne(who, about)} onClick={() => void discard(shown.id)}>
                <X className="icon-small" />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function whoIn({ content: { with: whom, name }, customer }: BeginningShown): string {
  switch (whom.kind) {
    case 'nobody':
      return words.unfinished.nobody;
    case 'customer':
      return customer?.name ?? whom.name;
    case 'typed':
      return name.trim() === '' ? whom.typed : name.trim();
  }
}

function aboutIn({ content: { subject, text } }: BeginningShown): string {
  const said = subject.trim() === '' ? text.replaceAll(/\s+/g, ' ').trim().slice(0, 120) : subject.trim();
  return said === '' ? words.unfinished.nothing : said;
}
