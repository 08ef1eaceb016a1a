import type { Channel } from '../../../../shared/domain/conversation.ts';
import { type ChannelFormat, channelFormat } from '../../../../shared/domain/channel-format.ts';
import type { Block } from '../../../../shared/marks/marked-text.ts';
import { plainReading } from '../../../../shared/marks/plain-reading.ts';
import { readMarks } from '../../../../shared/marks/read-marks.ts';
import { wholeWords } from '../../../../shared/marks/whatsapp-reading.ts';
import { words as inboxWords } from '../words.ts';
import { FormattedText } from './formatted-text.tsx';
import { words } from './words.ts';

/** Where it is read: by the customer on a channel, by colleagues, or under e-mails. */
export type ReadWhere = Channel | 'note' | 'signature';

/** What is written, as it will be read where it goes. */
export function MarksPreview({ where, text }: { readonly where: ReadWhere; readonly text: string }) {
  const label = labelOf(where);
  return (
    <section className="marks-preview" aria-label={label}>
      <p className="marks-preview-head">{formatIn(where) === 'none' && where !== 'note' && where !== 'signature' ? words.previewPlain(inboxWords.channels[where]) : label}</p>
      {/* It may be long, and then it scrolls: by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="marks-preview-text" tabIndex={0}>
        <FormattedText blocks={blocksFor(where, text.trim())} />
      </div>
    </section>
  );
}

function labelOf(where: ReadWhere): string {
  if (where === 'note') return words.previewNote;
  return where === 'signature' ? words.previewSignature : words.previewOf(inboxWords.channels[where]);
}

const formatIn = (where: ReadWhere): ChannelFormat => (where === 'note' || where === 'signature' ? 'all' : channelFormat[where]);

function blocksFor(where: ReadWhere, text: string): readonly Block[] {
  switch (formatIn(where)) {
    case 'all':
      return readMarks(text);
    case 'no-links':
      return readMarks(text).map((block) => ({ ...block, lines: block.lines.map((line) => wholeWords(line)) }));
    case 'none':
      return [{ kind: 'lines', lines: [[{ kind: 'text', text: plainReading(text), at: 0 }]] }];
  }
}
