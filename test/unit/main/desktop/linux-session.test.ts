import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemTimers } from '../../../../main/boundary/timers.ts';
import type { BusNote } from '../../../../main/desktop/bus/followed-bus.ts';
import { watchLinuxSession } from '../../../../main/desktop/linux-session.ts';
import type { LockReason } from '../../../../main/unlock/session-ports.ts';
import { Logind, logindPath, propertiesChange } from '../../../doubles/logind.ts';
import { BusPeer, MessageBus } from '../../../doubles/message-bus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';
const joined = (bus: BusNote['bus']): BusNote => ({ event: 'bus-joined', bus });
const missed = (bus: BusNote['bus']): BusNote => ({ event: 'bus-not-there', bus });

let system: MessageBus;
let session: MessageBus;
let heard: (LockReason | 'awake')[];
let tray: boolean[];
let quiet: boolean[];
let notes: BusNote[];
let stop: () => void;

/** As in bus-connection.ts: the time a peer has to answer is left as it is. Waits before a bus is tried again are cut to a hundredth. */
const answerWithin = 5_000;
const hasty = { after: (milliseconds: number, run: () => void) => systemTimers.after(milliseconds === answerWithin ? milliseconds : milliseconds / 100, run) };

function watch(env: Record<string, string> = {}): void {
  stop = watchLinuxSession({
    env: { DBUS_SYSTEM_BUS_ADDRESS: system.address, DBUS_SESSION_BUS_ADDRESS: session.address, XDG_SESSION_ID: '2', ...env },
    pid: process.pid,
    uid: 1000,
    timers: hasty,
    random: () => 0,
    lock: (reason) => heard.push(reason),
    awake: () => heard.push('awake'),
    trayThere: (there) => tray.push(there),
    heldBack: (held) => quiet.push(held),
    note: (note) => notes.push(note),
  });
}

/** Until the watcher has asked logind how its session stands: from then on it knows which is its own. */
const knowsSession = (logind: Logind) => vi.waitUntil(() => logind.peer.calls.some(({ member }) => member === 'GetAll'), { timeout: 60_000 });
const tells = (...what: (LockReason | 'awake')[]) => vi.waitFor(() => expect(heard).toEqual(what), { timeout: 60_000 });
const isJoined = (bus: BusNote['bus']) => vi.waitFor(() => expect(notes).toContainEqual(joined(bus)), { timeout: 60_000 });
const screensaver = (peer: BusPeer, active: boolean, name = 'org.gnome.ScreenSaver') =>
  peer.tell({ path: `/${name.replaceAll('.', '/')}`, interface: name, member: 'ActiveChanged', signature: 'b', body: [active] });

beforeEach(async () => {
  system = new MessageBus();
  session = new MessageBus();
  await Promise.all([system.start(), session.start()]);
  heard = [];
  tray = [];
  quiet = [];
  notes = [];
});

afterEach(async () => {
  stop();
  await Promise.all([system.end(), session.end()]);
});

describe('logind', () => {
  it('asking the session to lock locks', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    await logind.asks('Lock');
    await tells('screen-locked');
    await logind.asks('Unlock');
    await tells('screen-locked', 'awake');
  });

  it('telling that the screen is locked, that another user is in front, that the lid is closed, locks', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    await logind.changes({ LockedHint: true });
    await logind.changes({ LockedHint: false });
    await logind.changes({ Active: false });
    await logind.lidCloses();
    await tells('screen-locked', 'awake', 'user-switched', 'lid-closed');
  });

  it('telling that the session is at its end locks; the end of another one does nothing', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    await logind.sessionEnds(`${logindPath}/session/_33`);
    await logind.sleeps(true);
    await logind.sessionEnds();
    await tells('suspend', 'user-switched');
  });

  it('naming a property without its value is asked for the value', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    logind.facts.LockedHint = true;
    await propertiesChange(logind.peer, logind.session, 'org.freedesktop.login1.Session', {}, ['LockedHint']);
    await tells('screen-locked');
  });

  it('telling of sleep locks before, and wakes after', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    await logind.sleeps(true);
    await logind.sleeps(false);
    await tells('suspend', 'awake');
  });

  it.each(['GetSessionByPID', 'GetSession', 'Display'] as const)('knowing the session by %s alone is enough', async (way) => {
    const logind = await Logind.join(system.address, [way]);
    watch();
    await knowsSession(logind);
    await logind.asks('Lock');
    await tells('screen-locked');
  });

  it('starting after us is heard too', async () => {
    watch();
    await isJoined('system');
    const logind = await Logind.join(system.address);
    await knowsSession(logind);
    await logind.asks('Lock');
    await tells('screen-locked');
  });

  it('speaking of somebody else’s session does nothing', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    const other = `${logindPath}/session/_33`;
    await logind.asks('Lock', other);
    await logind.changes({ LockedHint: true, Active: false }, other);
    await logind.sleeps(true);
    await tells('suspend');
  });

  it('imitated by another program does nothing, broadcast or sent to us alone', async () => {
    const logind = await Logind.join(system.address);
    const before = await logind.peer.others();
    watch();
    await knowsSession(logind);
    const impostor = await BusPeer.join(system.address);
    const everybody = await impostor.others();
    for (const destination of [undefined, ...everybody.filter((name) => !before.includes(name))]) {
      const to = destination === undefined ? {} : { destination };
      // Only the bus itself says who owns a name.
      await impostor.tell({ ...to, path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus', member: 'NameOwnerChanged', signature: 'sss', body: ['org.freedesktop.login1', logind.peer.name, impostor.name] });
      await impostor.tell({ ...to, path: logind.session, interface: 'org.freedesktop.login1.Session', member: 'Lock' });
      await impostor.tell({ ...to, path: logindPath, interface: 'org.freedesktop.login1.Manager', member: 'PrepareForSleep', signature: 'b', body: [false] });
    }
    await logind.sleeps(true);
    await tells('suspend');
    impostor.leave();
  });

  it('sending what is none of its signals is not taken for one', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    await logind.peer.tell({ path: logindPath, interface: 'org.freedesktop.login1.Manager', member: 'PrepareForSleep', signature: 's', body: ['true'] });
    await logind.peer.tell({ path: logind.session, interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged', signature: 's', body: ['LockedHint'] });
    await logind.peer.tell({ path: logind.session, interface: 'org.freedesktop.login1.Session', member: 'PauseDevice' });
    await logind.sleeps(true);
    await tells('suspend');
  });
});

describe('the desktop', () => {
  it.each(['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver', 'org.cinnamon.ScreenSaver', 'org.mate.ScreenSaver', 'org.xfce.ScreenSaver'])('locking its screen by %s locks', async (name) => {
    const peer = await BusPeer.join(session.address);
    await peer.own(name);
    watch();
    await isJoined('session');
    // Whether the owner is known yet can't be seen from here: it is told until it is heard.
    await vi.waitFor(async () => {
      await screensaver(peer, true, name);
      expect(heard).toContain('screen-locked');
    });
  });

  it('of GNOME tells from its shell as well', async () => {
    watch();
    await isJoined('session');
    const peer = await BusPeer.join(session.address);
    await peer.own('org.gnome.Shell.ScreenShield');
    await screensaver(peer, true);
    await screensaver(peer, false);
    await tells('screen-locked', 'awake');
  });

  it('imitated by a program that owns another name does nothing', async () => {
    watch();
    await isJoined('session');
    const peer = await BusPeer.join(session.address);
    await screensaver(peer, true);
    await peer.own('org.mate.ScreenSaver');
    await screensaver(peer, true);
    await screensaver(peer, true, 'org.mate.ScreenSaver');
    await tells('screen-locked');
  });

  it('closing the lid by UPower locks, opening it does not', async () => {
    watch();
    await isJoined('system');
    const upower = await BusPeer.join(system.address);
    await upower.own('org.freedesktop.UPower');
    await propertiesChange(upower, '/org/freedesktop/UPower', 'org.freedesktop.UPower', { LidIsClosed: false });
    await propertiesChange(upower, '/org/freedesktop/UPower', 'org.freedesktop.UPower', { OnBattery: true });
    await propertiesChange(upower, '/org/freedesktop/UPower', 'org.freedesktop.UPower', { LidIsClosed: true });
    await tells('lid-closed');
  });

  it('has a tray while somebody shows one', async () => {
    let shown = true;
    watch();
    await isJoined('session');
    const peer = await BusPeer.join(session.address, () => ({ signature: 'v', body: [['b', shown]] }));
    await peer.own(watcher);
    await vi.waitFor(() => expect(tray.at(-1)).toBe(true));
    shown = false;
    await peer.tell({ path: '/StatusNotifierWatcher', interface: watcher, member: 'StatusNotifierHostUnregistered' });
    await vi.waitFor(() => expect(tray.at(-1)).toBe(false));
    shown = true;
    await peer.tell({ path: '/StatusNotifierWatcher', interface: watcher, member: 'StatusNotifierHostRegistered' });
    await vi.waitFor(() => expect(tray.at(-1)).toBe(true));
    peer.leave();
    await vi.waitFor(() => expect(tray.at(-1)).toBe(false));
  });
});

describe('whoever shows notifications', () => {
  const daemon = 'org.freedesktop.Notifications';
  const tell = (peer: BusPeer, held: boolean) => peer.tell({ path: '/org/freedesktop/Notifications', interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged', signature: 'sa{sv}as', body: [daemon, [['Inhibited', ['b', held]]], []] });

  it('being told not to disturb is known, and ends with the program that said so', async () => {
    const peer = await BusPeer.join(session.address, ({ member }) => (member === 'Get' ? { signature: 'v', body: [['b', true]] } : null));
    watch();
    await isJoined('session');
    await peer.own(daemon);
    await vi.waitFor(() => expect(quiet.at(-1)).toBe(true));
    await tell(peer, false);
    await vi.waitFor(() => expect(quiet.at(-1)).toBe(false));
    await tell(peer, true);
    await vi.waitFor(() => expect(quiet.at(-1)).toBe(true));
    const other = await BusPeer.join(session.address);
    await tell(other, false);
    expect(quiet.at(-1)).toBe(true);
    other.leave();
    peer.leave();
    await vi.waitFor(() => expect(quiet.at(-1)).toBe(false));
  });

  it('and saying nothing of it, holds nothing back', async () => {
    const peer = await BusPeer.join(session.address);
    await peer.own(daemon);
    watch();
    await vi.waitFor(() => expect(peer.calls.map(({ member }) => member)).toContain('Get'));
    await isJoined('session');
    expect(quiet.at(-1)).toBe(false);
    peer.leave();
  });
});

describe('a bus', () => {
  it('that goes away and comes back is followed again, and missed once', async () => {
    watch();
    await Promise.all([isJoined('system'), isJoined('session')]);
    notes = [];
    await session.kill();
    await vi.waitFor(() => expect(notes).toEqual([missed('session')]));
    // Some tries go wrong meanwhile; the log says nothing of them.
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(notes).toEqual([missed('session')]);
    await session.start();
    await isJoined('session');
    const peer = await BusPeer.join(session.address);
    await peer.own('org.gnome.ScreenSaver');
    await screensaver(peer, true);
    await tells('screen-locked');
  });

  it('that was away while the screen was locked tells so when it is back', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    expect(heard).toEqual([]);
    await system.kill();
    await system.start();
    const again = await Logind.join(system.address);
    again.facts.LockedHint = true;
    again.facts.Active = false;
    await tells('screen-locked', 'user-switched');
  });

  it.each([
    ['is not there', 'unix:path=/nonexistent/bus'],
    ['has an address longer than a socket may have', `unix:path=/${'long/'.repeat(60)}`],
    ['is on a network', 'tcp:host=127.0.0.1,port=1'],
    ['would be a command', 'unixexec:path=/usr/bin/touch,argv1=/tmp/sealdesk-was-started'],
    ['has no address at all', ''],
  ])('that %s harms nothing and is noted once', async (_which, address) => {
    watch({ DBUS_SESSION_BUS_ADDRESS: address });
    await isJoined('system');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(notes.filter(({ bus }) => bus === 'session')).toEqual([missed('session')]);
  });

  it('is never answered', async () => {
    const logind = await Logind.join(system.address);
    const before = await logind.peer.others();
    watch();
    await knowsSession(logind);
    const [us] = (await logind.peer.others()).filter((name) => !before.includes(name));
    let answered = false;
    void logind.peer.call({ destination: us!, path: '/', interface: 'org.freedesktop.DBus.Peer', member: 'Ping' }).then(() => {
      answered = true;
    });
    await logind.sleeps(true);
    await tells('suspend');
    expect(answered).toBe(false);
  });

  it('can send anything that a program may own the name for, and nothing breaks', async () => {
    const logind = await Logind.join(system.address);
    watch();
    await knowsSession(logind);
    const value = fc.oneof(fc.string().filter((text) => !text.includes('\0')).map((text) => ['s', text]), fc.boolean().map((is) => ['b', is]), fc.nat(1000).map((n) => ['u', n]));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(logind.session, logindPath), fc.constantFrom('Active', 'LockedHint', 'LidClosed', '__proto__'), value, async (path, key, variant) => {
        await logind.peer.tell({ path, interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged', signature: 'sa{sv}as', body: ['org.freedesktop.login1.Session', [[key, variant]], []] });
      }),
      { numRuns: 200 },
    );
    heard = [];
    await logind.sleeps(true);
    await vi.waitFor(() => expect(heard.at(-1)).toBe('suspend'));
  });
});
