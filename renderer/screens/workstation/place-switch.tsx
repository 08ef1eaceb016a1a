import { Inbox, MonitorCog } from 'lucide-react';
import { waitingCount } from '../../data/console/device-list.ts';
import { useConsole } from '../../data/console/console.tsx';
import { useStore } from '../../data/store.ts';
import { figures } from '../../words/counts.ts';
import { useFrame } from './frame.tsx';
import { commandTo } from './go-to.ts';
import { named, useKeysShown } from './keys-shown.ts';
import { words } from './words.ts';

/** From the inbox to the console and back, for those whose roles open both. */
export function PlaceSwitch() {
  const frame = useFrame();
  const shown = useKeysShown();
  const waiting = waitingCount(useStore(useConsole().devices.state).value);
  const first = frame.sections[0] ?? 'devices';
  const inInbox = frame.place === 'inbox';
  const inConsole = !inInbox && frame.place !== 'security';
  return (
    <ul className="places" aria-label={words.places.label}>
      <li>
        <button type="button" className="place" aria-current={inInbox || undefined} title={named(words.places.inbox, shown('goInbox'))} onClick={() => frame.goTo('inbox')}>
          <Inbox className="icon-small" aria-hidden="true" />
          <span className="place-name">{words.places.inbox}</span>
        </button>
      </li>
      <li>
        <button type="button" className="place" aria-current={inConsole || undefined} title={named(words.places.console, shown(commandTo(first)))} onClick={() => frame.goTo(first)}>
          <MonitorCog className="icon-small" aria-hidden="true" />
          <span className="place-name">{words.places.console}</span>
          {waiting > 0 && (
            <span className="place-waiting" title={words.places.waiting(waiting)}>
              <span aria-hidden="true">{figures(waiting)}</span>
              <span className="sr-only">{words.places.waiting(waiting)}</span>
            </span>
          )}
        </button>
      </li>
    </ul>
  );
}
