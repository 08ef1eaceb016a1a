import fc from 'fast-check';
import { expect, it } from 'vitest';
import { busAddresses, socketOf } from '../../../../main/desktop/bus/bus-address.ts';

it.each([
  ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
  ['unix:path=/run/user/1000/bus,guid=0123', '/run/user/1000/bus'],
  ['unix:guid=0123,path=/tmp/a%20b%3bc', '/tmp/a b;c'],
  ['unix:abstract=/tmp/dbus-x', '\0/tmp/dbus-x'],
  ['tcp:host=localhost,port=1;unix:path=/second', '/second'],
  ['unixexec:path=/bin/sh,argv1=-c', null],
  ['autolaunch:', null],
  ['unix:tmpdir=/tmp', null],
  ['unix:path=%zz', null],
  ['unix:path=/a%00b', null],
  ['', null],
])('%s leads to %s', (address, socket) => {
  expect(socketOf(address)).toBe(socket);
});

it('any path that is escaped as the specification says comes back', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }).filter((path) => !path.includes('\0')), (path) => {
      const escaped = Array.from(Buffer.from(path), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      expect(socketOf(`unix:path=${escaped}`)).toBe(path);
    }),
  );
});

it('no text makes it fail, or name anything but a socket of this machine', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string().map((text) => `unix:path=${text}`)), (text) => {
      const socket = socketOf(text);
      expect(socket === null || text.includes('unix:')).toBe(true);
    }),
  );
});

it('the buses are where the environment says, or where systemd puts them', () => {
  expect(busAddresses.session({ XDG_RUNTIME_DIR: '/run/user/7' })).toBe('unix:path=/run/user/7/bus');
  expect(busAddresses.session({})).toBeNull();
  expect(busAddresses.system({})).toBe('unix:path=/var/run/dbus/system_bus_socket');
});
