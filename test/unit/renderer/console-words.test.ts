import { describe, expect, it } from 'vitest';
import { knownField, neverField, openKinds } from '../../../renderer/data/console/kinds-form.ts';
import { formOf, osField, ruleField } from '../../../renderer/data/console/policy-form.ts';
import { inventoryWords, orderWords, questionWords, stateWords, verdictWords, wipeCauseWords, type AskedAction } from '../../../renderer/screens/console/devices/words.ts';
import { words as channelWords } from '../../../renderer/screens/console/channels/words.ts';
import { words as offboardWords } from '../../../renderer/screens/console/people/words.ts';
import { fieldGroups } from '../../../renderer/screens/console/policy/words.ts';
import { actionProblemWords, readingProblemWords } from '../../../renderer/screens/console/words.ts';
import { isEndable, startOverLoss } from '../../../renderer/screens/stopped/words.ts';
import { dayAndTime } from '../../../renderer/words/times.ts';
import { DeviceState, InventoryMatch, WipeCause } from '../../../shared/domain/device.ts';
import { actField, refundsField } from '../../../renderer/data/console/orders-form.ts';
import { orderActs } from '../../../shared/domain/order-action.ts';
import { panelField, panelRoles } from '../../../renderer/data/console/panel-form.ts';
import { customerFields } from '../../../shared/domain/customer-field.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { postureChecks, Verdict } from '../../../shared/domain/posture.ts';
import { sessionStates } from '../../doubles/nordlicht.ts';
import { nordlichtCompany } from '../../doubles/nordlicht-company.ts';

const now = Date.UTC(2025, 8, 10, 12);
const [device] = nordlichtCompany(now).devices;
if (device === undefined) throw new Error('The company has no device.');

describe('every state of a device has its own words', () => {
  it('in the list', () => {
    const said = DeviceState.options.map((state) => stateWords({ ...device, state }));
    expect(new Set(said).size).toBe(DeviceState.options.length);
  });

  it('for what an order has come to', () => {
    expect(stateWords({ ...device, state: 'wiped' })).toBe('Wipe ordered');
    expect(stateWords({ ...device, state: 'wiped', wipedAt: now })).toBe('Wiped');
    expect(orderWords({ ...device, state: 'wiped', ordered: 'wipe-order', wipedAt: now }, now)).toMatch(/^Wiped .+, as its signed receipt says\.$/);
    expect(orderWords(device, now)).toBeNull();
  });

  it('for why it was wiped, and for one that opens no more after wrong tries', () => {
    expect(new Set(WipeCause.options.map(wipeCauseWords)).size).toBe(WipeCause.options.length);
    expect(stateWords({ ...device, state: 'wiped', wipedAt: now, wipeCause: 'duress' })).toBe('Wiped under duress');
    const unlock = { failures: 20, shareDestroyed: true, recoveryCodesLeft: 10, authenticator: 'set-up' as const };
    expect(stateWords({ ...device, state: 'active', unlock })).toBe('Opens no more');
  });

  it('for checks and inventory', () => {
    for (const verdict of Verdict.options) expect(verdictWords({ ...device, verdict })).not.toBe('');
    const said = InventoryMatch.options.map((option) => inventoryWords({ kind: option.shape.kind.value, tag: 'NL-0014' }));
    expect(new Set(said).size).toBe(4);
  });
});

it('every question names the laptop and the person, and says what follows', () => {
  for (const action of ['deny', 'suspend', 'reinstate', 'revoke', 'wipe'] as const satisfies readonly AskedAction[]) {
    const { title, consequence, confirm } = questionWords(action, device, now);
    expect(title).toContain(device.name);
    expect(title).toContain(device.agent.name);
    expect(consequence.length).toBeGreaterThan(40);
    expect(confirm).toMatch(/laptop$/);
  }
  expect(questionWords('reset', device, now)).toMatchObject({ title: expect.stringContaining(`${device.name} of ${device.agent.name}`), consequence: expect.stringContaining('Be sure that it is') });
  expect(questionWords('wipe', device, now).consequence).toMatch(/destroyed.*It cannot be undone\.$/);
});

it('a refusal is said in the hub’s words and never in ours', () => {
  const problem = { kind: 'refused', message: 'Somebody else has to approve it.' } as const;
  expect(actionProblemWords(problem)).toBe(problem.message);
  expect(readingProblemWords(problem)).toBe(problem.message);
});

it('the form has every field of the policy, each once', () => {
  const shown = [
    ...fieldGroups.flatMap(({ fields }) => fields.map(({ field }) => field)),
    ...postureChecks.flatMap((check) => [ruleField(check, 'failed'), ruleField(check, 'unknown')]),
    ...Object.keys(firstPolicy.minimumOs).map(osField),
    ...panelRoles.flatMap((role) => customerFields.map((field) => panelField(role, field))),
    'orders.perHour',
    refundsField,
    ...orderActs.map(actField),
    ...openKinds.flatMap((type) => [neverField(type), knownField(type)]),
  ];
  expect(shown.sort()).toEqual(Object.keys(formOf(firstPolicy)).sort());
});

it('numbers are asked for within the contract’s limits', () => {
  const limits = Object.fromEntries(fieldGroups.flatMap(({ fields }) => fields.flatMap(({ field, is }) => (is.kind === 'number' ? [[field, [is.least, is.most]]] : []))));
  expect(limits).toMatchObject({ offlineLeaseHours: [0, 336], autoLockMinutes: [1, 240], passphraseMinimum: [8, 64] });
});

it('what is lost is said for every enrolment that can be begun anew', () => {
  const states = sessionStates(now);
  const said = (['revoked', 'wiped', 'keychain-changed', 'record-damaged', 'vault-damaged'] as const).map((kind) => startOverLoss(states[kind]));
  expect(new Set(said).size).toBe(5);
  expect(startOverLoss({ ...states.wiped, receipt: 'delivered' })).not.toBe(startOverLoss({ ...states.wiped, receipt: 'undeliverable' }));
});

it('a wiped laptop is not begun anew while the hub can still get its receipt', () => {
  const { wiped } = sessionStates(now);
  const endable = (receipt: 'waiting' | 'delivered' | 'undeliverable') => isEndable({ ...wiped, receipt });
  expect([endable('waiting'), endable('delivered'), endable('undeliverable')]).toEqual([false, true, true]);
});

describe('what ends a laptop’s access says from when on', () => {
  const offline = { ...device, online: false, leaseUntil: now + 3_600_000 };
  const ending = ['suspend', 'revoke', 'wipe'] as const satisfies readonly AskedAction[];

  it('at once on one that is online, and not before its lease ends on one that is out of reach', () => {
    for (const action of ending) {
      expect(questionWords(action, { ...device, online: true }, now).consequence).toContain('It is online, and obeys at once.');
      expect(questionWords(action, offline, now).consequence).toMatch(/It is not online: until it reaches the hub again, or .+ at the latest, passphrase and code still open what it has cached\./);
      for (const leaseUntil of [null, now]) expect(questionWords(action, { ...offline, leaseUntil }, now).consequence).toContain('opens nothing before that');
    }
  });

  it('of somebody who leaves, for those of their laptops that can still be opened, by the last of them', () => {
    const said = (laptops: Parameters<typeof offboardWords.offboard.consequence>[0]): string => offboardWords.offboard.consequence(laptops, now);
    const last = { ...offline, leaseUntil: now + 26 * 3_600_000 };
    expect(said([])).toBe('No laptop is enrolled. Open conversations are handed on. It cannot be undone.');
    expect(said([{ ...device, online: true }, { ...offline, leaseUntil: null }, { ...offline, leaseUntil: now }])).not.toContain('still open');
    expect(said([offline, last, { ...device, online: true }])).toContain(`2 of them are not online: until it reaches the hub again, or ${dayAndTime(last.leaseUntil, now)} at the latest`);
  });
});

it('of what waits in a channel only what there is', () => {
  expect(channelWords.waitingOf({ waitingIn: 0, waitingOut: 0 })).toBe('Nothing');
  expect(channelWords.waitingOf({ waitingIn: 0, waitingOut: 4 })).toBe('4 to be sent');
  expect(channelWords.waitingOf({ waitingIn: 1, waitingOut: 4 })).toBe('1 to be stored, 4 to be sent');
});
