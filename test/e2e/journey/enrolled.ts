import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Hub } from './hub.ts';
import { emailChannelArguments, type MailServers, startMail } from './mail.ts';
import { ImpatientPhone } from '../../soak/scene/impatient-phone.ts';
import { Workstation } from './workstation.ts';

export interface EnrolledOptions {
  /** An empty folder for everything. */
  readonly folder: string;
  readonly agent: { readonly name: string; readonly email: string; readonly role: string };
  readonly passphrase: string;
  readonly pictures?: string;
  /** Switches of Chromium's. */
  readonly switches?: readonly string[];
  /** What happens at the hub before the workstation is there. */
  readonly before?: (at: { readonly hub: Hub; readonly mail: MailServers }) => Promise<void>;
}

export interface Enrolled {
  readonly hub: Hub;
  readonly mail: MailServers;
  readonly workstation: Workstation;
  readonly phone: ImpatientPhone;
  stop(): Promise<void>;
}

/** A hub with a mailbox, and a workstation that is enrolled, set up and unlocked at it. */
export async function enrolled({ folder, agent, passphrase, pictures, switches = [], before }: EnrolledOptions): Promise<Enrolled> {
  const hub = new Hub(join(folder, 'hub'));
  mkdirSync(hub.data, { recursive: true, mode: 0o700 });
  await hub.init('Zwetschgenwasser Versand');
  await hub.start();
  await hub.run('agent', 'add', '--email', agent.email, '--name', agent.name, '--role', agent.role);
  const mail = await startMail(join(folder, 'mail'), []);
  await hub.command(...emailChannelArguments(mail));
  await before?.({ hub, mail });
  const workstation = new Workstation({ leastCost: true, profile: join(folder, 'workstation'), switches, ...(pictures === undefined ? {} : { pictures }) });
  await workstation.launch();
  await workstation.enrol(await hub.invite(agent.email));
  await workstation.safetyNumber();
  const [device] = await hub.devices();
  await hub.approve(device?.id ?? '');
  await workstation.choosePassphrase(passphrase);
  const phone = new ImpatientPhone(await workstation.totpKey());
  await workstation.keepRecoveryCodes();
  await workstation.confirmTotp(...(await phone.pair()));
  await workstation.unlock(passphrase, await phone.nextCode());
  await workstation.putNoticeAway();
  const stop = async () => {
    await workstation.quit();
    await hub.stop();
    await mail.stop();
  };
  return { hub, mail, workstation, phone, stop };
}
