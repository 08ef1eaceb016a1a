import { PrivateKey } from '@signalapp/libsignal-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Device } from '../../../../main/device/device.ts';
import { maxRotations } from '../../../../shared/contract/wire/frames.ts';
import { publicKeyText } from '../../../../shared/trust/keys.ts';
import { safetyNumber } from '../../../../shared/trust/safety-number.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import type { SignedStatement } from '../../../../shared/trust/statement-schema.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every set-up costs seconds of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation: WorkstationCore;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

const [second, third, stranger] = [PrivateKey.generate(), PrivateKey.generate(), PrivateKey.generate()];
const textOf = (key: PrivateKey) => publicKeyText(key.getPublicKey());
const closed = () => workstation.events.filter(({ kind }) => kind === 'close-link');
const answered = () => workstation.events.some(({ kind }) => kind === 'send');

/** The root as the record on the disk has it, or as the note that a wipe left. */
async function pinned(): Promise<string | undefined> {
  const loaded = await new Device(workstation.profile, workstation.clock).load();
  if (loaded.kind === 'wiped') return loaded.tombstone.errand?.root;
  return loaded.kind === 'present' ? loaded.record.root : undefined;
}

interface Shown {
  readonly certificate: SignedStatement;
  readonly rotations: readonly SignedStatement[];
}

/** What the hub shows after its root was rotated to each of these in turn. */
function rotatedTo(roots: readonly PrivateKey[], serial = 5 + roots.length): Shown {
  const { hub } = workstation;
  const all = [hub.root, ...roots];
  return {
    rotations: roots.map((to, index) => hub.rotation(all[index]!, to)),
    certificate: hub.certificate({ serial, minimumSerial: serial }, all.at(-1)),
  };
}

async function callAgain(shown: Shown): Promise<void> {
  await workstation.hub.disconnect();
  workstation.events.length = 0;
  await workstation.connect(shown);
}

/** The hub is not believed: nothing is told to it, and nothing here has changed. */
async function expectRefused(shown: Shown, root: PrivateKey): Promise<void> {
  await callAgain(shown);
  expect(closed()).toHaveLength(1);
  expect(answered()).toBe(false);
  expect(await pinned()).toBe(textOf(root));
}

test('a device follows one signed rotation and another, and knows its hub by the new root alone', async () => {
  await workstation.enrol();
  const first = workstation.hub.certificate();
  expect(await pinned()).toBe(textOf(workstation.hub.root));

  await callAgain(rotatedTo([second]));
  expect(closed()).toEqual([]);
  expect(await pinned()).toBe(textOf(second));
  await workstation.restart();
  await callAgain({ ...rotatedTo([second]), rotations: [] });
  expect(closed()).toEqual([]);

  await callAgain(rotatedTo([second, third]));
  expect(await pinned()).toBe(textOf(third));

  // The old root cannot take it back, whatever serial it gives.
  await expectRefused({ certificate: first, rotations: [] }, third);
  await expectRefused({ certificate: workstation.hub.certificate({ serial: 1000 }), rotations: rotatedTo([second, third]).rotations }, third);
  await expectRefused({ certificate: workstation.hub.certificate({ serial: 1000 }, second), rotations: [workstation.hub.rotation(workstation.hub.root, second)] }, third);
  await expectRefused({ certificate: workstation.hub.certificate({ serial: 1000 }, stranger), rotations: [workstation.hub.rotation(workstation.hub.root, stranger)] }, third);
  // Nor can an older certificate of the new one.
  await expectRefused({ certificate: workstation.hub.certificate({ serial: 6 }, third), rotations: [] }, third);
  await callAgain(rotatedTo([second, third], 8));
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
});

test('a device that was away for two rotations follows both at once', async () => {
  await workstation.enrol();
  await callAgain(rotatedTo([second, third]));
  expect(closed()).toEqual([]);
  expect(await pinned()).toBe(textOf(third));
});

test('a rotation is followed only once the hub has proven its key', async () => {
  await workstation.enrol();
  await workstation.hub.disconnect();
  workstation.events.length = 0;
  // Somebody who has seen certificate and rotations on the wire shows them as they are.
  await workstation.connect({ ...rotatedTo([second]), prover: stranger, time: null });
  await expect.poll(() => closed().length).toBe(1);
  expect(await pinned()).toBe(textOf(workstation.hub.root));
  await workstation.connect();
  expect(await pinned()).toBe(textOf(workstation.hub.root));
});

test('a rotation that is unsigned, forged, signed by somebody else, out of order, in a circle or too long is refused, and nothing changes', async () => {
  await workstation.enrol();
  const { hub } = workstation;
  const good = rotatedTo([second, third]);
  const [one, two] = good.rotations as [SignedStatement, SignedStatement];
  const unsigned = Buffer.alloc(64).toString('base64');
  const chain = Array.from({ length: maxRotations + 1 }, () => PrivateKey.generate());
  const refused: Shown[] = [
    // The hub says that it has a new root, and that is all.
    { ...good, rotations: [] },
    { ...good, rotations: [{ ...one, signature: unsigned }, two] },
    { ...good, rotations: [one, { ...two, signature: unsigned }] },
    // Who knows the root's public half names it as the issuer, and signs with another key.
    { certificate: hub.certificate({}, stranger), rotations: [{ ...hub.rotation(stranger, stranger), body: hub.rotation(hub.root, stranger).body }] },
    { certificate: hub.certificate({}, stranger), rotations: [hub.rotation(stranger, stranger)] },
    { certificate: hub.certificate({}, third), rotations: [one, hub.rotation(stranger, third)] },
    // The hub's own key is no root.
    { certificate: hub.certificate({}, second), rotations: [hub.rotation(hub.key, second)] },
    { ...good, rotations: [two, one] },
    { ...good, rotations: [two] },
    { certificate: hub.certificate({ serial: 1000 }), rotations: [one, hub.rotation(second, hub.root)] },
    { certificate: hub.certificate({}, second), rotations: [hub.rotation(hub.root, second, { organisation: 'Another Shop' })] },
    { certificate: hub.certificate({}, second), rotations: [hub.rotation(hub.root, second, { notAfter: workstation.clock.now() - 1 })] },
    rotatedTo(chain),
  ];
  for (const shown of refused) await expectRefused(shown, hub.root);
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled' });
  // Each of them was refused for what was wrong with it.
  await callAgain(rotatedTo(chain.slice(0, maxRotations)));
  expect(closed()).toEqual([]);
  expect(await pinned()).toBe(textOf(chain[maxRotations - 1]!));
});

test('an invite from before the rotation leads to the hub, and the safety number is that of the new root', async () => {
  const { hub } = workstation;
  await workstation.call('device.begin', { invite: hub.invite, posture: soundPosture });
  await workstation.connect(rotatedTo([second]));
  await hub.hears('enrol');
  await hub.tell({ c: 'enrol-pending' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({
    kind: 'pending-approval',
    safetyNumber: safetyNumber(hub.deviceId!, hub.deviceKey!, second.getPublicKey()),
  });
});

test('a device that waits for approval while the root is rotated shows the new number at its next contact, and is approved', async () => {
  await workstation.begin();
  const { hub } = workstation;
  const numberOf = (root: PrivateKey) => safetyNumber(hub.deviceId!, hub.deviceKey!, root.getPublicKey());
  expect(await workstation.call('device.inspect', null)).toMatchObject({ safetyNumber: numberOf(hub.root) });

  await callAgain(rotatedTo([second]));
  expect(workstation.events).toContainEqual({ kind: 'device-changed' });
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'pending-approval', safetyNumber: numberOf(second) });
  await hub.approve();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'approved' });
});

test('a wiped device follows rotations too, so that its receipt reaches the hub and no hub of the old root', async () => {
  await workstation.enrol();
  const { hub } = workstation;
  await hub.tell({ c: 'wipe', order: hub.sign('wipe-order', { deviceId: hub.deviceId!, reason: 'The agent has left.' }, { serial: 77 }) });
  await hub.hears('wiped');
  await workstation.restart();

  await callAgain(rotatedTo([second, third]));
  const { receipt } = await hub.hears('wiped');
  expect(verifyStatement('wipe-receipt', receipt, hub.deviceKey!, 'any').payload).toMatchObject({ orderSerial: 77 });
  expect(await pinned()).toBe(textOf(third));

  await workstation.restart();
  await expectRefused({ certificate: hub.certificate({ serial: 1000 }), rotations: [] }, third);
  await expectRefused({ certificate: hub.certificate({ serial: 6 }, third), rotations: [] }, third);
  await callAgain(rotatedTo([second, third]));
  await hub.hears('wiped');
  await hub.disconnect();
  await workstation.connect(rotatedTo([second, third]));
  await hub.disconnect();
  expect(await workstation.call('link.target', null)).toBeNull();
});
