import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { delaySeconds } from '../../../../hub/enrolment/failures.ts';
import { openRooms } from '../../../../hub/rooms.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { newOneTimeCode } from '../../../../shared/trust/one-time-code.ts';
import { guesses } from '../../../doubles/how-often.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

/**
 * Somebody who has the laptop and even its passphrase guesses at codes. However they wait between guesses, on however
 * many laptops of the agent's, and whatever the hub does meanwhile, no more than the policy's limit are looked at.
 */
let hub: HubInProcess;
beforeAll(async () => {
  hub = await HubInProcess.make();
  hub.clock.stop();
});
afterAll(() => hub.remove());

const limit = firstPolicy.attemptLimit;
const check = (device: RoomsDevice, code: string) => hub.tx((tx) => hub.rooms.codes.check(tx, device.id, code, device.verifier));
const releaseAgain = (device: RoomsDevice) => hub.tx((tx) => hub.rooms.codes.releaseAgain(tx, device.id, device.verifier));

const digits = (length: number) => String(randomInt(10 ** length)).padStart(length, '0');
/** A code that is wrong: one in three hundred thousand would be right, which is luck and no beaten counter. */
function wrongCode(device: RoomsDevice): string {
  const right = [-1, 0, 1].map((n) => device.code(n));
  for (;;) {
    const code = [digits(6), digits(6), digits(8), newOneTimeCode()][randomInt(4)]!;
    if (!right.includes(code)) return code;
  }
}

/** Counts over all of one device's life: what the audit log has. */
async function lookedAt(device: RoomsDevice): Promise<number> {
  const { count } = await hub.rooms.store
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('action', '=', 'code.refused')
    .where('subject', '=', device.id)
    .executeTakeFirstOrThrow();
  return count;
}

/** Milliseconds until the next guess: at once, a little too early, just in time, or patiently. */
const waits = [() => 0, (due: number) => Math.max(0, due - 1000), (due: number) => due, () => randomInt(3_600_000)];

it('random codes never beat the counter: the limit of them is looked at, whatever the waits, and then no right one opens either', async () => {
  const one = await RoomsDevice.active(hub);
  const other = await RoomsDevice.active(hub, one.agent);
  hub.clock.ahead += 120_000;
  const tries = new Map([[one, 0], [other, 0]]);
  const count = guesses(2000);
  for (let n = 0; n < count; n += 1) {
    const device = randomInt(2) === 0 ? one : other;
    hub.clock.ahead += waits[randomInt(waits.length)]!(delaySeconds(tries.get(one)! + tries.get(other)!) * 1000);
    // Who has the passphrase may well use it in between: it makes nothing of the count go away.
    if (randomInt(10) === 0) await releaseAgain(device);
    expect(await check(device, wrongCode(device))).toBeNull();
    tries.set(device, await failuresOf(device));
    if (randomInt(Math.ceil(count / 4)) === 0) await restart();
  }
  for (const device of [one, other]) {
    expect(await lookedAt(device)).toBe(limit);
    hub.clock.ahead += 3_600_000;
    expect((await device.card()).unlock).toMatchObject({ failures: limit, shareDestroyed: true });
    expect(await check(device, device.code(0))).toBeNull();
    expect(await check(device, device.recoveryCodes[0]!)).toBeNull();
    expect(await releaseAgain(device)).toBeNull();
  }
});

it('an agent who unlocks in between gives a guesser no more than the limit at a time, and IT sees each', async () => {
  const device = await RoomsDevice.active(hub);
  hub.clock.ahead += 120_000;
  let streak = 0;
  let longest = 0;
  for (let n = 0; n < guesses(2000) / 20; n += 1) {
    hub.clock.ahead += 300_000;
    const agents = streak === limit - 1;
    expect(await check(device, agents ? device.code(0) : wrongCode(device))).toBe(agents ? 'totp' : null);
    streak = agents ? 0 : streak + 1;
    longest = Math.max(longest, streak);
    expect(await failuresOf(device)).toBe(streak);
  }
  expect(longest).toBe(limit - 1);
});

async function failuresOf(device: RoomsDevice): Promise<number> {
  const { failures } = await hub.rooms.store.selectFrom('device_unlock').select('failures').where('device_id', '=', device.id).executeTakeFirstOrThrow();
  return failures;
}

async function restart(): Promise<void> {
  await hub.rooms.store.destroy();
  hub.rooms = await openRooms(hub.data, hub.clock);
}
