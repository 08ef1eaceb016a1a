import { useRef, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import { useNow } from '../../../data/now.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { QrCode } from '../../../ui/qr-code.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { dayAndTime } from '../../../words/times.ts';
import './invites.css';
import { words } from './words.ts';

/** The invite, once: to copy, to open as a link, to scan. Closing it forgets it. */
export function MadeInvite({ made, agentName, onClose }: { readonly made: ConsoleOutput<'invite.make'>; readonly agentName: string; readonly onClose: () => void }) {
  const text = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);
  const now = useNow();

  const copy = (): void => {
    text.current?.select();
    // The page has no clipboard permission and needs none for this: it acts on what is selected, while a key or button is pressed.
    setCopied(document.execCommand('copy') ? 'yes' : 'no');
  };

  return (
    <Sheet title={words.made.title(agentName)} onClose={onClose} foot={<Button onClick={onClose}>{words.made.done}</Button>}>
      <Banner meaning="info" title={words.made.once}>
        {words.made.until(dayAndTime(made.expiresAt, now))}
      </Banner>
      <div className="console-form">
        <TextArea ref={text} code readOnly label={words.made.text} hint={words.made.textHint} value={made.invite} rows={6} onFocus={(event) => event.target.select()} />
        <div className="invite-copy">
          <Button look="primary" onClick={copy}>
            {words.made.copy}
          </Button>
          <output className="console-hint">{copied === null ? null : copied === 'yes' ? words.made.copied : words.made.notCopied}</output>
        </div>
      </div>
      <div className="invite-qr">
        <QrCode text={made.invite} label={words.made.qr} />
      </div>
    </Sheet>
  );
}
