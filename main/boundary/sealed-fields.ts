import type { PageSeal } from './page-seal.ts';
import type { VaultCalls } from './vault-process.ts';

type FieldsIn = { readonly [N in keyof VaultCalls]?: readonly (keyof NonNullable<VaultCalls[N]['in']>)[] };
/** A field that only some answers of a call have counts as well. */
type KeysOfAny<T> = T extends unknown ? keyof T : never;
type FieldsOut = { readonly [N in keyof VaultCalls]?: readonly KeysOfAny<VaultCalls[N]['out']>[] };

/** What the vault process takes as boxes of the page's only (page-seal.ts). */
export const sealedInputs = {
  'setup.passphrase': ['passphrase'],
  'setup.confirm': ['first', 'second'],
  'unlock.attempt': ['passphrase', 'code'],
  'unlock.code': ['code'],
  'security.change-passphrase': ['passphrase', 'code', 'next'],
  'security.new-authenticator': ['passphrase', 'code'],
  'security.confirm-authenticator': ['first', 'second'],
  'security.new-recovery-codes': ['passphrase', 'code'],
  'security.set-duress-passphrase': ['passphrase', 'code', 'duress'],
  'security.rotate-vault-key': ['passphrase', 'code'],
} as const satisfies FieldsIn;

/** What it answers for the page's eyes only. */
export const sealedOutputs = {
  'setup.totp': ['secret', 'uri', 'recoveryCodes'],
  'security.new-authenticator': ['secret', 'uri', 'recoveryCodes'],
  'security.new-recovery-codes': ['recoveryCodes'],
} as const satisfies FieldsOut;

type Fields = Readonly<Record<string, readonly string[]>>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);

/** Replaces the named fields of a call's input or answer, those that it has and that are not null; lists one by one. */
export async function replaced(value: unknown, fields: readonly string[], replace: (field: unknown) => unknown): Promise<unknown> {
  if (fields.length === 0 || !isRecord(value)) return value;
  const next: Record<string, unknown> = { ...value };
  for (const field of fields) {
    const held = next[field];
    if (held === undefined || held === null) continue;
    next[field] = Array.isArray(held) ? await Promise.all(held.map((each) => replace(each))) : await replace(held);
  }
  return next;
}

export const fieldsOf = (table: Fields, name: string): readonly string[] => (Object.hasOwn(table, name) ? (table[name] ?? []) : []);

/** Seals what is secret in a call's input. What is no text is left as it is, and refused where it arrives. */
export const sealFields = (seal: PageSeal, fields: readonly string[], input: unknown): Promise<unknown> =>
  replaced(input, fields, (text) => (typeof text === 'string' ? seal.seal(text) : text));

/** Opens what was sealed in its answer. */
export const openFields = (seal: PageSeal, fields: readonly string[], answer: unknown): Promise<unknown> =>
  replaced(answer, fields, (text) => (typeof text === 'string' ? seal.open(text) : text));
