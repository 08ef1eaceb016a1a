import type { PrivateKey, PublicKey } from '@signalapp/libsignal-client';
import canonicalize from 'canonicalize';
import { SealdeskError } from '../domain/errors.ts';
import { framed, fromBase64, toBase64 } from './bytes.ts';
import { keyId } from './keys.ts';
import {
  type SignedStatement,
  type Statement,
  StatementHeader,
  type StatementPayload,
  type StatementType,
  statementPayloads,
} from './statement-schema.ts';

/**
 * The one signed envelope: certificates, leases, policies, orders and receipts are all made and
 * checked here. The signature covers a label with the type and the canonical JSON (RFC 8785) as
 * it travels.
 */
const label = 'sealdesk statement v1';

export type StatementProblem = 'malformed' | 'wrong-type' | 'wrong-issuer' | 'bad-signature' | 'not-yet-valid' | 'expired';

export class StatementError extends SealdeskError<StatementProblem> {}

export interface StatementTerms {
  readonly serial: number;
  /** Milliseconds since 1970; the statement holds from here ... */
  readonly notBefore: number;
  /** ... up to here, exclusive. */
  readonly notAfter: number;
}

/** Signs a statement. @throws StatementError `malformed` when the payload does not fit its type. */
export function signStatement<T extends StatementType>(
  type: T,
  payload: StatementPayload<T>,
  terms: StatementTerms,
  key: PrivateKey,
): SignedStatement {
  const parsed = statementPayloads[type].safeParse(payload);
  if (!parsed.success) throw new StatementError('malformed', `This is not the content of a ${type} statement.`);
  const { serial, notBefore, notAfter } = terms;
  const body = canonicalize({ v: 1, type, issuer: keyId(key.getPublicKey()), serial, notBefore, notAfter, payload: parsed.data });
  if (body === undefined) throw new StatementError('malformed', 'The statement cannot be written as JSON.');
  return { body, signature: toBase64(key.sign(framed(label, type, body))) };
}

/**
 * Checks signature, issuer, type, form and, at time `now`, validity.
 *
 * @param now milliseconds since 1970, or `'any'` where validity is judged by the caller (a lease
 *   that has ended is still a genuine lease).
 * @throws StatementError
 */
export function verifyStatement<T extends StatementType>(
  type: T,
  signed: SignedStatement,
  issuer: PublicKey,
  now: number | 'any',
): Statement<T> {
  if (!issuer.verify(framed(label, type, signed.body), fromBase64(signed.signature))) {
    throw new StatementError('bad-signature', `The signature of this ${type} does not match its issuer's key.`);
  }
  const { payload, ...rest } = parseBody(signed.body);
  const header = StatementHeader.safeParse(rest);
  if (!header.success) throw new StatementError('malformed', `This ${type} is not well-formed.`);
  if (header.data.type !== type) throw new StatementError('wrong-type', `Expected a ${type}, got a ${header.data.type}.`);
  if (header.data.issuer !== keyId(issuer)) throw new StatementError('wrong-issuer', `This ${type} names another issuer.`);
  const content = statementPayloads[type].safeParse(payload);
  if (!content.success) throw new StatementError('malformed', `This ${type} is not well-formed.`);
  const { serial, notBefore, notAfter } = header.data;
  if (now !== 'any' && now < notBefore) throw new StatementError('not-yet-valid', `This ${type} is not valid yet.`);
  if (now !== 'any' && now >= notAfter) throw new StatementError('expired', `This ${type} has expired.`);
  return { type, issuer: header.data.issuer, serial, notBefore, notAfter, payload: content.data as StatementPayload<T> };
}

/** Only the canonical form is accepted, so that one statement has one body. */
function parseBody(body: string): { payload?: unknown } & Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new StatementError('malformed', 'The statement is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || canonicalize(value) !== body) {
    throw new StatementError('malformed', 'The statement is not in canonical form.');
  }
  return value as Record<string, unknown>;
}
