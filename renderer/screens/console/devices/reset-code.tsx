import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import { shownOneTimeCode } from '../../../../shared/domain/second-factor.ts';
import { useNow } from '../../../data/now.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { dayAndTime } from '../../../words/times.ts';
import './device-parts.css';
import { words } from './words.ts';

/** The code that IT tells the agent, once: to be read out, not copied. Closing it forgets it. */
export function ResetCode({ made, onClose }: { readonly made: ConsoleOutput<'device.reset-totp'>; readonly onClose: () => void }) {
  const now = useNow();
  const agent = made.device.agent.name;
  return (
    <Dialog title={words.reset.title(agent)} onClose={onClose}>
      <div className="console-form">
        <Banner meaning="info" title={words.reset.once}>
          {words.reset.until(dayAndTime(made.expiresAt, now))}
        </Banner>
        <section aria-label={words.reset.code}>
          <code className="reset-code" data-testid="reset-code">
            {shownOneTimeCode(made.code)}
          </code>
        </section>
        <p className="console-text">{words.reset.tell(agent)}</p>
        <p className="console-text">{words.reset.use}</p>
        <p className="console-hint">{words.reset.letters}</p>
        <div className="console-choice">
          <Button onClick={onClose}>{words.reset.done}</Button>
        </div>
      </div>
    </Dialog>
  );
}
