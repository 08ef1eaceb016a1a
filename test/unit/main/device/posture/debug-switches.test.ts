import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { debugSwitch, refusedAtStart } from '../../../../../main/device/posture/debug-switches.ts';

const started = (...args: string[]) => debugSwitch(['/opt/sealdesk/sealdesk', ...args], {});

describe('a release refuses to start', () => {
  it.each([
    '--inspect', '--inspect=0', '--inspect-brk=127.0.0.1:9229', '--remote-debugging-port=0', '--remote-debugging-pipe', '--REMOTE-debugging-port=1',
    '--require=x.js', '--js-flags=--expose-gc', '--no-sandbox', '--disable-web-security', '--ignore-certificate-errors', '--ssl-key-log-file=/tmp/keys',
    '/remote-debugging-port=9222', '--host-rules=MAP * 127.0.0.1', '--load-extension=x', '--log-net-log=x', '--renderer-cmd-prefix=gdb',
    '--trace-startup-file=/tmp/trace', '--enable-crash-reporter', '--crash-dumps-dir=/tmp', '--disable-gpu-sandbox', '--zygote-cmd-prefix=gdb',
    '--browser-subprocess-path=/tmp/x', '--allow-sandbox-debugging', '--bypasscsp-schemes=app',
  ])('with %s', (argument) => {
    expect(started(argument)).not.toBeNull();
    expect(started('path', '--profile=/x', argument)).not.toBeNull();
  });

  it.each(['NODE_OPTIONS', 'SSLKEYLOGFILE', 'ELECTRON_RUN_AS_NODE', 'NODE_TLS_REJECT_UNAUTHORIZED', 'ELECTRON_ENABLE_LOGGING', 'NODE_V8_COVERAGE', 'NODE_COMPILE_CACHE', 'NODE_CHANNEL_FD'])('with %s in the environment', (name) => {
    expect(debugSwitch(['/opt/sealdesk/sealdesk'], { [name]: '1' })).toBe(name);
    expect(debugSwitch(['/opt/sealdesk/sealdesk'], { [name]: '' })).toBeNull();
  });
});

it('it starts with what is harmless', () => {
  expect(started()).toBeNull();
  expect(started('/path/to/inspect', '--profile=/home/a/inspect', '--password-store=gnome-libsecret', '--ozone-platform=wayland')).toBeNull();
});

describe('as Chromium takes its command line', () => {
  const spaces = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\v', '\f', '\r', '\u0085', '\u00a0', '\u2003') });

  test('white space around a switch hides it from nobody', () => {
    fc.assert(
      fc.property(spaces, fc.constantFrom('--no-sandbox', '-inspect', '--remote-debugging-port=0', '--ssl-key-log-file=/tmp/k'), spaces, (before, argument, behind) => {
        expect(started(`${before}${argument}${behind}`)).not.toBeNull();
      }),
    );
  });

  test('a release starts with no switch that is not known to be harmless, however it is written', () => {
    const harmless = ['profile', 'lang', 'ozone-platform'];
    fc.assert(
      fc.property(spaces, fc.constantFrom('--', '-'), fc.string({ minLength: 1 }).filter((name) => !/^[-\s=]/u.test(name) && !harmless.includes(name)), spaces, (before, prefix, name, behind) => {
        const refused = refusedAtStart(['sealdesk', `--profile=/x`, `${before}${prefix}${name}!${behind}`], {}, 'linux');
        expect(refused).not.toBeNull();
      }),
    );
    expect(refusedAtStart(['sealdesk', '--enable-blink-features=X'], {}, 'linux')).toBe('unknown-switch');
    expect(refusedAtStart(['sealdesk.exe', '/enable-blink-features=X'], {}, 'win32')).toBe('unknown-switch');
    expect(refusedAtStart(['sealdesk', '--=x'], {}, 'linux')).toBe('unknown-switch');
  });

  test('what a desktop, a system and a link start it with is no reason', () => {
    expect(refusedAtStart(['sealdesk', '--profile=/home/a/x', '--ozone-platform=wayland', '--password-store=gnome-libsecret', '/home/a/file'], {}, 'linux')).toBeNull();
    expect(refusedAtStart(['sealdesk', '-psn_0_12345', '-AppleLanguages', '(de)', '-NSQuitAlwaysKeepsWindows', 'NO'], {}, 'darwin')).toBeNull();
    expect(refusedAtStart(['sealdesk', '-psn_0_12345'], {}, 'linux')).toBe('unknown-switch');
    expect(refusedAtStart(['sealdesk.exe', '--', 'sealdesk://enrol/A'], {}, 'win32')).toBeNull();
    expect(refusedAtStart(['electron', '.', '-', '--', '--x'], {}, 'linux')).toBeNull();
  });
});
