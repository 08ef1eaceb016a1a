import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewAuthenticator } from '../../../../hub/enrolment/codes.ts';
import { delaySeconds } from '../../../../hub/enrolment/failures.ts';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import { firstPolicy, type Policy } from '../../../../shared/domain/policy.ts';
import { bytes, fromBase64 } from '../../../../shared/trust/bytes.ts';
import { newOneTimeCode, newRecoveryCodes, oneTimeCodeDigest } from '../../../../shared/trust/one-time-code.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { codeAt } from '../../../../shared/trust/totp.ts';
import { runs } from '../../../doubles/how-often.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeAll(async () => {
  hub = await HubInProcess.make();
  hub.clock.stop();
});
afterAll(() => hub.remove());

const actor = 'command:1000';
const stranger = new Uint8Array(32).fill(9);
const next = new Uint8Array(32).fill(4);

const check = (device: RoomsDevice, code: string, verifier = device.verifier) => hub.tx((tx) => hub.rooms.codes.check(tx, device.id, code, verifier));
const reset = async (device: RoomsDevice) => (await hub.tx((tx) => hub.rooms.totpResets.make(tx, actor, device.id, 'phone lost'))).code;
const replace = (device: RoomsDevice, code: string | null, authenticator: NewAuthenticator, verifier = device.verifier) =>
  hub.tx((tx) => hub.rooms.codes.replaceAuthenticator(tx, device.id, code, verifier, authenticator));
const replaceVerifier = (device: RoomsDevice, code: string | null, verifier = device.verifier, to = next) => hub.tx((tx) => hub.rooms.codes.replaceVerifier(tx, device.id, code, verifier, to));
const releaseAgain = (device: RoomsDevice, verifier = device.verifier) => hub.tx((tx) => hub.rooms.codes.releaseAgain(tx, device.id, verifier));
const failures = async (device: RoomsDevice) => (await device.card()).unlock?.failures;
const later = (seconds = 600) => {
  hub.clock.ahead += seconds * 1000;
};

async function active(): Promise<RoomsDevice> {
  later();
  const device = await RoomsDevice.active(hub);
  later(120);
  return device;
}

/** The same device after another authenticator was set up on it. */
function withAnother(device: RoomsDevice): NewAuthenticator {
  Object.assign(device, { secret: bytes(randomBytes(20)), recoveryCodes: newRecoveryCodes() });
  return device.authenticator();
}

describe('a recovery code', () => {
  it('takes the place of a code once, and never again', async () => {
    const device = await active();
    const [code] = device.recoveryCodes;
    expect(await check(device, code!)).toBe('recovery');
    expect((await device.card()).unlock).toMatchObject({ recoveryCodesLeft: 9, failures: 0 });
    expect(await check(device, code!)).toBeNull();
    expect(await failures(device)).toBe(1);
  });

  it('never takes the place of the passphrase, and is not spent by the try', async () => {
    const device = await active();
    const [code] = device.recoveryCodes;
    expect(await check(device, code!, stranger)).toBeNull();
    expect((await device.card()).unlock).toMatchObject({ recoveryCodesLeft: 10, failures: 1 });
    expect(await check(device, code!)).toBe('recovery');
  });

  it('of another device is a wrong one', async () => {
    const [device, other] = [await active(), await active()];
    expect(await check(device, other.recoveryCodes[0]!)).toBeNull();
    expect(await check(other, other.recoveryCodes[0]!)).toBe('recovery');
  });

  it('of the set before is a wrong one', async () => {
    const device = await active();
    const before = device.recoveryCodes;
    const set = newRecoveryCodes();
    const digests = set.map((code) => oneTimeCodeDigest(device.id, code));
    expect(await hub.tx((tx) => hub.rooms.codes.replaceRecovery(tx, device.id, device.wrongCode(), device.verifier, digests))).toBe(false);
    expect(await hub.tx((tx) => hub.rooms.codes.replaceRecovery(tx, device.id, device.code(1), device.verifier, digests))).toBe(true);
    expect(await check(device, before[0]!)).toBeNull();
    expect(await check(device, set[0]!)).toBe('recovery');
  });

  it('lies sealed in the database, as a digest only', async () => {
    const device = await active();
    const { recovery } = await hub.rooms.store.selectFrom('device_unlock').select('recovery').where('device_id', '=', device.id).executeTakeFirstOrThrow();
    const opened = Buffer.from(hub.rooms.envelope.openSystem(`device_unlock.recovery:${device.id}`, recovery!)).toString('utf8');
    const digest = Buffer.from(oneTimeCodeDigest(device.id, device.recoveryCodes[0]!)).toString('base64');
    expect(opened).toContain(digest);
    expect(Buffer.from(recovery!).includes(digest)).toBe(false);
    for (const code of device.recoveryCodes) expect(opened).not.toContain(code);
  });

  it('that was not given out opens nothing, whatever it is', async () => {
    const device = await active();
    const letter = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'.split(''));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: letter, minLength: 16, maxLength: 16 }), async (code) => {
        fc.pre(!device.recoveryCodes.includes(code));
        expect(await check(device, code)).toBeNull();
        // A right one in between, so that the counter is not what refuses.
        later();
        expect(await check(device, device.code(1))).toBe('totp');
      }),
      runs(100),
    );
  });
});

describe('IT’s reset', () => {
  it('ends the authenticator and its recovery codes at once, and makes one code that is good once', async () => {
    const device = await active();
    const code = await reset(device);
    expect((await device.card())).toMatchObject({ state: 'active', reason: 'phone lost', unlock: { authenticator: 'ended', recoveryCodesLeft: 0 } });
    expect(await check(device, device.code(1))).toBeNull();
    later();
    expect(await check(device, device.recoveryCodes[0]!)).toBeNull();
    later();
    expect(await check(device, code, stranger)).toBeNull();
    later();
    expect(await check(device, code)).toBe('reset');
    expect(await check(device, code)).toBeNull();
  });

  it('is for its device alone, and for a day', async () => {
    const [device, other] = [await active(), await active()];
    const code = await reset(device);
    await reset(other);
    expect(await check(other, code)).toBeNull();
    later(validity.reset / 1000);
    expect(await check(device, code)).toBeNull();
    expect((await device.card()).unlock).toMatchObject({ authenticator: 'ended' });
  });

  it('done once more ends the code of before', async () => {
    const device = await active();
    const [first, second] = [await reset(device), await reset(device)];
    expect(await check(device, first)).toBeNull();
    expect(await check(device, second)).toBe('reset');
  });

  it('is told in a statement that names the code by its digest, under a serial that grows', async () => {
    const device = await active();
    const told = async () => {
      const code = await reset(device);
      const statement = await hub.tx((tx) => hub.rooms.totpResets.statement(tx, device.id));
      return { code, ...verifyStatement('totp-reset', statement!, hub.rooms.organisation.hubKey.getPublicKey(), hub.clock.now()) };
    };
    const [first, second] = [await told(), await told()];
    expect(fromBase64(second.payload.codeDigest)).toEqual(oneTimeCodeDigest(device.id, second.code));
    expect(JSON.stringify(second.payload)).not.toContain(second.code);
    expect(second.serial).toBeGreaterThan(first.serial);
    expect(second.notAfter - hub.clock.now()).toBeLessThanOrEqual(validity.reset);
  });

  it('ends with another authenticator, and not with the one that it ended', async () => {
    const device = await active();
    const old = device.secret;
    const code = await reset(device);
    expect(await replace(device, code, device.authenticator())).toBe(false);
    later();
    expect(await replace(device, code, withAnother(device))).toBe(true);
    expect(await hub.tx((tx) => hub.rooms.totpResets.statement(tx, device.id))).toBeNull();
    expect((await device.card())).toMatchObject({ reason: null, unlock: { authenticator: 'set-up', recoveryCodesLeft: 10 } });
    expect(await check(device, device.code(1))).toBe('totp');
    later();
    expect(await check(Object.assign(device, { secret: old }), device.code(1))).toBeNull();
  });

  it.each([
    ['that waits for its authenticator', 'authenticator-not-set-up', (device: RoomsDevice) => device.approve()],
    ['that is suspended', 'device-suspended', async (device: RoomsDevice) => {
      await device.approve();
      await hub.tx((tx) => hub.rooms.devices.suspend(tx, actor, device.id, 'x'));
    }],
    ['that is pending', 'device-not-approved', () => Promise.resolve()],
    ['whose share is destroyed', 'share-destroyed', async (device: RoomsDevice) => {
      await device.approve();
      await device.activate();
      for (let n = 0; n < firstPolicy.attemptLimit; n += 1, later()) await check(device, newOneTimeCode());
    }],
  ])('is refused for a device %s', async (_what, kind, make) => {
    const device = await RoomsDevice.make(hub);
    await device.enrol();
    await make(device);
    await expect(reset(device)).rejects.toMatchObject({ kind });
  });

  it('opens nothing on a device that was suspended or revoked since', async () => {
    const [suspended, revoked] = [await active(), await active()];
    const codes = [await reset(suspended), await reset(revoked)];
    await hub.tx((tx) => hub.rooms.devices.suspend(tx, actor, suspended.id, 'x'));
    await hub.tx((tx) => hub.rooms.devices.end(tx, actor, revoked.id, 'revocation', 'x'));
    expect(await check(suspended, codes[0]!)).toBeNull();
    expect(await check(revoked, codes[1]!)).toBeNull();
    expect(await hub.tx((tx) => hub.rooms.totpResets.statement(tx, suspended.id))).toBeNull();
  });
});

describe('another authenticator', () => {
  it('takes the place of the one that was, whose codes are refused from then on', async () => {
    const device = await active();
    const [old, oldRecovery, code] = [device.secret, device.recoveryCodes[0]!, device.code(1)];
    expect(await replace(device, code, withAnother(device))).toBe(true);
    expect(await check(device, device.code(1))).toBe('totp');
    later();
    expect(await check(device, oldRecovery)).toBeNull();
    later();
    expect(await check(Object.assign(device, { secret: old }), device.code(1))).toBeNull();
  });

  it('is taken once; the same secret once more is the lost answer', async () => {
    const device = await active();
    const code = device.code(1);
    const another = withAnother(device);
    expect(await replace(device, code, another)).toBe(true);
    expect(await replace(device, code, another)).toBe(true);
    expect(await failures(device)).toBe(0);
    expect(await replace(device, code, { ...another, secret: bytes(randomBytes(20)) })).toBe(false);
  });

  it.each([
    ['a wrong code', (device: RoomsDevice, another: NewAuthenticator) => replace(device, device.wrongCode(), another)],
    ['a wrong verifier', (device: RoomsDevice, another: NewAuthenticator) => replace(device, device.recoveryCodes[0]!, another, stranger)],
    ['codes that are not of it', (device: RoomsDevice, another: NewAuthenticator) => replace(device, device.recoveryCodes[0]!, { ...another, first: another.second })],
    ['a short secret', (device: RoomsDevice, another: NewAuthenticator) => replace(device, device.recoveryCodes[0]!, { ...another, secret: another.secret.subarray(1) })],
  ])('with %s is refused and counted, and spends nothing', async (_what, attempt) => {
    const device = await active();
    const spare = new RoomsDevice(hub, device.agent);
    expect(await attempt(device, withAnother(spare))).toBe(false);
    expect((await device.card()).unlock).toMatchObject({ failures: 1, recoveryCodesLeft: 10 });
    expect(await check(device, device.code(1))).toBe('totp');
  });
});

describe('a verifier that follows another', () => {
  it.each([['the one of before', 'next'], ['the next one', 'before']] as const)('is taken beside it, until the first use of %s ends the other', async (_used, ended) => {
    const device = await active();
    expect(await replaceVerifier(device, device.code(1))).toBe(true);
    later();
    const [first, second] = ended === 'next' ? [device.verifier, next] : [next, device.verifier];
    expect(await check(device, device.code(1), first)).toBe('totp');
    later();
    expect(await check(device, device.code(1), second)).toBeNull();
    later();
    expect(await check(device, device.code(1), first)).toBe('totp');
  });

  it('with a wrong verifier or a wrong code is refused and counted, and nothing follows', async () => {
    const device = await active();
    expect(await replaceVerifier(device, device.code(1), stranger)).toBe(false);
    later();
    expect(await replaceVerifier(device, device.wrongCode())).toBe(false);
    expect(await failures(device)).toBe(2);
    later();
    expect(await check(device, device.code(1), next)).toBeNull();
  });

  it('is there after the answer was lost: the same once more needs no other code', async () => {
    const device = await active();
    const code = device.code(1);
    expect(await replaceVerifier(device, code)).toBe(true);
    expect(await replaceVerifier(device, code)).toBe(true);
    expect(await replaceVerifier(device, code, device.verifier, stranger)).toBe(false);
    later();
    expect(await check(device, device.code(1), next)).toBe('totp');
  });
});

describe('the share against the passphrase alone', () => {
  it('is given for the right verifier, and leaves the count of wrong codes as it is', async () => {
    const device = await active();
    await check(device, device.wrongCode());
    later();
    expect(await releaseAgain(device)).toHaveLength(1);
    expect(await failures(device)).toBe(1);
    expect(await releaseAgain(device, stranger)).toBeNull();
    expect(await failures(device)).toBe(2);
  });

  it('is given for no ended authenticator, and for none without a verifier to compare with', async () => {
    const device = await active();
    await reset(device);
    expect(await releaseAgain(device)).toBeNull();
    expect(await failures(device)).toBe(0);
    const unset = await RoomsDevice.make(hub);
    await unset.enrol();
    await unset.approve();
    await unset.activate();
    expect(await releaseAgain(unset)).toBeNull();
  });
});

describe('wrong tries', () => {
  it('keep every device of the agent waiting, by the number of all of them, until one of them succeeds', async () => {
    later();
    const one = await RoomsDevice.active(hub);
    const other = await RoomsDevice.active(hub, one.agent);
    later(120);
    for (let n = 1; n <= 6; n += 1) {
      expect(await check(n % 2 === 0 ? one : other, newOneTimeCode())).toBeNull();
      hub.clock.ahead += delaySeconds(n) * 1000 + 50;
    }
    expect([await failures(one), await failures(other)]).toEqual([3, 3]);
    // Three here would be two seconds; the seventh of the agent is half a minute.
    await check(one, newOneTimeCode());
    later(delaySeconds(7) - 2);
    expect(await check(other, other.code(1))).toBeNull();
    later(3);
    expect(await check(other, other.code(1))).toBe('totp');
    expect(await check(one, one.code(1))).toBe('totp');
    expect([await failures(one), await failures(other)]).toEqual([0, 0]);
  });

  it('of one agent do not keep another waiting', async () => {
    const [one, other] = [await active(), await active()];
    for (let n = 0; n < 3; n += 1) await check(one, newOneTimeCode());
    expect(await check(other, other.code(1))).toBe('totp');
  });

  it('look the same and count the same, whatever is wrong', async () => {
    const counts: unknown[] = [];
    for (const attempt of [
      (device: RoomsDevice) => check(device, device.wrongCode()),
      (device: RoomsDevice) => check(device, newOneTimeCode()),
      (device: RoomsDevice) => check(device, device.code(1), stranger),
      (device: RoomsDevice) => check(device, device.recoveryCodes[0]!, stranger),
    ]) {
      const device = await active();
      expect(await attempt(device)).toBeNull();
      counts.push((await device.card()).unlock);
    }
    for (const count of counts) expect(count).toEqual({ failures: 1, shareDestroyed: false, recoveryCodesLeft: 10, authenticator: 'set-up' });
  });

  it('at the limit destroy the share: no kind of code opens anything any more', async () => {
    const device = await active();
    for (let n = 0; n < firstPolicy.attemptLimit; n += 1, later()) await check(device, newOneTimeCode());
    expect((await device.card()).unlock).toMatchObject({ failures: firstPolicy.attemptLimit, shareDestroyed: true });
    expect(await check(device, device.code(1))).toBeNull();
    expect(await check(device, device.recoveryCodes[0]!)).toBeNull();
    expect(await releaseAgain(device)).toBeNull();
    expect(await replace(device, device.recoveryCodes[0]!, withAnother(device))).toBe(false);
  });

  it('each have their entry in the audit log, and so has a destroyed share', async () => {
    const device = await active();
    for (let n = 0; n < firstPolicy.attemptLimit; n += 1, later()) await check(device, newOneTimeCode());
    const rows = await hub.rooms.store.selectFrom('audit').select(['action', 'detail']).where('subject', '=', device.id).where('action', 'in', ['code.refused', 'share.destroyed']).orderBy('position').execute();
    expect(rows.map(({ action }) => action)).toEqual([...Array.from({ length: firstPolicy.attemptLimit }, () => 'code.refused'), 'share.destroyed']);
    expect(JSON.parse(rows[1]!.detail)).toEqual({ failures: 2, ofAgent: 2 });
  });

  it('noted under a clock that has been put back since lock nobody out', async () => {
    const device = await active();
    later(86_400);
    await check(device, device.wrongCode());
    await check(device, device.wrongCode());
    later(-86_400);
    expect(await check(device, device.code(1))).toBe('totp');
  });
});

describe('the terms of an authenticator', () => {
  it('are those of the moment it is set up: the policy may ask the next one for more digits', async () => {
    const set = (totp: Policy['totp']) =>
      hub.tx(async (tx) => {
        const { version: _version, ...policy } = (await hub.rooms.policies.current(tx)).policy;
        await hub.rooms.policies.set(tx, actor, { ...policy, totp });
      });
    const device = await active();
    const old = device.secret;
    const terms = { algorithm: 'sha256', digits: 8 } as const;
    await set(terms);
    try {
      expect(await check(device, device.code(1))).toBe('totp');
      later();
      expect(await replace(device, device.code(1), withAnother(device))).toBe(false);
      later();
      Object.assign(device, { secret: old });
      const secret = bytes(randomBytes(20));
      const step = Math.floor(hub.clock.now() / 30_000);
      const eight = { ...device.authenticator(), secret, first: codeAt(secret, terms, step - 1), second: codeAt(secret, terms, step) };
      expect(await replace(device, device.code(1), eight)).toBe(true);
      expect(await check(device, codeAt(secret, terms, step + 1))).toBe('totp');
    } finally {
      await set(firstPolicy.totp);
    }
  });
});
