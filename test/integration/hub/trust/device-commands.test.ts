import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consoleCalls } from '../../../../shared/contract/console/index.ts';
import type { PolicyEffect } from '../../../../shared/contract/console/policy.ts';
import type { DeviceCard, InviteCard } from '../../../../shared/domain/device.ts';
import type { Policy } from '../../../../shared/domain/policy.ts';
import { oneTimeCodePattern, typedOneTimeCode } from '../../../../shared/domain/typed-code.ts';
import { readInvite } from '../../../../shared/trust/invite.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
let sealdesk: SealdeskCommand;
const devices: SimulatedDevice[] = [];

beforeAll(async () => {
  service = await ServiceInProcess.start();
  sealdesk = new SealdeskCommand(service.hub.data);
  await service.addAgent(email);
});
afterAll(async () => {
  for (const device of devices) device.drop();
  await service.remove();
});

function file(name: string, text: string): string {
  const path = join(service.hub.data, name);
  writeFileSync(path, text);
  return path;
}

async function pending(...options: string[]): Promise<SimulatedDevice> {
  const { invite } = await sealdesk.command<{ invite: string }>('device', 'invite', '--agent', email, ...options);
  const device = new SimulatedDevice(invite, () => service.hub.clock.now());
  devices.push(device);
  await device.connect();
  device.enrol();
  await device.hears('enrol-pending');
  return device;
}

describe('the sealdesk command', () => {
  it('takes in an inventory, lists it, and refuses a file that is wrong in one place as a whole', async () => {
    expect(await sealdesk.command('inventory', 'import', file('good.csv', `tag;serial;uuid\nNL-7;${soundPosture.serial};\nNL-8;NL-0008;\n`))).toEqual({ added: 2, changed: 0, same: 0 });
    await expect(sealdesk.command('inventory', 'import', file('bad.csv', 'tag,serial\nNL-9,NL-0009\nNL-10,\n'))).rejects.toThrow('Line 3');
    await sealdesk.command('inventory', 'add', 'NL-11', '--serial', 'NL-0011');
    await sealdesk.command('inventory', 'remove', 'nl-11');
    const records = consoleCalls['inventory.list'].output.parse(await sealdesk.command('inventory', 'list'));
    expect(records.map(({ tag, devices: enrolled }) => ({ tag, devices: enrolled.length }))).toEqual([{ tag: 'NL-7', devices: 0 }, { tag: 'NL-8', devices: 0 }]);
  });

  it('prints an invite as text, link and QR code; for programs, as data alone', async () => {
    const words = await sealdesk.run('device', 'invite', '--agent', email);
    expect(readInvite(/sealdesk:\S+/.exec(words)?.[0] ?? '').agentEmail).toBe(email);
    expect(words).toMatch(/[▀▄█]{10}/);
    expect(await sealdesk.run('device', 'invite', '--agent', email, '--no-qr')).not.toMatch(/[▀▄█]/);
    const made = consoleCalls['invite.make'].output.parse(await sealdesk.command('device', 'invite', '--agent', email, '--role', 'agent', '--asset', 'nl-8', '--minutes', '5'));
    const cards = await sealdesk.command<InviteCard[]>('invite', 'list');
    expect(consoleCalls['invite.list'].output.parse(cards)).toHaveLength(3);
    expect(cards.find(({ id }) => id === made.id)).toMatchObject({ state: 'open', roles: ['agent'], asset: { tag: 'NL-8' } });
    expect(await sealdesk.command('invite', 'cancel', made.id)).toMatchObject({ state: 'cancelled' });
    await expect(sealdesk.command('device', 'invite', '--agent', email, '--role', 'it')).rejects.toThrow('does not have the role it');
    await expect(sealdesk.command('device', 'invite', '--agent', email, '--asset', 'NL-99')).rejects.toThrow('no machine with this tag');
  });

  it('shows a device, and takes it through its life', async () => {
    const device = await pending('--asset', 'NL-7');
    const show = async () => consoleCalls['device.show'].output.parse(await sealdesk.command<DeviceCard>('device', 'show', device.deviceId));
    expect(await show()).toMatchObject({ state: 'pending', verdict: 'allow', inventory: { kind: 'listed', tag: 'NL-7' }, online: true });
    expect(await sealdesk.command('device', 'approve', device.deviceId)).toMatchObject({ state: 'approved' });
    await device.hears('enrol-approved');
    expect((await sealdesk.command<{ tag: string; devices: string[] }[]>('inventory', 'list'))[0]).toMatchObject({ tag: 'NL-7', devices: [device.deviceId] });
    expect(await sealdesk.command('device', 'suspend', device.deviceId, '--reason', 'on holiday')).toMatchObject({ state: 'suspended', reason: 'on holiday' });
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/State +suspended: on holiday[^]*Inventory +listed as NL-7[^]*disk-encryption +ok/);
    expect(await sealdesk.command('device', 'reinstate', device.deviceId)).toMatchObject({ state: 'approved', reason: null });
    expect(await sealdesk.command('device', 'revoke', device.deviceId, '--reason', 'given back')).toMatchObject({ state: 'revoked', ordered: 'revocation' });
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/State +revoked: given back$/m);
    expect(await sealdesk.command('device', 'wipe', device.deviceId, '--reason', 'lost')).toMatchObject({ state: 'revoked', ordered: 'wipe-order', reason: 'lost' });
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/State +revoked, wipe ordered: lost$/m);
    await expect(sealdesk.command('device', 'approve', device.deviceId)).rejects.toThrow('not waiting for approval');
    expect(consoleCalls['device.list'].output.parse(await sealdesk.command('device', 'list'))).toHaveLength(1);
  });

  it('ends an authenticator, says the code once, and shows what IT has to know of an unlock', async () => {
    const device = await pending('--asset', 'NL-7');
    await sealdesk.command('device', 'approve', device.deviceId);
    await device.hears('enrol-approved');
    await expect(sealdesk.command('device', 'reset-totp', device.deviceId, '--reason', 'phone lost')).rejects.toThrow('no authenticator yet');
    await device.activate();
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/Authenticator +set up\nRecovery codes left +10\nWrong tries in a row +0\n/);
    const words = await sealdesk.run('device', 'reset-totp', device.deviceId, '--reason', 'phone lost');
    const [shown] = /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/.exec(words)!;
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/State +active\n[^]*Authenticator +ended by IT: phone lost\nRecovery codes left +0\n/);
    await device.requestShare(typedOneTimeCode(shown));
    const reset = consoleCalls['device.reset-totp'].output.parse(await sealdesk.command('device', 'reset-totp', device.deviceId, '--reason', 'phone lost'));
    expect(reset.code).toMatch(oneTimeCodePattern);
    await expect(device.requestShare(typedOneTimeCode(shown))).rejects.toThrow('code-refused');
    device.wipeItself('forgotten');
    await device.until(() => !device.connected, 'the end');
    expect(await sealdesk.run('device', 'show', device.deviceId)).toMatch(/Wiped +.*the passphrase was forgotten/);
  });

  it('previews a policy without signing it, then sets it', async () => {
    const device = await pending();
    const inForce = await sealdesk.command<Policy>('policy', 'show');
    const draft = file('policy.json', JSON.stringify({ ...inForce, approvers: 2, minimumAppVersion: '9.0.0' }));
    const preview = await sealdesk.command<{ fields: string[]; effects: PolicyEffect[] }>('policy', 'preview', draft);
    expect(preview.fields).toEqual(['approvers', 'minimumAppVersion']);
    expect(preview.effects).toMatchObject([{ device: device.deviceId, before: 'allow', after: 'refuse' }]);
    expect(await sealdesk.run('policy', 'preview', draft)).toContain('Needs Sealdesk 9.0.0 or newer; it has 0.1.0.');
    expect(await sealdesk.command('policy', 'show')).toEqual(inForce);
    expect(await sealdesk.command('policy', 'set', draft)).toMatchObject({ approvers: 2, version: inForce.version + 1 });
    await expect(sealdesk.command('policy', 'set', draft)).rejects.toThrow(`version ${inForce.version + 1}`);
    await expect(sealdesk.command('device', 'approve', device.deviceId)).rejects.toThrow('older than 9.0.0');
  });
});
