import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shareAge } from '../../../../hub/enrolment/shares.ts';
import type { DeviceId } from '../../../../shared/domain/ids.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { bytes } from '../../../../shared/trust/bytes.ts';
import { codeAt } from '../../../../shared/trust/totp.ts';
import { runs } from '../../../doubles/how-often.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';
import { wrongCode } from '../../../doubles/wrong-code.ts';

const terms = firstPolicy.totp;
const verifier = new Uint8Array(32).fill(3);
const secret = bytes(new Uint8Array(20).fill(9));

let hub: HubInProcess;
beforeAll(async () => {
  hub = await HubInProcess.make();
  hub.clock.stop();
});
afterAll(() => hub.remove());

type Shares = readonly { readonly generation: number; readonly share: Uint8Array }[];
const hex = (share: Uint8Array) => Buffer.from(share).toString('hex');

/** A laptop as far as shares are concerned: what lies on its disk, what its vault takes, and a power button. */
class Laptop {
  readonly id: DeviceId;
  /** Shares that the vault header has a wrap for. */
  wraps = new Map<number, string>();
  /** What came from the hub and is not written anywhere yet: gone at a crash. */
  inHand: Shares = [];
  openedWith: number | null = null;
  #step = 0;

  constructor(id: DeviceId) {
    this.id = id;
  }

  /** Rewraps the vault key under the newest, and keeps the wrap that opens it now. */
  rewrap(): void {
    const [newest] = this.inHand;
    if (newest && this.openedWith !== null) {
      const present = this.wraps.get(this.openedWith)!;
      this.wraps = new Map([[this.openedWith, present], [newest.generation, hex(newest.share)]]);
    }
    this.inHand = [];
  }

  crash(): void {
    this.inHand = [];
    this.openedWith = null;
  }

  /** As at lease zero: the hub gives what it has, and something of it must fit. */
  async unlock(): Promise<boolean> {
    hub.clock.ahead += 30_000;
    this.#step = Math.max(this.#step + 1, Math.floor(hub.clock.now() / 30_000));
    const given = await hub.tx((tx) => hub.rooms.codes.release(tx, this.id, codeAt(secret, terms, this.#step), verifier));
    const fits = given?.shares.find(({ generation, share }) => this.wraps.get(generation) === hex(share));
    if (!fits) return false;
    this.openedWith = fits.generation;
    this.wraps = new Map([[fits.generation, hex(fits.share)]]);
    return true;
  }

  /** What `lease-renew` does at the hub; the answer may be lost on the way. */
  async renewLease(arrives: boolean): Promise<void> {
    const shares = await hub.tx(async (tx) => {
      await hub.rooms.shares.opened(tx, this.id, this.openedWith);
      return hub.rooms.shares.renewed(tx, this.id, this.openedWith);
    });
    if (arrives && shares.length > 0) this.inHand = shares;
  }
}

async function laptop(): Promise<Laptop> {
  const device = await RoomsDevice.make(hub);
  await device.enrol();
  await device.approve();
  const first = await hub.tx((tx) => hub.rooms.codes.firstShare(tx, device.id));
  await device.activate();
  await hub.tx((tx) => hub.rooms.verifiers.set(tx, device.id, verifier));
  const made = new Laptop(device.id);
  made.wraps.set(first!.generation, hex(first!.share));
  hub.clock.ahead += 120_000;
  expect(await made.unlock()).toBe(true);
  return made;
}

const renewed = (id: DeviceId, generation: number | null) => hub.tx((tx) => hub.rooms.shares.renewed(tx, id, generation));
const opened = (id: DeviceId, generation: number | null) => hub.tx((tx) => hub.rooms.shares.opened(tx, id, generation));
const generations = (shares: Shares) => shares.map(({ generation }) => generation);

describe('a device’s share', () => {
  it('stays for half a day, and is then followed by another, both given until the newer has opened the vault', async () => {
    const { id } = await laptop();
    expect(await renewed(id, 1)).toEqual([]);
    hub.clock.ahead += shareAge;
    const both = await renewed(id, 1);
    expect(generations(both)).toEqual([2, 1]);
    expect(hex(both[0]!.share)).not.toBe(hex(both[1]!.share));
    // The answer may have been lost: the same again, and no third one however old they get.
    hub.clock.ahead += 3 * shareAge;
    await opened(id, 1);
    expect(await renewed(id, 1)).toEqual(both);
    await opened(id, null);
    expect(generations(await renewed(id, null))).toEqual([2, 1]);
    await opened(id, 2);
    hub.clock.ahead -= 3 * shareAge;
    expect(await renewed(id, 2)).toEqual([]);
    hub.clock.ahead += shareAge;
    expect(generations(await renewed(id, 2))).toEqual([3, 2]);
  });

  it('of both generations is destroyed with the last wrong try', async () => {
    const { id } = await laptop();
    hub.clock.ahead += shareAge;
    expect(await renewed(id, 1)).toHaveLength(2);
    for (let n = 0; n < firstPolicy.attemptLimit; n += 1) {
      hub.clock.ahead += 400_000;
      expect(await hub.tx((tx) => hub.rooms.codes.release(tx, id, wrongCode(secret, terms, hub.clock.now()), verifier))).toBeNull();
    }
    const row = await hub.tx((tx) => tx.selectFrom('device_unlock').select(['share', 'previous_share']).where('device_id', '=', id).executeTakeFirstOrThrow());
    expect(row).toEqual({ share: null, previous_share: null });
    expect(await renewed(id, 1)).toEqual([]);
  });

  it('that a restored hub does not know is replaced under a number that was never given', async () => {
    const { id } = await laptop();
    expect(generations(await renewed(id, 5))).toEqual([6]);
    await opened(id, 6);
    expect(await renewed(id, 6)).toEqual([]);
  });

  it('always fits a wrap of the vault, wherever between hub, message and header the laptop crashes', async () => {
    const step = fc.constantFrom('half a day', 'renew', 'renew, answer lost', 'rewrap', 'crash', 'unlock');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const device = await laptop();
        for (const what of steps) {
          if (what === 'half a day') hub.clock.ahead += shareAge;
          else if (what === 'rewrap') device.rewrap();
          else if (what === 'crash') device.crash();
          else if (what === 'unlock') expect(await device.unlock()).toBe(true);
          // A lease is renewed while the vault is open only.
          else if (device.openedWith !== null) await device.renewLease(what === 'renew');
        }
        expect(await device.unlock()).toBe(true);
      }),
      runs(60),
    );
  }, 120_000);
});
