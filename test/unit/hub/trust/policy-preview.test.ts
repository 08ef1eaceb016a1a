import { describe, expect, it } from 'vitest';
import { type PreviewedDevice, previewPolicy } from '../../../../hub/enrolment/policy-preview.ts';
import { AgentId, DeviceId } from '../../../../shared/domain/ids.ts';
import { firstPolicy, type Policy } from '../../../../shared/domain/policy.ts';
import { soundPosture } from '../../../doubles/posture.ts';

function device(change: Partial<PreviewedDevice> = {}): PreviewedDevice {
  return {
    id: DeviceId.parse(crypto.randomUUID()),
    name: 'laptop-7',
    agent: { id: AgentId.parse(crypto.randomUUID()), name: 'Nora Lind', email: 'nora@nordlicht.example' },
    state: 'active',
    posture: soundPosture,
    inventory: { kind: 'no-inventory' },
    ...change,
  };
}
const unlocked = { ...soundPosture, checks: { ...soundPosture.checks, 'screen-lock': { state: 'failed', detail: 'Never locks.' } } } as const;
const changes = (draft: Partial<Policy>, ...devices: PreviewedDevice[]) => previewPolicy(firstPolicy, { ...firstPolicy, ...draft }, devices).effects.map((effect) => effect.changes);

describe('the preview of a policy', () => {
  it('of the same document is empty', () => {
    expect(previewPolicy(firstPolicy, firstPolicy, [device(), device({ state: 'pending' })])).toEqual({ fields: [], effects: [] });
  });

  it('names what differs, and looks at no version', () => {
    const draft: Policy = { ...firstPolicy, version: 9, autoLockMinutes: 3, minimumOs: { ...firstPolicy.minimumOs, debian: '13' }, posture: { ...firstPolicy.posture, debugger: { failed: 'warn', unknown: 'warn' } } };
    expect(previewPolicy(firstPolicy, draft, []).fields).toEqual(['autoLockMinutes', 'minimumOs.debian', 'posture.debugger']);
  });

  it('names only the devices that get another verdict, with both', () => {
    const affected = device({ posture: unlocked });
    const { effects } = previewPolicy(firstPolicy, { ...firstPolicy, posture: { ...firstPolicy.posture, 'screen-lock': { failed: 'refuse', unknown: 'allow' } } }, [device(), affected]);
    expect(effects).toEqual([{ device: affected.id, name: 'laptop-7', agentName: 'Nora Lind', before: 'warn', after: 'refuse', changes: ['Would be refused. Screen lock: Never locks.'] }]);
  });

  it('says what would be allowed again', () => {
    expect(changes({ posture: { ...firstPolicy.posture, 'screen-lock': { failed: 'allow', unknown: 'allow' } } }, device({ posture: unlocked }))).toEqual([['Would be allowed. Screen lock: Never locks.']]);
  });

  it('says which Sealdesk and which system would be needed', () => {
    expect(changes({ minimumAppVersion: '0.2.0', minimumOs: { debian: '13' } }, device())).toEqual([
      ['Would be warned of. System: Debian GNU/Linux 12 (bookworm) is older than 13.', 'Would be refused. Needs Sealdesk 0.2.0 or newer; it has 0.1.0.'],
    ]);
  });

  it.each([
    [{ offlineLeaseHours: 24 }, 'Could be used without the hub for 24 hours; now for 72 hours.'],
    [{ offlineLeaseHours: 0 }, 'Would need the hub at every launch.'],
    [{ hubSessionHours: 1 }, 'Would ask for a new code after an hour; now after 12 hours.'],
    [{ autoLockMinutes: 1 }, 'Would lock after a minute without use; now after 5 minutes.'],
    [{ passphraseOnlyMinutes: 5 }, 'Would unlock with the passphrase alone within 5 minutes of a lock; now never.'],
    [{ duressPassphrase: true }, 'Could be given a second passphrase that wipes it.'],
    [{ attachments: 'deliver' as const }, 'Could have attachments whose contents nobody has redacted.'],
    [{ cacheMessages: 5000 }, 'Would keep 5000 messages at most.'],
    [{ cacheMebibytes: 300 }, 'Would keep 300 MiB of conversations at most.'],
    [{ backfillDays: 30 }, 'Would keep 30 days of resolved conversations; now 90 days.'],
    [{ attemptLimit: 5 }, 'Would destroy what is on it after 5 wrong tries; now after 10.'],
  ])('says of a device in use what %j means', (draft, words) => {
    expect(changes(draft, device(), device({ state: 'suspended' }), device({ state: 'pending' }))).toEqual([[words], [words]]);
  });

  it('says what a policy takes back', () => {
    const before: Policy = { ...firstPolicy, passphraseOnlyMinutes: 5, duressPassphrase: true };
    const of = (draft: Partial<Policy>) => previewPolicy(before, { ...before, ...draft }, [device()]).effects.map((effect) => effect.changes);
    expect(of({ passphraseOnlyMinutes: 0, duressPassphrase: false })).toEqual([['Would ask for a code at every unlock.', 'Could not be given a second passphrase that wipes it; one that was set wipes it no more.']]);
    expect(previewPolicy({ ...before, attachments: 'deliver' }, { ...before, attachments: 'withhold' }, [device()]).effects.map((effect) => effect.changes)).toEqual([['Could have no more attachments but text and tables; those fetched before stay.']]);
    expect(of({ passphraseOnlyMinutes: 1 })).toEqual([['Would unlock with the passphrase alone within a minute of a lock; now within 5 minutes.']]);
  });

  it('says of a waiting device what its approval would need', () => {
    const waiting = device({ state: 'pending', inventory: { kind: 'unlisted' } });
    expect(changes({ approvers: 2, unlistedMachines: 'allow' }, waiting, device())).toEqual([['Would need approval by two people.', 'Could be approved, though it is not in the inventory.']]);
    expect(changes({ unlistedMachines: 'allow' }, device({ state: 'pending', inventory: { kind: 'listed', tag: 'NL-7' } }))).toEqual([]);
  });

  it.each(['denied', 'revoked', 'wiped'] as const)('has nothing to say of a device that is %s', (state) => {
    expect(changes({ offlineLeaseHours: 0, minimumAppVersion: '9.0.0' }, device({ state }))).toEqual([]);
  });
});
