import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import type { PolicyDraft } from '../../shared/contract/console/policy.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { Policy } from '../../shared/domain/policy.ts';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Audit, Tx } from '../ports.ts';
import { type StatementSigner, validity } from './statement-signer.ts';

export class PolicyError extends SealdeskError<'policy-stale'> {}

export interface PolicyInForce {
  readonly policy: Policy;
  readonly statement: SignedStatement;
}

/** The signed policy document. Versions only grow; every version is kept. */
export class Policies {
  readonly #signer: StatementSigner;
  readonly #audit: Audit;
  readonly #clock: Clock;
  /** As it was read last, with its text: the same text is the same policy, and its patterns are not compiled again for each message. */
  #read: { readonly text: string; readonly inForce: PolicyInForce } | null = null;

  constructor(signer: StatementSigner, audit: Audit, clock: Clock) {
    this.#signer = signer;
    this.#audit = audit;
    this.#clock = clock;
  }

  async current(tx: Tx): Promise<PolicyInForce> {
    const row = await tx.selectFrom('policies').select('statement').orderBy('version', 'desc').limit(1).executeTakeFirstOrThrow();
    if (this.#read?.text === row.statement) return this.#read.inForce;
    const statement = SignedStatement.parse(JSON.parse(row.statement));
    // Of our own making and from our own database: the body is read without checking the signature again.
    const { payload } = z.object({ payload: Policy }).parse(JSON.parse(statement.body));
    const inForce = { policy: payload, statement };
    this.#read = { text: row.statement, inForce };
    return inForce;
  }

  /** @throws PolicyError `policy-stale` when the draft was made from another version than the one in force. */
  async set(tx: Tx, actor: string, draft: PolicyDraft): Promise<PolicyInForce> {
    const row = await tx.selectFrom('policies').select('version').orderBy('version', 'desc').limit(1).executeTakeFirst();
    const before = row?.version ?? 0;
    if (draft.version !== undefined && draft.version !== before && before > 0) {
      throw new PolicyError('policy-stale', `The policy in force is version ${before}; your document was made from version ${draft.version}. Look at "sealdesk policy show" and try again.`);
    }
    // A restored hub has forgotten versions that devices may have: its serials were moved ahead of them.
    const serial = await tx.selectFrom('statement_serials').select('last').where('type', '=', 'policy').executeTakeFirst();
    const policy = Policy.parse({ ...draft, version: Math.max(before, serial?.last ?? 0) + 1 });
    const statement = await this.#signer.sign(tx, 'policy', policy, validity.policy);
    await tx.insertInto('policies').values({ version: policy.version, statement: JSON.stringify(statement), created_at: this.#clock.now() }).execute();
    await this.#audit.append(tx, { actor, action: 'policy.set', subject: `policy:${policy.version}` });
    return { policy, statement };
  }
}
