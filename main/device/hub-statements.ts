import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { verifyStatement, StatementError } from '../../shared/trust/statement.ts';
import type { SignedStatement, Statement, StatementType } from '../../shared/trust/statement-schema.ts';

/**
 * Verifies a statement of the hub under any of its genuine keys, newest first.
 *
 * @param now as for `verifyStatement`.
 * @throws StatementError
 */
export function verifyByHub<T extends StatementType>(
  type: T,
  signed: SignedStatement,
  hubKeys: readonly string[],
  now: number | 'any',
): Statement<T> {
  let problem = new StatementError('wrong-issuer', `No hub key is known to check this ${type} with.`);
  for (const key of hubKeys) {
    try {
      return verifyStatement(type, signed, publicKeyFrom(key), now);
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      problem = error;
      if (error.kind !== 'bad-signature') throw error;
    }
  }
  throw problem;
}
