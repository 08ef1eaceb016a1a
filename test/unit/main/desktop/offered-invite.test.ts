import { PrivateKey } from '@signalapp/libsignal-client';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { linkIn } from '../../../../main/desktop/link-argument.ts';
import { OfferedInvite } from '../../../../main/desktop/offered-invite.ts';
import { debugSwitch } from '../../../../main/device/posture/debug-switches.ts';
import { sessionStateKinds } from '../../../../shared/domain/session-state.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { writeInvite } from '../../../../shared/trust/invite.ts';

const invite = (code = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') =>
  writeInvite({
    v: 1,
    organisation: 'Nordlicht Schuhe',
    url: 'wss://hub.example.com:8443/device',
    root: publicKeyText(PrivateKey.generate().getPublicKey()),
    tls: null,
    code,
    agentEmail: 'ada@example.com',
  });

let told: number;
let offered: OfferedInvite;
beforeEach(() => {
  told = 0;
  offered = new OfferedInvite(() => (told += 1));
});

test('a link that started the program waits for a laptop that turns out to have no enrolment', () => {
  const link = invite();
  offered.open(link);
  expect(told).toBe(0);
  expect(offered.take()).toBeNull();
  offered.stateChanged('unenrolled');
  expect(offered.take()).toBe(link);
});

test('a link opened while the laptop has no enrolment is told to the page, and handed out once', () => {
  offered.stateChanged('unenrolled');
  const link = invite();
  offered.open(link);
  expect(told).toBe(1);
  expect(offered.take()).toBe(link);
  expect(offered.take()).toBeNull();
});

test('of two links the newer one is offered', () => {
  offered.stateChanged('unenrolled');
  offered.open(invite());
  const second = invite('BBBBBBBBBBBBBBBBBBBBBBBBBB');
  offered.open(second);
  expect(offered.take()).toBe(second);
});

test.each(sessionStateKinds.filter((kind) => kind !== 'unenrolled' && kind !== 'starting'))('a link opened while the state is %s is dropped, and one kept from before is forgotten', (kind) => {
  offered.open(invite());
  offered.stateChanged(kind);
  offered.open(invite());
  expect(offered.take()).toBeNull();
  offered.stateChanged('unenrolled');
  expect(offered.take()).toBeNull();
  expect(told).toBe(0);
});

describe('what is no whole invite is dropped', () => {
  test.each([
    ['another kind of link', 'sealdesk://unlock/now'],
    ['a link of another program', 'https://example.com/enrol'],
    ['an invite cut short', invite().slice(0, -1)],
    ['an invite with a slip in it', invite().replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['an invite that is too long', `${invite()}${' '.repeat(4096)}`],
    ['nothing', ''],
  ])('%s', (_what, link) => {
    offered.stateChanged('unenrolled');
    offered.open(link);
    expect(told).toBe(0);
    expect(offered.take()).toBeNull();
  });

  test('any text', () => {
    offered.stateChanged('unenrolled');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((text) => `sealdesk://enrol/${text}`)), (text) => {
        offered.open(text);
        expect(offered.take()).toBeNull();
      }),
    );
  });
});

test('nothing but the invite reaches the page: what a link has around it is left behind', () => {
  offered.stateChanged('unenrolled');
  const link = invite();
  offered.open(` ${link.slice(0, 30)}\n${link.slice(30)}\u2028 `);
  expect(offered.take()).toBe(link);
});

test('a link is found among the arguments of a start, wherever it stands, and never in the program’s own name', () => {
  expect(linkIn(['/opt/Sealdesk/sealdesk', '--profile=/x', 'sealdesk://enrol/A'])).toBe('sealdesk://enrol/A');
  expect(linkIn(['sealdesk.exe', '--', 'SEALDESK://enrol/A'])).toBe('SEALDESK://enrol/A');
  expect(linkIn(['sealdesk:', '--profile=/x'])).toBeNull();
  expect(linkIn(['/opt/Sealdesk/sealdesk', '--note=sealdesk://enrol/A'])).toBeNull();
});

test('a debugging switch that a link smuggled into the command line stops the start, behind `--` too', () => {
  expect(debugSwitch(['sealdesk.exe', '--', 'sealdesk://enrol/A', '--inspect=0'], {})).toBe('inspect');
  expect(debugSwitch(['sealdesk.exe', 'sealdesk://enrol/A', '--renderer-cmd-prefix=calc'], {})).toBe('renderer-cmd-prefix');
  expect(debugSwitch(['sealdesk.exe', '--', 'sealdesk://enrol/A --inspect=0'], {})).toBeNull();
});
