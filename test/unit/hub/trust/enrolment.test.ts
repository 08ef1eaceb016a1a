import { PrivateKey } from '@signalapp/libsignal-client';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../../hub/audit/audit-log.ts';
import { delaySeconds } from '../../../../hub/enrolment/failures.ts';
import { readAgentCsv } from '../../../../hub/people/agent-csv.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { tryItPolicy } from '../../../../shared/domain/policy.ts';
import { bytes } from '../../../../shared/trust/bytes.ts';
import { newRecoveryCodes, oneTimeCodeDigest } from '../../../../shared/trust/one-time-code.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { codeAt } from '../../../../shared/trust/totp.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { wrongCode } from '../../../doubles/wrong-code.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
  hub.clock.stop();
});
afterEach(() => hub.remove());

const secret = bytes(new Uint8Array(20).fill(9));
const terms = { algorithm: 'sha1', digits: 6 } as const;
const verifier = new Uint8Array(32).fill(3);
const stepNow = () => Math.floor(hub.clock.now() / 30_000);
/** The code of the n-th step from now. */
const code = (n: number) => codeAt(secret, terms, stepNow() + n);
const wrong = () => wrongCode(secret, terms, hub.clock.now());
const authenticator = (id: DeviceId, of: Uint8Array = secret) => ({ secret: of, first: code(-1), second: code(0), recovery: newRecoveryCodes().map((each) => oneTimeCodeDigest(id, each)) });

async function enrolled(): Promise<DeviceId> {
  const id = DeviceId.parse(crypto.randomUUID());
  const agent = await hub.agent(`${id}@nordlicht.example`);
  await hub.tx(async (tx) => {
    const { code } = await hub.rooms.invites.make(tx, 'test', { agent, minutes: 30, roles: null, asset: null });
    expect(await hub.rooms.devices.enrol(tx, id, PrivateKey.generate().getPublicKey(), code, 'laptop-7', soundPosture)).toBe(true);
    await hub.rooms.devices.approve(tx, 'test', id);
  });
  return id;
}

async function activated(): Promise<DeviceId> {
  const id = await enrolled();
  expect(await hub.tx((tx) => hub.rooms.codes.activate(tx, id, authenticator(id)))).toBe(true);
  return id;
}

const check = (id: DeviceId, typed: string, shown = verifier) => hub.tx(async (tx) => (await hub.rooms.codes.check(tx, id, typed, shown)) !== null);
const release = (id: DeviceId, typed: string, shown = verifier) => hub.tx(async (tx) => (await hub.rooms.codes.release(tx, id, typed, shown))?.shares ?? null);
const state = async (id: DeviceId) => (await hub.tx((tx) => hub.rooms.deviceCards.show(tx, id))).state;

describe('a device', () => {
  it('goes from pending to approved to active', async () => {
    const id = await enrolled();
    expect(await state(id)).toBe('approved');
    expect(await hub.tx((tx) => hub.rooms.codes.activate(tx, id, authenticator(id)))).toBe(true);
    expect(await state(id)).toBe('active');
  });

  it('is certified for its agent by the hub', async () => {
    const id = await enrolled();
    const certificate = await hub.tx((tx) => hub.rooms.devices.renewCertificate(tx, id));
    const { payload } = verifyStatement('device-certificate', certificate, hub.rooms.organisation.hubKey.getPublicKey(), hub.clock.now());
    expect(payload).toMatchObject({ deviceId: id, deviceName: 'laptop-7', agentName: 'Nora Lind', roles: ['agent'] });
  });

  it.each(['approve', 'deny'] as const)('cannot be decided twice: %s', async (decision) => {
    const id = await enrolled();
    await expect(hub.tx((tx) => hub.rooms.devices[decision](tx, 'test', id))).rejects.toMatchObject({ kind: 'device-not-pending' });
  });

  it('takes share, TOTP secret and sessions with it when it is revoked', async () => {
    const id = await activated();
    await hub.tx((tx) => hub.rooms.hubSessions.open(tx, id, 12, 'totp'));
    await hub.tx((tx) => hub.rooms.devices.end(tx, 'test', id, 'revocation', 'left'));
    expect(await state(id)).toBe('revoked');
    expect(await hub.rooms.store.selectFrom('device_unlock').selectAll().execute()).toEqual([]);
    expect(await hub.rooms.store.selectFrom('hub_sessions').selectAll().execute()).toEqual([]);
    expect(await check(id, code(1))).toBe(false);
    await expect(hub.tx((tx) => hub.rooms.devices.end(tx, 'test', id, 'revocation', 'again'))).rejects.toMatchObject({ kind: 'device-not-approved' });
  });

  it('cannot be enrolled under an id or a key that is taken', async () => {
    const id = await enrolled();
    const agent = await hub.agent();
    await hub.tx(async (tx) => {
      const { code } = await hub.rooms.invites.make(tx, 'test', { agent, minutes: 30, roles: null, asset: null });
      expect(await hub.rooms.devices.enrol(tx, id, PrivateKey.generate().getPublicKey(), code, 'x', soundPosture)).toBe(false);
    });
  });
});

describe('a code', () => {
  it('is accepted once', async () => {
    const id = await activated();
    expect(await check(id, code(1))).toBe(true);
    expect(await check(id, code(1))).toBe(false);
  });

  it('of the activation is not accepted again', async () => {
    const id = await activated();
    expect(await check(id, code(0))).toBe(false);
  });

  it('is not looked at while the delay after wrong ones lasts', async () => {
    const id = await activated();
    expect(await check(id, wrong())).toBe(false);
    expect(await check(id, wrong())).toBe(false);
    expect(await check(id, code(1))).toBe(false);
    hub.clock.ahead += 31_000;
    expect(await check(id, code(1))).toBe(true);
  });

  it('activates once; the same secret once more is the lost answer, another is refused', async () => {
    const id = await activated();
    const again = (with_: Uint8Array) => hub.tx((tx) => hub.rooms.codes.activate(tx, id, authenticator(id, with_)));
    expect(await again(secret)).toBe(true);
    expect(await again(new Uint8Array(20))).toBe(false);
  });

  it('delays grow 0, 1, 2, 4 ... 300 seconds', () => {
    expect([1, 2, 3, 4, 5, 9, 10, 11, 60].map(delaySeconds)).toEqual([0, 1, 2, 4, 8, 128, 256, 300, 300]);
  });
});

describe('the share', () => {
  it('is given before activation to the key alone, afterwards against a right code only', async () => {
    const id = await enrolled();
    const first = await hub.tx((tx) => hub.rooms.codes.firstShare(tx, id));
    expect(first?.share).toHaveLength(32);
    await hub.tx((tx) => hub.rooms.codes.activate(tx, id, authenticator(id)));
    expect(await hub.tx((tx) => hub.rooms.codes.firstShare(tx, id))).toBeNull();
    await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, verifier));
    expect(await release(id, code(1))).toEqual([first]);
  });

  it('is not given to a wrong verifier with a right code', async () => {
    const id = await activated();
    await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, verifier));
    expect(await release(id, code(1), new Uint8Array(32))).toBeNull();
  });

  it('is not given, and no session opened, to device key and code without the passphrase, whose verifier nobody can replace', async () => {
    const id = await activated();
    const stranger = new Uint8Array(32).fill(9);
    expect(await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, verifier))).toBe(true);
    expect(await check(id, code(1), stranger)).toBe(false);
    expect(await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, stranger))).toBe(false);
    // The same once more, after an answer that was lost.
    expect(await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, verifier))).toBe(true);
    expect(await release(id, code(1), stranger)).toBeNull();
    hub.clock.ahead += 60_000;
    expect(await check(id, code(1))).toBe(true);
  });

  it('is destroyed by as many wrong verifiers that were to be set as by any other guesses, and none is looked at too early', async () => {
    const id = await activated();
    const set = (shown: Uint8Array) => hub.tx((tx) => hub.rooms.codes.setVerifier(tx, id, shown));
    expect(await set(verifier)).toBe(true);
    const guess = (n: number) => new Uint8Array(32).fill(100 + n);
    expect(await set(guess(0))).toBe(false);
    expect(await set(guess(1))).toBe(false);
    // After the second it is too early for any, the right one too.
    expect(await set(verifier)).toBe(false);
    hub.clock.ahead += 301_000;
    expect(await set(verifier)).toBe(true);
    for (let n = 2; n < 10; n += 1) {
      expect(await set(guess(n))).toBe(false);
      hub.clock.ahead += 301_000;
    }
    expect(await release(id, code(0))).toBeNull();
  });

  it('at lease zero is not given where no verifier was set', async () => {
    const id = await activated();
    await hub.tx(async (tx) => {
      const { policy } = await hub.rooms.policies.current(tx);
      await hub.rooms.policies.set(tx, 'test', { ...policy, offlineLeaseHours: 0 });
    });
    expect(await release(id, code(1))).toBeNull();
  });

  it('is destroyed at the limit of the policy, for good', async () => {
    const id = await activated();
    await hub.tx((tx) => hub.rooms.verifiers.set(tx, id, verifier));
    for (let tried = 0; tried < 10; tried++) {
      expect(await release(id, tried % 2 ? wrong() : code(1), tried % 2 ? verifier : new Uint8Array(32))).toBeNull();
      hub.clock.ahead += 301_000;
    }
    expect(await release(id, code(0))).toBeNull();
    expect(await check(id, code(0))).toBe(false);
    const row = await hub.rooms.store.selectFrom('device_unlock').selectAll().executeTakeFirstOrThrow();
    expect([row.share, row.previous_share]).toEqual([null, null]);
  });
});

describe('the policy', () => {
  it('has a growing version, and refuses a document made from an older one', async () => {
    const { policy } = await hub.tx((tx) => hub.rooms.policies.current(tx));
    const next = await hub.tx((tx) => hub.rooms.policies.set(tx, 'test', { ...policy, autoLockMinutes: 3 }));
    expect(next.policy).toEqual({ ...policy, version: 2, autoLockMinutes: 3 });
    await expect(hub.tx((tx) => hub.rooms.policies.set(tx, 'test', policy))).rejects.toMatchObject({ kind: 'policy-stale' });
  });

  it('is read from its statement once, and again when another is in force, or that one is taken back', async () => {
    const before = await hub.tx((tx) => hub.rooms.policies.current(tx));
    expect(await hub.tx((tx) => hub.rooms.policies.current(tx))).toBe(before);
    const takenBack = hub.tx(async (tx) => {
      await hub.rooms.policies.set(tx, 'test', { ...before.policy, autoLockMinutes: 7 });
      expect((await hub.rooms.policies.current(tx)).policy.autoLockMinutes).toBe(7);
      throw new Error('taken back');
    });
    await expect(takenBack).rejects.toThrow('taken back');
    expect((await hub.tx((tx) => hub.rooms.policies.current(tx))).policy).toEqual(before.policy);
  });
});

describe('the first policy', () => {
  it('refuses a debugger, but not in a try-it organisation, whose guide drives the workstation from outside', async () => {
    const { policy } = await hub.tx((tx) => hub.rooms.policies.current(tx));
    expect(policy.posture.debugger.failed).toBe('refuse');
    const tryIt = await HubInProcess.make({ tryIt: true });
    const first = await tryIt.tx((tx) => tryIt.rooms.policies.current(tx));
    expect(first.policy).toEqual(tryItPolicy);
    expect(first.policy.posture.debugger.failed).toBe('allow');
    await tryIt.remove();
  });
});

describe('people', () => {
  it('share no address, in whatever case', async () => {
    await hub.agent('nora@nordlicht.example');
    await expect(hub.agent('nora@nordlicht.example')).rejects.toMatchObject({ kind: 'agent-exists' });
    expect((await hub.tx((tx) => hub.rooms.agents.requireByEmail(tx, 'NORA@nordlicht.example'))).name).toBe('Nora Lind');
  });

  it('always keep one who runs the hub', async () => {
    const admin = await hub.tx((tx) => hub.rooms.agents.requireByEmail(tx, 'ines@nordlicht.example'));
    await expect(hub.tx((tx) => hub.rooms.agents.setStatus(tx, 'test', admin.id, 'suspended'))).rejects.toMatchObject({ kind: 'last-it-agent' });
    await expect(hub.tx((tx) => hub.rooms.agents.change(tx, 'test', admin.id, { roles: ['agent'] }))).rejects.toMatchObject({ kind: 'last-it-agent' });
  });

  it('come from a CSV file, and a bad line names its place but not its content', () => {
    expect(readAgentCsv('\ufeffName,Email,Roles,Teams\nÅsa,ASA@x.example,agent lead,Returns; VIP\n')).toEqual([{ name: 'Åsa', email: 'asa@x.example', roles: ['agent', 'lead'], teams: ['Returns', 'VIP'] }]);
    expect(() => readAgentCsv('name,email,roles\nÅsa,canary-not-an-address,agent\n')).toThrow('line 2: "email"');
    expect(() => readAgentCsv('name,email,roles\nÅsa,canary-not-an-address,agent\n')).not.toThrow(/canary/);
    expect(() => readAgentCsv('name,email,roles\nA,a@x.example,king\n')).toThrow('line 2: "roles"');
    expect(() => readAgentCsv('name,email,roles\nA,a@x.example,it\nB,A@x.example,it\n')).toThrow('twice');
  });
});

describe('the audit log', () => {
  it('cannot be changed or shortened through the database', async () => {
    await hub.agent();
    await expect(sql`update audit set actor = 'nobody'`.execute(hub.rooms.store)).rejects.toThrow('never changed');
    await expect(sql`delete from audit`.execute(hub.rooms.store)).rejects.toThrow('never deleted');
  });

  it('shows where somebody has tampered with the file', async () => {
    await hub.agent();
    await hub.agent('b@nordlicht.example');
    expect(await verifyAudit(hub.rooms.store)).toMatchObject({ intact: true });
    await sql`drop trigger audit_keeps_entries`.execute(hub.rooms.store);
    await sql`update audit set actor = 'somebody else' where position = 3`.execute(hub.rooms.store);
    expect(await verifyAudit(hub.rooms.store)).toEqual({ intact: false, brokenAt: 3 });
  });

  it('shows an entry that was taken out', async () => {
    await hub.agent();
    await sql`drop trigger audit_loses_nothing`.execute(hub.rooms.store);
    await sql`delete from audit where position = 2`.execute(hub.rooms.store);
    expect(await verifyAudit(hub.rooms.store)).toEqual({ intact: false, brokenAt: 2 });
  });
});
