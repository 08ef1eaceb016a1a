import { z } from 'zod';
import { PropertiesChanged } from './bus-message.ts';
import type { Followed } from './followed-bus.ts';

const name = 'org.freedesktop.UPower';
const path = '/org/freedesktop/UPower';
const Lid = z.object({ LidIsClosed: z.literal(true) });

/** The lid as UPower tells it: most versions of logind know of it and send no signal. */
export function lid(closed: () => void): Followed {
  return {
    names: [name],
    rules: [`path='${path}',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'`],
    heard: ({ path: object, member, body }) => {
      const change = PropertiesChanged.safeParse(body);
      if (member === 'PropertiesChanged' && object === path && change.success && change.data[0] === name && Lid.safeParse(change.data[1]).success) closed();
    },
  };
}
