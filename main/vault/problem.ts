import { SealdeskError } from '../../shared/domain/errors.ts';
import type { VaultProblem } from '../boundary/opened-vault.ts';

const explanations: Readonly<Record<VaultProblem, string>> = {
  'vault-damaged':
    'The encrypted cache on this laptop cannot be read. Nothing was deleted. It can be repaired: what can be read is kept, and the rest comes from the hub again.',
  'vault-unreachable':
    'The encrypted cache on this laptop could not be opened or written. Nothing was deleted. Restart Sealdesk; if this comes back, ask IT whether Sealdesk may still write to its folder.',
  'vault-newer':
    'The cache on this laptop was written by a newer version of Sealdesk. Nothing was changed. Install the newest version to open it.',
  'disk-full': 'The disk of this laptop is full, so nothing more can be stored. Nothing was lost. Free some space, then try again.',
};

/** The error of that kind, in words for the person at the laptop. */
export function vaultProblem(problem: VaultProblem, cause?: unknown): SealdeskError<VaultProblem> {
  return new SealdeskError(problem, explanations[problem], cause === undefined ? undefined : { cause });
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that mean the vault cannot go on, and what each is told as. */
const problems: ReadonlyMap<string, VaultProblem> = new Map([
  ['SQLITE_CORRUPT', 'vault-damaged'],
  ['SQLITE_NOTADB', 'vault-damaged'],
  ['SQLITE_IOERR', 'vault-damaged'],
  ['SQLITE_CANTOPEN', 'vault-unreachable'],
  ['SQLITE_READONLY', 'vault-unreachable'],
  ['SQLITE_PERM', 'vault-unreachable'],
  ['SQLITE_PROTOCOL', 'vault-unreachable'],
  ['SQLITE_FULL', 'disk-full'],
]);

/** What an exception says about the vault itself; null for an ordinary error, after which the vault goes on. */
export function problemOf(error: unknown): SealdeskError<VaultProblem> | null {
  if (error instanceof SealdeskError) return isProblem(error.kind) ? vaultProblem(error.kind, error.cause) : null;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) return null;
  // A write that fails for lack of space is reported as an I/O error by some file systems.
  if (code === 'ENOSPC' || code === 'EDQUOT') return vaultProblem('disk-full', error);
  // What SQLCipher answers where the damaged page is one that a long text goes on in. Our SQL is constant: it has no other logic errors.
  if (code === 'SQLITE_ERROR' && error instanceof Error && error.message.endsWith(': SQL logic error')) return vaultProblem('vault-damaged', error);
  const problem = problems.get(code.split('_').slice(0, 2).join('_'));
  return problem === undefined ? null : vaultProblem(problem, error);
}

function isProblem(kind: string): kind is VaultProblem {
  return kind in explanations;
}
