import { describe, expect, it } from 'vitest';
import { debugSwitch } from '../../../../../main/device/posture/debug-switches.ts';

const started = (...args: string[]) => debugSwitch(['/opt/sealdesk/sealdesk', ...args], {});

describe('a release refuses to start', () => {
  it.each([
    '--inspect', '--inspect=0', '--inspect-brk=127.0.0.1:9229', '--remote-debugging-port=0', '--remote-debugging-pipe', '--REMOTE-debugging-port=1',
    '--require=x.js', '--js-flags=--expose-gc', '--no-sandbox', '--disable-web-security', '--ignore-certificate-errors', '--ssl-key-log-file=/tmp/keys',
    '/remote-debugging-port=9222', '--host-rules=MAP * 127.0.0.1', '--load-extension=x', '--log-net-log=x', '--renderer-cmd-prefix=gdb',
    '--trace-startup-file=/tmp/trace', '--enable-crash-reporter', '--crash-dumps-dir=/tmp', '--disable-gpu-sandbox', '--zygote-cmd-prefix=gdb',
  ])('with %s', (argument) => {
    expect(started(argument)).not.toBeNull();
    expect(started('path', '--profile=/x', argument)).not.toBeNull();
  });

  it.each(['NODE_OPTIONS', 'SSLKEYLOGFILE', 'ELECTRON_RUN_AS_NODE', 'NODE_TLS_REJECT_UNAUTHORIZED', 'ELECTRON_ENABLE_LOGGING', 'NODE_V8_COVERAGE'])('with %s in the environment', (name) => {
    expect(debugSwitch(['/opt/sealdesk/sealdesk'], { [name]: '1' })).toBe(name);
    expect(debugSwitch(['/opt/sealdesk/sealdesk'], { [name]: '' })).toBeNull();
  });
});

it('it starts with what is harmless', () => {
  expect(started()).toBeNull();
  expect(started('/path/to/inspect', '--profile=/home/a/inspect', '--password-store=gnome-libsecret', '--ozone-platform=wayland')).toBeNull();
});
