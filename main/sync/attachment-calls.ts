import type { NotHere } from '../../shared/contract/ipc/attachments.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { OpenedVault } from '../boundary/opened-vault.ts';
import type { VaultCallHandlers } from '../boundary/vault-process.ts';
import { NotNow } from '../device/device.ts';
import type { HubExchange } from './hub-exchange.ts';

type AttachmentCall = 'attachment.fetch' | 'attachment.chunk';

export interface AttachmentCallPorts {
  readonly exchange: HubExchange;
  /** Null while nothing is open. */
  readonly vault: () => OpenedVault | null;
}

/** What the vault says of an attachment that cannot be brought here, in the contract's words. */
const problems: Readonly<Record<string, NotHere>> = { 'attachment-gone': 'gone', 'attachment-damaged': 'damaged', 'no-room': 'no-room' };
const problemOf = (error: unknown): NotHere | undefined => (error instanceof SealdeskError ? problems[error.kind] : undefined);

/** The calls of the vault process about the contents of attachments. */
export function attachmentCalls({ exchange, vault }: AttachmentCallPorts): Pick<VaultCallHandlers, AttachmentCall> {
  const opened = (): OpenedVault => {
    const open = vault();
    if (open === null) throw new NotNow('The vault is locked.');
    return open;
  };
  return {
    'attachment.fetch': async (place) => {
      const { attachments } = opened();
      try {
        const outcome = await exchange.fetchAttachment(place);
        return outcome === 'whole' ? { kind: 'whole', size: (await attachments.progress(place)).size } : { kind: 'not-here', why: outcome };
      } catch (error) {
        const why = problemOf(error);
        if (why === undefined) throw error;
        return { kind: 'not-here', why };
      }
    },
    'attachment.chunk': async ({ index, ...place }) => {
      const { attachments } = opened();
      try {
        return { bytes: await attachments.read(place, index) };
      } catch (error) {
        const problem = problemOf(error);
        if (problem === undefined) throw error;
        // What lies here cannot be opened: it comes anew the next time.
        if (problem === 'damaged') await attachments.forget(place);
        return { bytes: null };
      }
    },
  };
}
