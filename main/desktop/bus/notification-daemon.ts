import { z } from 'zod';
import { PropertiesChanged } from './bus-message.ts';
import type { Followed } from './followed-bus.ts';

const name = 'org.freedesktop.Notifications';
const path = '/org/freedesktop/Notifications';
const properties = 'org.freedesktop.DBus.Properties';
const Inhibited = z.object({ Inhibited: z.boolean() });
const OneValue = z.tuple([z.boolean()]).or(z.tuple([z.tuple([z.boolean()])]).transform(([value]) => value)).transform(([value]) => value);

/**
 * Whether the program that shows notifications is told not to disturb: its property `Inhibited`, which KDE's has. Others
 * hold notifications back by themselves and do not say so.
 */
export function notificationDaemon(heldBack: (held: boolean) => void): Followed {
  return {
    names: [name],
    rules: [`path='${path}',interface='${properties}',member='PropertiesChanged'`],
    heard: ({ path: object, member, body }) => {
      const change = PropertiesChanged.safeParse(body);
      if (member !== 'PropertiesChanged' || object !== path || !change.success || change.data[0] !== name) return;
      const said = Inhibited.safeParse(change.data[1]);
      if (said.success) heldBack(said.data.Inhibited);
    },
    appeared: async (ask) => {
      heldBack(false);
      heldBack(OneValue.parse(await ask({ path, interface: properties, member: 'Get', signature: 'ss', body: [name, 'Inhibited'] })));
    },
    gone: () => heldBack(false),
  };
}
