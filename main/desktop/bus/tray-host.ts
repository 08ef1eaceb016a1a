import { z } from 'zod';
import type { AskFollowed, Followed } from './followed-bus.ts';

const name = 'org.kde.StatusNotifierWatcher';
const path = '/StatusNotifierWatcher';
const Registered = z.tuple([z.boolean()]).transform(([registered]) => registered);

/** Whether the desktop shows icons in a tray (StatusNotifierItem specification, "StatusNotifierWatcher"). */
export function trayHost(changed: (there: boolean) => void): Followed {
  let askNow: AskFollowed | null = null;
  const look = async (ask: AskFollowed): Promise<void> => {
    const answer = await ask({ path, interface: 'org.freedesktop.DBus.Properties', member: 'Get', signature: 'ss', body: [name, 'IsStatusNotifierHostRegistered'] });
    changed(Registered.parse(answer));
  };
  return {
    names: [name],
    rules: [`path='${path}',interface='${name}'`],
    heard: ({ member }) => {
      if (askNow !== null && /^StatusNotifierHost(R|Unr)egistered$/.test(member)) look(askNow).catch(() => changed(false));
    },
    appeared: (ask) => {
      askNow = ask;
      return look(ask);
    },
    gone: () => {
      askNow = null;
      changed(false);
    },
  };
}
