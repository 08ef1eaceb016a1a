import type { Salvage } from '../../shared/domain/vault-repair.ts';

export interface DamagedVault {
  readonly file: string;
  /** 32 bytes each, the likeliest first; the caller overwrites them. The vault may be under any of them. */
  readonly keys: readonly Uint8Array[];
}

/** Reads a damaged vault, in a thread of its own, and makes a whole one of what can be read. */
export interface VaultRepair {
  /** What could be saved. The file stays as it is. */
  survey(damaged: DamagedVault): Promise<Salvage>;
  /**
   * Makes `into`, which must not be there, under `key`: a whole vault with what could be saved, on the disk for certain
   * when this resolves. @throws SealdeskError of kind `disk-full`
   */
  rebuild(damaged: DamagedVault, into: string, key: Uint8Array): Promise<Salvage>;
}

export interface RepairRequests {
  /** The thread overwrites the keys. */
  survey: { in: DamagedVault; out: Salvage };
  rebuild: { in: DamagedVault & { readonly into: string; readonly key: Uint8Array }; out: Salvage };
  close: { in: null; out: null };
}
