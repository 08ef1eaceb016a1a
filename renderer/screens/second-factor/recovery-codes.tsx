import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import './second-factor.css';
import { words } from './words.ts';

/** The ten codes, this once: to write down or to copy. Nothing keeps them but whoever reads them. */
export function RecoveryCodes({ codes, onKept }: { readonly codes: readonly string[]; readonly onKept: () => void }) {
  const list = useRef<HTMLOListElement>(null);
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null);

  const copy = (): void => {
    if (list.current === null) return;
    const selection = document.getSelection();
    selection?.selectAllChildren(list.current);
    // The page has no clipboard permission and needs none for this: it acts on what is selected, while a key or button is pressed.
    setCopied(document.execCommand('copy') ? 'yes' : 'no');
    selection?.removeAllRanges();
  };

  return (
    <div className="gate-form">
      <ol className="recovery-codes" aria-label={words.recovery.list} data-testid="recovery-codes" ref={list}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="recovery-copy">
        <Button onClick={copy}>{words.recovery.copy}</Button>
        <output className="recovery-said">{copied === null ? words.recovery.once : copied === 'yes' ? words.recovery.copied : words.recovery.notCopied}</output>
      </div>
      <Button look="primary" size="large" wide onClick={onKept}>
        {words.recovery.kept}
      </Button>
    </div>
  );
}
