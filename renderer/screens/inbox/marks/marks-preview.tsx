import type { Channel } from '../../../../shared/domain/conversation.ts';
import { channelFormat } from '../../../../shared/domain/channel-format.ts';
import type { Block } from '../../../../shared/marks/marked-text.ts';
import { plainReading } from '../../../../shared/marks/plain-reading.ts';
import { readMarks } from '../../../../shared/marks/read-marks.ts';
import { wholeWords } from '../../../../shared/marks/whatsapp-reading.ts';
import { words as inboxWords } from '../words.ts';
import { FormattedText } from './formatted-text.tsx';
import { words } from './words.ts';

/** A reply as the customer will read it, on the way that it goes. */
export function MarksPreview({ channel, text }: { readonly channel: Channel; readonly text: string }) {
  return (
    <section className="marks-preview" aria-label={words.previewOf(inboxWords.channels[channel])}>
      <p className="marks-preview-head">{channelFormat[channel] === 'none' ? words.previewPlain(inboxWords.channels[channel]) : words.previewOf(inboxWords.channels[channel])}</p>
      {/* It may be long, and then it scrolls: by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="marks-preview-text" tabIndex={0}>
        <FormattedText blocks={blocksFor(channel, text.trim())} />
      </div>
    </section>
  );
}

function blocksFor(channel: Channel, text: string): readonly Block[] {
  switch (channelFormat[channel]) {
    case 'all':
      return readMarks(text);
    case 'no-links':
      return readMarks(text).map((block) => ({ ...block, lines: block.lines.map((line) => wholeWords(line)) }));
    case 'none':
      return [{ kind: 'lines', lines: [[{ kind: 'text', text: plainReading(text), at: 0 }]] }];
  }
}
