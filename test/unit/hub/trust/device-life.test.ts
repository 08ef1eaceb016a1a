import { PrivateKey } from '@signalapp/libsignal-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceState } from '../../../../shared/domain/device.ts';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeAll(async () => {
  hub = await HubInProcess.make();
  hub.clock.stop();
});
afterAll(() => hub.remove());

const as = 'command:1000';

/** How a device comes to each state. `half-approved`: one of two approvals is there. */
const states = {
  'unknown': () => Promise.resolve(),
  'pending': async (device) => void (await device.enrol()),
  'half-approved': async (device) => {
    await device.enrol();
    await withApprovers(2, () => device.approve('command:1'));
  },
  'approved': async (device) => {
    await device.enrol();
    await device.approve();
  },
  'active': async (device) => {
    await states.approved(device);
    await device.activate();
  },
  'suspended': async (device) => {
    await states.active(device);
    await hub.tx((tx) => hub.rooms.devices.suspend(tx, as, device.id, 'on holiday'));
  },
  'denied': async (device) => {
    await device.enrol();
    await hub.tx((tx) => hub.rooms.devices.deny(tx, as, device.id));
  },
  'revoked': async (device) => {
    await states.active(device);
    await hub.tx((tx) => hub.rooms.devices.end(tx, as, device.id, 'revocation', 'left'));
  },
  'wipe-ordered': async (device) => {
    await states.active(device);
    await hub.tx((tx) => hub.rooms.devices.end(tx, as, device.id, 'wipe-order', 'lost'));
  },
  'wiped': async (device) => {
    await states['wipe-ordered'](device);
    await device.receipt();
  },
} satisfies Record<string, (device: RoomsDevice) => Promise<void>>;
type StateName = keyof typeof states;

async function withApprovers(approvers: 1 | 2, work: () => Promise<void>): Promise<void> {
  const set = (count: 1 | 2) =>
    hub.tx(async (tx) => {
      const { version: _version, ...policy } = (await hub.rooms.policies.current(tx)).policy;
      await hub.rooms.policies.set(tx, as, { ...policy, approvers: count });
    });
  await set(approvers);
  try {
    await work();
  } finally {
    await set(1);
  }
}

const yes = (value: boolean) => (value ? 'done' : 'refused');

/** Each yields what came of it in a word; a refusal by its kind. */
const operations = {
  'enrol': async (device) => yes(await device.enrol()),
  'approve': async (device) => done(await device.approve()),
  'approve as the first of two': async (device) => done(await withApprovers(2, () => device.approve('command:1'))),
  'approve as the second of two': async (device) => done(await withApprovers(2, () => device.approve('command:2'))),
  'deny': async (device) => done(await hub.tx((tx) => hub.rooms.devices.deny(tx, as, device.id))),
  'activate': async (device) => yes(await device.activate()),
  'suspend': async (device) => done(await hub.tx((tx) => hub.rooms.devices.suspend(tx, as, device.id, 'on holiday'))),
  'reinstate': async (device) => done(await hub.tx((tx) => hub.rooms.devices.reinstate(tx, as, device.id))),
  'revoke': async (device) => done(await hub.tx((tx) => hub.rooms.devices.end(tx, as, device.id, 'revocation', 'left'))),
  'wipe': async (device) => done(await hub.tx((tx) => hub.rooms.devices.end(tx, as, device.id, 'wipe-order', 'lost'))),
  'receipt': async (device) => done(await device.receipt()),
  'receipt of its own': async (device) => done(await device.receipt('forgotten')),
  'reset the authenticator': async (device) => done(await hub.tx((tx) => hub.rooms.totpResets.make(tx, as, device.id, 'phone lost'))),
  'renew certificate': async (device) => done(await hub.tx((tx) => hub.rooms.devices.renewCertificate(tx, device.id))),
  'new lease': async (device) => done(await hub.tx((tx) => hub.rooms.devices.newLease(tx, device.id))),
  'first share': async (device) => yes((await hub.tx((tx) => hub.rooms.codes.firstShare(tx, device.id))) !== null),
  'release share': async (device) => yes((await hub.tx((tx) => hub.rooms.codes.release(tx, device.id, device.code(1), device.verifier))) !== null),
  'set verifier': async (device) => yes(await hub.tx((tx) => hub.rooms.verifiers.set(tx, device.id, device.verifier))),
  'report posture': async (device) => done(await hub.tx((tx) => hub.rooms.devices.takePosture(tx, device.id, soundPosture))),
  'everything of the agent ends': async (device) => `${(await hub.tx((tx) => hub.rooms.devices.endAllOf(tx, as, device.agent.id, 'left'))).length} ended`,
} satisfies Record<string, (device: RoomsDevice) => Promise<string>>;
type OperationName = keyof typeof operations;

const done = (_value: unknown) => 'done';

async function outcomeOf(operation: OperationName, device: RoomsDevice): Promise<string> {
  try {
    return await operations[operation](device);
  } catch (error) {
    if (error instanceof SealdeskError) return error.kind;
    return error instanceof Error ? error.message : 'unknown';
  }
}

async function stateOf(device: RoomsDevice): Promise<DeviceState | 'unknown'> {
  return (await hub.tx((tx) => hub.rooms.devices.find(tx, device.id)))?.state ?? 'unknown';
}

/** What is not named for an operation is `otherwise`, and leaves the device as it is. */
interface Line {
  /** Outcome, and the state afterwards where it is another. */
  readonly [state: string]: string;
}
const notPending = 'device-not-pending';
const notApproved = 'device-not-approved';
const unknown = { unknown: 'device-unknown' } as const;

const life: Readonly<Record<OperationName, Line & { readonly otherwise: string }>> = {
  'enrol': { 'unknown': 'done -> pending', 'otherwise': 'refused' },
  'approve': { ...unknown, 'pending': 'done -> approved', 'half-approved': 'done -> approved', 'otherwise': notPending },
  'approve as the first of two': { ...unknown, 'pending': 'done', 'half-approved': 'approved-before', 'otherwise': notPending },
  'approve as the second of two': { ...unknown, 'pending': 'done', 'half-approved': 'done -> approved', 'otherwise': notPending },
  'deny': { ...unknown, 'pending': 'done -> denied', 'half-approved': 'done -> denied', 'otherwise': notPending },
  'activate': { 'approved': 'done -> active', 'active': 'done', 'otherwise': 'refused' },
  'suspend': { ...unknown, 'approved': 'done -> suspended', 'active': 'done -> suspended', 'suspended': 'device-suspended', 'otherwise': notApproved },
  'reinstate': { ...unknown, 'suspended': 'done -> active', 'otherwise': 'device-not-suspended' },
  'revoke': { ...unknown, 'approved': 'done -> revoked', 'active': 'done -> revoked', 'suspended': 'done -> revoked', 'otherwise': notApproved },
  'wipe': { ...unknown, 'approved': 'done -> revoked', 'active': 'done -> revoked', 'suspended': 'done -> revoked', 'revoked': 'done', 'otherwise': notApproved },
  'receipt': { 'unknown': 'This device is not known.', 'wipe-ordered': 'done -> wiped', 'wiped': 'done', 'otherwise': 'receipt-refused' },
  'receipt of its own': {
    'unknown': 'This device is not known.',
    'approved': 'done -> wiped',
    'active': 'done -> wiped',
    'suspended': 'done -> wiped',
    'revoked': 'done -> wiped',
    'wipe-ordered': 'done -> wiped',
    'wiped': 'done',
    'otherwise': 'receipt-refused',
  },
  'reset the authenticator': { ...unknown, 'approved': 'authenticator-not-set-up', 'active': 'done', 'suspended': 'device-suspended', 'otherwise': notApproved },
  'renew certificate': { ...unknown, 'approved': 'done', 'active': 'done', 'suspended': 'device-suspended', 'otherwise': notApproved },
  'new lease': { ...unknown, 'approved': 'done', 'active': 'done', 'suspended': 'device-suspended', 'otherwise': notApproved },
  'first share': { 'approved': 'done', 'otherwise': 'refused' },
  'release share': { 'active': 'done', 'otherwise': 'refused' },
  'set verifier': { 'approved': 'done', 'active': 'done', 'otherwise': 'refused' },
  'report posture': { ...unknown, 'otherwise': 'done' },
  'everything of the agent ends': {
    'pending': '1 ended -> denied',
    'half-approved': '1 ended -> denied',
    'approved': '1 ended -> revoked',
    'active': '1 ended -> revoked',
    'suspended': '1 ended -> revoked',
    'otherwise': '0 ended',
  },
};

const stateNames = Object.keys(states) as StateName[];
const operationNames = Object.keys(operations) as OperationName[];

describe.each(stateNames)('a device that is %s', (state) => {
  it.each(operationNames)('%s', async (operation) => {
    const device = await RoomsDevice.make(hub);
    await states[state](device);
    const before = await stateOf(device);
    const [outcome, after = before] = (life[operation][state] ?? life[operation].otherwise).split(' -> ');
    expect({ outcome: await outcomeOf(operation, device), after: await stateOf(device) }).toEqual({ outcome, after });
  });
});

describe.each(['denied', 'revoked', 'wiped'] as const)('a laptop whose device is %s', (state) => {
  const enrolAs = async (device: RoomsDevice, id: DeviceId, key: PrivateKey) => {
    const { code } = await device.invite();
    return hub.tx((tx) => hub.rooms.devices.enrol(tx, id, key.getPublicKey(), code, 'laptop-7', soundPosture));
  };
  const newId = () => DeviceId.parse(crypto.randomUUID());

  it('enrols anew as another device, which waits for approval', async () => {
    const device = await RoomsDevice.make(hub);
    await states[state](device);
    const id = newId();
    expect(await enrolAs(device, id, PrivateKey.generate())).toBe(true);
    expect(await hub.tx((tx) => hub.rooms.devices.find(tx, id))).toMatchObject({ state: 'pending' });
    expect(await stateOf(device)).toBe(state);
  });

  it('enrols neither with its old id nor with its old key', async () => {
    const device = await RoomsDevice.make(hub);
    await states[state](device);
    expect(await enrolAs(device, device.id, PrivateKey.generate())).toBe(false);
    expect(await enrolAs(device, newId(), device.key)).toBe(false);
  });
});

describe('a suspension', () => {
  const told = async (device: RoomsDevice) => {
    const statement = await hub.tx((tx) => hub.rooms.devices.suspension(tx, device.id));
    return statement && verifyStatement('suspension', statement, hub.rooms.organisation.hubKey.getPublicKey(), hub.clock.now());
  };
  const suspend = (device: RoomsDevice, reason: string) => hub.tx((tx) => hub.rooms.devices.suspend(tx, as, device.id, reason));
  const reinstate = (device: RoomsDevice) => hub.tx((tx) => hub.rooms.devices.reinstate(tx, as, device.id));

  it('is signed with its reason, and outdone by the reinstatement', async () => {
    const device = await RoomsDevice.make(hub);
    await states.active(device);
    expect(await told(device)).toBeNull();
    await suspend(device, 'left on a bench');
    const first = await told(device);
    expect(first?.payload).toEqual({ deviceId: device.id, suspended: true, reason: 'left on a bench' });
    expect(await device.card()).toMatchObject({ state: 'suspended', reason: 'left on a bench' });
    await reinstate(device);
    const second = await told(device);
    expect(second?.payload).toMatchObject({ deviceId: device.id, suspended: false });
    expect(second?.serial).toBeGreaterThan(first?.serial ?? Infinity);
    expect(await device.card()).toMatchObject({ state: 'active', reason: null });
  });

  it('ends the hub session, and keeps what the device needs to go on afterwards', async () => {
    const device = await RoomsDevice.make(hub);
    await states.active(device);
    await hub.tx((tx) => hub.rooms.hubSessions.open(tx, device.id, 12, 'totp'));
    await suspend(device, 'left on a bench');
    expect(await hub.tx((tx) => hub.rooms.hubSessions.until(tx, device.id))).toBeNull();
    expect(await outcomeOf('release share', device)).toBe('refused');
    await reinstate(device);
    expect(await outcomeOf('release share', device)).toBe('done');
  });

  it('gives an approved device back as approved', async () => {
    const device = await RoomsDevice.make(hub);
    await states.approved(device);
    await suspend(device, 'too early');
    await reinstate(device);
    expect(await stateOf(device)).toBe('approved');
  });

  it('is told no more once the device is revoked: then the order is', async () => {
    const device = await RoomsDevice.make(hub);
    await states.suspended(device);
    await hub.tx((tx) => hub.rooms.devices.end(tx, as, device.id, 'revocation', 'stolen'));
    expect(await told(device)).toBeNull();
    expect(await device.card()).toMatchObject({ state: 'revoked', reason: 'stolen', ordered: 'revocation' });
  });
});

describe('the audit log', () => {
  it('has every decision of a life, with who took it', async () => {
    const device = await RoomsDevice.make(hub);
    await device.enrol();
    await withApprovers(2, async () => {
      await device.approve('command:1');
      await device.approve('agent:somebody');
    });
    await hub.tx((tx) => hub.rooms.devices.suspend(tx, 'a', device.id, 'x'));
    await hub.tx((tx) => hub.rooms.devices.reinstate(tx, 'b', device.id));
    await hub.tx((tx) => hub.rooms.devices.end(tx, 'c', device.id, 'revocation', 'x'));
    await hub.tx((tx) => hub.rooms.devices.end(tx, 'd', device.id, 'wipe-order', 'x'));
    await device.receipt();
    await device.receipt();
    const rows = await hub.rooms.store.selectFrom('audit').select(['actor', 'action']).where('subject', '=', device.id).orderBy('position').execute();
    expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'command:1 device.approval-given',
      'agent:somebody device.approved',
      'a device.suspended',
      'b device.reinstated',
      'c device.revoked',
      'd device.wipe-ordered',
      `device:${device.id} device.wiped`,
    ]);
  });

  it('has a report of posture when the verdict changes, and not each time', async () => {
    const device = await RoomsDevice.make(hub);
    await states.active(device);
    const refused = { ...soundPosture, checks: { ...soundPosture.checks, debugger: { state: 'failed', detail: 'A debugger is attached.' } as const } };
    for (const posture of [soundPosture, refused, refused, soundPosture]) await hub.tx((tx) => hub.rooms.devices.takePosture(tx, device.id, posture));
    const rows = await hub.rooms.store.selectFrom('audit').select('detail').where('subject', '=', device.id).where('action', '=', 'device.posture-changed').execute();
    expect(rows.map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([{ verdict: 'refuse', checks: 'debugger' }, { verdict: 'allow', checks: '' }]);
  });
});
