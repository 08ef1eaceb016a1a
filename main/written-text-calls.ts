import type { Clock } from '../shared/domain/clock.ts';
import type { OpenedVault } from './boundary/opened-vault.ts';
import type { VaultCallHandlers } from './boundary/vault-process.ts';
import { type Device, NotNow } from './device/device.ts';
import { enrolledAs } from './device/enrolled-as.ts';
import { checkDraft } from './draft-check.ts';
import { makeTranscript } from './transcript-content.ts';

type WrittenTextCall = 'draft.check' | 'transcript.make' | 'transcript.report';

export interface WrittenTextPorts {
  readonly clock: Clock;
  readonly record: () => Device['present']['record'];
  /** Null while nothing is open. */
  readonly vault: () => OpenedVault | null;
}

/** The calls of the vault process about text that is to leave it: drafts, and conversations written into a file. */
export function writtenTextCalls({ clock, record, vault }: WrittenTextPorts): Pick<VaultCallHandlers, WrittenTextCall> {
  const saver = () => {
    const { organisation, deviceName } = record();
    const { agent, policy } = enrolledAs(record());
    return { organisation, name: agent.name, device: deviceName, policy };
  };
  return {
    'draft.check': (draft) => checkDraft({ policy: () => enrolledAs(record()).policy.redaction, vault }, draft),
    'transcript.make': (wish) => makeTranscript({ clock, vault, saver }, wish),
    'transcript.report': async (report) => {
      const open = vault();
      if (open === null) throw new NotNow('The vault is locked.');
      await open.reportTranscript(report);
      return null;
    },
  };
}
