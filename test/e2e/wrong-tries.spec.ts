import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { ImpatientPhone } from '../soak/scene/impatient-phone.ts';
import { ask } from '../soak/scene/page-calls.ts';
import { Hub } from './journey/hub.ts';
import { Workstation } from './journey/workstation.ts';

const agent = 'ada@example.com';
const passphrase = 'nine herons on the frozen canal';
/** Of the policy here: the waits between tries are real time, and double with each. */
const limit = 4;

let folder: string;
let hub: Hub;
let workstation: Workstation;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sds-tries-'));
  hub = new Hub(join(folder, 'hub'));
  mkdirSync(hub.data, { recursive: true, mode: 0o700 });
  workstation = new Workstation({ leastCost: true, profile: join(folder, 'workstation') });
  await hub.init('Nordlicht Versand');
  await hub.start();
  await hub.addAgent(agent, 'Ada Okafor');
  const policy = join(folder, 'policy.json');
  writeFileSync(policy, JSON.stringify({ ...(await hub.command<object>('policy', 'show')), attemptLimit: limit }));
  await hub.run('policy', 'set', policy);
});

test.afterAll(async () => {
  await workstation?.quit();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function untilTriesAreTaken(): Promise<void> {
  const state = await ask(workstation.page, 'session.state', null);
  if ('retryAt' in state && state.retryAt !== null) await pause(Math.max(0, state.retryAt - Date.now()) + 100);
}

test('wrong tries up to the limit destroy the key for good, and the screen says so and what to do', async () => {
  test.setTimeout(240_000);
  const header = join(folder, 'workstation', 'vault.header');
  const { page } = await test.step('a laptop is enrolled and set up', async () => {
    await workstation.launch();
    await workstation.enrol(await hub.invite(agent));
    await workstation.safetyNumber();
    const [device] = await hub.devices();
    await hub.approve(device?.id ?? '');
    await workstation.choosePassphrase(passphrase);
    const phone = new ImpatientPhone(await workstation.totpKey());
    await workstation.keepRecoveryCodes();
    await workstation.confirmTotp(...(await phone.pair()));
    return workstation;
  });
  const copied = readFileSync(header);

  for (let left = limit - 1; left > 0; left -= 1) {
    await untilTriesAreTaken();
    await workstation.typeUnlock(`${passphrase}!`, '000000');
    await expect(page.getByText(left === 1 ? 'One try left' : `${left} tries left`)).toBeVisible({ timeout: 30_000 });
  }
  await untilTriesAreTaken();
  await workstation.typeUnlock(`${passphrase}!`, '000000');

  const saysSo = async () => {
    await expect(workstation.page.getByText(/too many wrong tries/)).toBeVisible({ timeout: 30_000 });
    await expect(workstation.page.getByText(/new invite/).first()).toBeVisible();
    await expect(workstation.page.getByRole('textbox')).toHaveCount(0);
  };
  await saysSo();
  expect(existsSync(header)).toBe(false);

  await test.step('after a restart too, and with the header put back from a copy', async () => {
    await workstation.quit();
    writeFileSync(header, copied);
    await workstation.launch();
    await saysSo();
  });
});
