import { memo } from 'react';
import type { SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import { shortTime, wholeTime } from '../../words/times.ts';
import { ChannelMark } from './channel-mark.tsx';
import { previewShown } from './findings/finding-words.ts';

/** One message that a search has found, with what matched marked. */
export const SearchHitRow = memo(function SearchHitRow({ hit, now }: { readonly hit: SearchHit; readonly now: number }) {
  return (
    <div className="row row-roomy">
      <span className="row-unread-mark" aria-hidden="true" />
      <ChannelMark channel={hit.channel} />
      <span className="row-name">{hit.customerName}</span>
      <time className="row-time" dateTime={new Date(hit.sentAt).toISOString()} title={wholeTime(hit.sentAt)}>
        {shortTime(hit.sentAt, now)}
      </time>
      <span className="row-subject">{previewShown(hit.subject)}</span>
      <span className="row-last">
        <span className="row-preview">
          {hit.snippet.map((part, place) =>
            part.matched ? (
              // A snippet's pieces have no identity but their place.
              // eslint-disable-next-line react/no-array-index-key
              <mark key={place} className="row-match">
                {part.text}
              </mark>
            ) : (
              previewShown(part.text)
            ),
          )}
        </span>
      </span>
    </div>
  );
});
