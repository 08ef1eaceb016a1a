import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, keyFromText, stepAt, stepSeconds } from '../../../build/try-it/phone.mts';
import { businessId, instagramId, MetaProvider, numberId } from '../../doubles/meta-provider.ts';
import { SimulatedDevice } from '../../doubles/simulated-device.ts';
import { Hub } from '../journey/hub.ts';
import { emailChannelArguments, type MailServers, startMail } from '../journey/mail.ts';
import { Workstation } from '../journey/workstation.ts';
import { Line } from './line.ts';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: 'agent' | 'lead';
}

export interface Seat {
  readonly person: Person;
  readonly workstation: Workstation;
  readonly line: Line;
}

export interface Office {
  readonly hub: Hub;
  readonly mail: MailServers;
  readonly whatsApp: MetaProvider;
  readonly instagram: MetaProvider;
  /** Two who work, each at a workstation with a line of its own. */
  readonly seats: readonly [Seat, Seat];
  /** A third laptop, of a lead who only looks: what it is sent is what the hub holds. */
  readonly witness: SimulatedDevice;
  stop(): Promise<void>;
}

const passphrase = 'brombeer knistern unter laternenlicht';

/** A built hub with every channel there is, and two workstations that are enrolled, set up and unlocked at it. */
export async function openOffice(folder: string, people: readonly [Person, Person], watcher: Person): Promise<Office> {
  const hub = new Hub(join(folder, 'hub'));
  mkdirSync(hub.data, { recursive: true, mode: 0o700 });
  await hub.init('Zwetschgenwasser Versand');
  await hub.start();
  const [mail, whatsApp, instagram] = await Promise.all([startMail(join(folder, 'mail'), []), MetaProvider.start(), MetaProvider.start()]);
  const witnessed = { device: null as SimulatedDevice | null };
  const workstations: { readonly workstation: Workstation; readonly line: Line }[] = [];
  const stop = async (): Promise<void> => {
    witnessed.device?.drop();
    await Promise.all(workstations.map(({ workstation }) => workstation.quit()));
    await hub.stop();
    await Promise.all([mail.stop(), whatsApp.stop(), instagram.stop(), ...workstations.map(({ line }) => line.close())]);
  };
  try {
    for (const { name, email, role } of [...people, watcher]) await hub.run('agent', 'add', '--email', email, '--name', name, '--role', role);
    const seat = async (person: Person, place: number): Promise<Seat> => {
      const line = await Line.open(hub.url);
      const workstation = new Workstation({ profile: join(folder, `workstation-${place}`) });
      workstations.push({ workstation, line });
      await sitDown(hub, workstation, line.through(await hub.invite(person.email)));
      return { person, workstation, line };
    };
    const [one, other] = await Promise.all([seat(people[0], 1), seat(people[1], 2), addChannels(hub, folder, { mail, whatsApp, instagram })]);
    witnessed.device = await enrolWitness(hub, watcher);
    return { hub, mail, whatsApp, instagram, seats: [one, other], witness: witnessed.device, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Enrols and unlocks; two codes of the two steps that hold longest, and the next as soon as it is one. */
async function sitDown(hub: Hub, workstation: Workstation, invite: string): Promise<void> {
  await workstation.launch();
  await workstation.enrol(invite);
  const shown = await workstation.safetyNumber();
  await hub.approve((await hub.devices()).find(({ safetyNumber }) => safetyNumber === shown)?.id ?? '');
  await workstation.choosePassphrase(passphrase);
  const key = keyFromText(await workstation.totpKey());
  if (key === undefined) throw new Error('That is not a key.');
  await workstation.keepRecoveryCodes();
  const step = stepAt(Date.now());
  await workstation.confirmTotp(codeOf(key, step), codeOf(key, step + 1));
  // The one after it is right from the beginning of the step before it on, and no code is taken twice.
  await pause(Math.max(0, (step + 1) * stepSeconds * 1000 - Date.now() + 100));
  await workstation.unlock(passphrase, codeOf(key, step + 2));
  await workstation.putNoticeAway();
}

async function addChannels(hub: Hub, folder: string, { mail, whatsApp, instagram }: Pick<Office, 'mail' | 'whatsApp' | 'instagram'>): Promise<void> {
  await hub.command(...emailChannelArguments(mail));
  await hub.command('channel', 'add-phone', '--name', 'Support line', '--country', 'DE');
  const accounts = [
    { kind: 'whatsapp', provider: whatsApp, ids: ['--phone-number-id', numberId, '--account-id', businessId] },
    { kind: 'instagram', provider: instagram, ids: ['--account-id', instagramId] },
  ];
  for (const { kind, provider, ids } of accounts) {
    const secret = (text: string): string => {
      const file = join(folder, randomUUID());
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    };
    const secrets = ['--app-secret-file', secret(provider.appSecret), '--token-file', secret(provider.token)];
    const { path } = await hub.command<{ path: string }>('channel', 'add', kind, '--name', kind, ...ids, '--api-base', provider.base, ...secrets);
    provider.hook = new URL(path, hub.chat).href;
  }
}

async function enrolWitness(hub: Hub, { email }: Person): Promise<SimulatedDevice> {
  const witness = new SimulatedDevice(await hub.invite(email), () => Date.now(), 60_000);
  await witness.connect();
  witness.enrol();
  await witness.hears('enrol-pending');
  await hub.approve(witness.deviceId);
  await witness.hears('enrol-approved');
  await witness.activate();
  await witness.openSession();
  return witness;
}
