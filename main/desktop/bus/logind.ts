import { z } from 'zod';
import type { LockReason } from '../../unlock/session-ports.ts';
import { oneText } from './bus-connection.ts';
import { type BusSignal, PropertiesChanged } from './bus-message.ts';
import type { AskFollowed, Followed } from './followed-bus.ts';

const name = 'org.freedesktop.login1';
const path = '/org/freedesktop/login1';
const manager = `${name}.Manager`;
const session = `${name}.Session`;
const user = `${name}.User`;
const properties = 'org.freedesktop.DBus.Properties';

/** What a session says of itself. `Active`: it is the one in front. */
const SessionProperties = z.object({ Active: z.boolean().optional(), LockedHint: z.boolean().optional() });
const ManagerProperties = z.object({ LidClosed: z.boolean().optional() });
const Sleep = z.tuple([z.boolean()]);
const Removed = z.tuple([z.string(), z.string()]).transform(([, object]) => object);
/** A session's id and its object. */
const Display = z.tuple([z.tuple([z.string(), z.string()])]).transform(([[, object]]) => object);
const AllProperties = z.tuple([SessionProperties]).transform(([all]) => all);

export interface LogindPorts {
  readonly lock: (reason: LockReason) => void;
  readonly awake: () => void;
  /** This process and its user, by which logind knows the session. */
  readonly pid: number;
  readonly uid: number;
  /** `XDG_SESSION_ID`, where there is one. */
  readonly sessionId: string | null;
}

/**
 * What systemd's logind tells (org.freedesktop.login1(5)): that the session shall lock or is locked,
 * that another user's is in front, that it is at its end (a remote one was closed), that the machine goes
 * to sleep, that its lid is closed.
 */
export function logind(ports: LogindPorts): Followed {
  const { lock, awake } = ports;
  /** Objects of this person's session. Signals of every other session are somebody else's. */
  let own: ReadonlySet<string> = new Set();
  let askNow: AskFollowed | null = null;

  const judge = ({ Active, LockedHint }: z.infer<typeof SessionProperties>): void => {
    if (LockedHint === true) lock('screen-locked');
    if (Active === false) lock('user-switched');
  };
  const read = async (ask: AskFollowed, object: string): Promise<void> => {
    judge(AllProperties.parse(await ask({ path: object, interface: properties, member: 'GetAll', signature: 's', body: [session] })));
  };
  const changed = ({ path: object, body }: BusSignal): void => {
    const change = PropertiesChanged.safeParse(body);
    if (!change.success) return;
    const [of, values, invalidated] = change.data;
    if (of === manager && object === path && ManagerProperties.safeParse(values).data?.LidClosed === true) lock('lid-closed');
    if (of !== session || !own.has(object)) return;
    const said = SessionProperties.safeParse(values);
    if (said.success) {
      judge(said.data);
      if (said.data.LockedHint === false || said.data.Active === true) awake();
    }
    if (askNow !== null && (invalidated.includes('Active') || invalidated.includes('LockedHint'))) read(askNow, object).catch(() => undefined);
  };

  return {
    names: [name],
    rules: [
      `path='${path}',interface='${manager}',member='PrepareForSleep'`,
      `path='${path}',interface='${manager}',member='SessionRemoved'`,
      `path='${path}',interface='${properties}',member='PropertiesChanged'`,
      `path_namespace='${path}/session',interface='${session}'`,
      `path_namespace='${path}/session',interface='${properties}',member='PropertiesChanged'`,
    ],
    heard: (signal) => {
      const { interface: of, member, path: object, body } = signal;
      if (of === properties && member === 'PropertiesChanged') changed(signal);
      if (of === manager && member === 'PrepareForSleep' && object === path) {
        const sleep = Sleep.safeParse(body);
        if (sleep.success && sleep.data[0]) lock('suspend');
        else if (sleep.success) awake();
      }
      if (of === manager && member === 'SessionRemoved' && object === path) {
        const removed = Removed.safeParse(body);
        if (removed.success && own.has(removed.data)) lock('user-switched');
      }
      if (of === session && own.has(object) && member === 'Lock') lock('screen-locked');
      if (of === session && own.has(object) && member === 'Unlock') awake();
    },
    appeared: async (ask) => {
      askNow = ask;
      own = await ownSessions(ask, ports);
      // What happened while the bus was away is seen in how things stand.
      await Promise.all([...own].map((object) => read(ask, object)));
    },
    gone: () => {
      askNow = null;
      own = new Set();
    },
  };
}

/**
 * The session by each of the ways to know it: by this process; by the environment; by the user, since
 * desktops start programs under the user's own manager, which belongs to no session. They name the
 * same one as a rule.
 */
async function ownSessions(ask: AskFollowed, { pid, uid, sessionId }: LogindPorts): Promise<ReadonlySet<string>> {
  const managed = async (member: string, signature: 'u' | 's', value: number | string): Promise<string> =>
    oneText.parse(await ask({ path, interface: manager, member, signature, body: [value] }));
  const display = async (): Promise<string> => {
    const object = await managed('GetUser', 'u', uid);
    return Display.parse(await ask({ path: object, interface: properties, member: 'Get', signature: 'ss', body: [user, 'Display'] }));
  };
  const found = await Promise.allSettled([
    managed('GetSessionByPID', 'u', pid),
    ...(sessionId === null ? [] : [managed('GetSession', 's', sessionId)]),
    display(),
  ]);
  // Without a display session the object is `/`.
  return new Set(found.flatMap((result) => (result.status === 'fulfilled' && result.value.startsWith(`${path}/session/`) ? [result.value] : [])));
}
