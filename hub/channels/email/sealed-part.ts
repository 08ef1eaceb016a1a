import type { MailPart } from '../../../shared/domain/mail-part.ts';

/** Bytes at the start of a file that are looked at. */
const looked = 64;

/** Object identifiers of CMS contents (RFC 5652 section 3, RFC 5083, RFC 8551 section 3.2), as DER writes them, from the tag on. */
const cmsKinds: readonly { readonly oid: Buffer; readonly kind: 'encrypted' | 'signed' }[] = [
  { oid: Buffer.from('06092a864886f70d010702', 'hex'), kind: 'signed' },
  { oid: Buffer.from('06092a864886f70d010703', 'hex'), kind: 'encrypted' },
  { oid: Buffer.from('060b2a864886f70d0109100117', 'hex'), kind: 'encrypted' },
];

/**
 * Whether a part is encrypted, or a signature, by its type and by its first bytes: mail programs name their types as they like.
 * Null for any other. Nothing is opened or checked, and header fields that such a part brings along (RFC 9788) are believed by nobody.
 *
 * @param mediaType in lower case.
 */
export function sealedPart(mediaType: string, bytes: Uint8Array): MailPart | null {
  const start = Buffer.from(bytes.subarray(0, looked));
  const armour = /^\s*-----BEGIN PGP (MESSAGE|SIGNATURE)-----/.exec(start.toString('latin1'))?.[1];
  if (armour === 'MESSAGE' || mediaType === 'application/pgp-encrypted') return { kind: 'encrypted', by: 'pgp' };
  if (armour === 'SIGNATURE' || mediaType === 'application/pgp-signature') return { kind: 'signed', by: 'pgp' };
  if (/^application\/(?:x-)?pkcs7-signature$/.test(mediaType)) return { kind: 'signed', by: 'smime' };
  if (!/^application\/(?:x-)?pkcs7-mime$/.test(mediaType)) return null;
  // ContentInfo is a SEQUENCE whose first member is the identifier: two to seven bytes further on.
  const found = cmsKinds.find(({ oid }) => [2, 3, 4, 5, 6].some((at) => start.subarray(at, at + oid.length).equals(oid)));
  // What does not say is taken for what most are, and for what an agent can do least about.
  return { kind: found?.kind ?? 'encrypted', by: 'smime' };
}
