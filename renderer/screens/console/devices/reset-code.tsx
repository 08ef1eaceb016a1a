import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import { shownOneTimeCode } from '../../../../shared/domain/typed-code.ts';
import { useNow } from '../../../data/now.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { dayAndTime } from '../../../words/times.ts';
import './device-parts.css';
import { words } from './words.ts';

export type Reset = ConsoleOutput<'device.reset-totp'>;

/** The reset code, once, to be read out. Not to be copied: it goes by word of mouth. Closing it forgets it. */
export function ResetCode({ reset: { device, code, expiresAt }, onClose }: { readonly reset: Reset; readonly onClose: () => void }) {
  const now = useNow();
  return (
    <Sheet title={words.reset.title(device.agent.name)} subtitle={device.name} onClose={onClose} foot={<Button onClick={onClose}>{words.reset.done}</Button>}>
      <Banner meaning="info" title={words.reset.once}>
        {words.reset.until(dayAndTime(expiresAt, now))}
      </Banner>
      <section className="reset-code" aria-label={words.reset.code}>
        <code>{shownOneTimeCode(code)}</code>
      </section>
      <p className="console-text">{words.reset.tell(device.agent.name)}</p>
      <p className="console-text">{words.reset.use}</p>
    </Sheet>
  );
}
