import { InviteError, readInvite } from '../../shared/trust/invite.ts';
import type { Inspection, VaultCallHandlers } from '../boundary/vault-process.ts';
import { type Device, NotNow } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import { KeychainError } from '../device/keychain.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import type { HubExchange } from '../sync/hub-exchange.ts';
import type { FirstShare } from './first-share.ts';
import { codeText } from './secret-bytes.ts';
import type { SetUp } from './set-up.ts';
import { checkStartOver } from './start-over.ts';
import type { UseGuard } from './use-guard.ts';

export interface EnrolmentCallPorts {
  readonly device: Device;
  readonly exchange: HubExchange;
  readonly setUp: SetUp;
  readonly firstShare: FirstShare;
  readonly guard: UseGuard;
  readonly machine: () => Promise<MachineBinding>;
  readonly inspect: () => Promise<Inspection>;
  /** Nothing is open, nor being opened. */
  readonly idle: () => boolean;
}

type EnrolmentCall = 'device.begin' | 'device.cancel' | 'device.start-over' | 'device.forgotten' | 'setup.passphrase' | 'setup.totp' | 'setup.confirm';

/** The calls of the vault process with which an enrolment begins, is set up, and ends. */
export function enrolmentCalls({ device, exchange, setUp, firstShare, guard, machine, inspect, idle }: EnrolmentCallPorts): Pick<VaultCallHandlers, EnrolmentCall> {
  const inStage = async (...stages: readonly string[]): Promise<void> => {
    if (!device.isPresent) await device.load();
    if (!stages.includes(device.present.record.stage)) throw new NotNow();
    guard.check();
  };
  const checkIdle = (): void => {
    if (!idle()) throw new NotNow('The vault is being opened, or open already.');
  };
  const policy = () => enrolledAs(device.present.record).policy;

  return {
    'device.begin': async ({ invite, posture }) => {
      try {
        await device.begin(readInvite(invite), posture);
        return { kind: 'begun' };
      } catch (error) {
        if (error instanceof InviteError || error instanceof KeychainError) return { kind: error.kind, message: error.message };
        throw error;
      }
    },
    'device.cancel': async () => {
      await device.load();
      if (!device.isPresent) return null;
      await device.forget();
      await exchange.forgotten('The enrolment was cancelled.');
      return null;
    },
    'device.start-over': async () => {
      checkIdle();
      checkStartOver(await inspect());
      setUp.forget();
      firstShare.forget();
      await device.destroyEnrolment();
      await exchange.forgotten('The enrolment was destroyed.');
      return null;
    },
    'device.forgotten': async () => {
      checkIdle();
      if ((await inspect()).kind !== 'enrolled') throw new NotNow();
      await exchange.wipeHere('forgotten');
      return null;
    },
    'setup.passphrase': async ({ passphrase }) => {
      await inStage('approved');
      return setUp.choosePassphrase(passphrase, await machine());
    },
    'setup.totp': async () => {
      await inStage('approved', 'activating');
      return setUp.provisionTotp(policy());
    },
    'setup.confirm': async ({ first, second }) => {
      const codes = [codeText(first), codeText(second)] as const;
      await inStage('approved', 'activating');
      const share = await firstShare.forSetUp();
      if (share === null) return { kind: 'hub-unreachable' };
      if (device.present.record.stage === 'approved') device.removeUnusedDatabase();
      const answer = await setUp.confirm(...codes, policy(), share, {
        online: exchange.online,
        activate: (request) => exchange.activate(request),
        settle: () => exchange.settleActivation(),
      });
      if (answer.kind === 'confirmed') firstShare.forget();
      return answer;
    },
  };
}
