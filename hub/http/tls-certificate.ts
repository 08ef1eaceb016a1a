// tsyringe, which x509 uses, wants it loaded first.
import 'reflect-metadata';
import { createHash, KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509';

export interface TlsIdentity {
  /** PEM; may be a chain, the server's own first. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Pinned by devices through the invite, so its length matters less than that it does not end unnoticed. */
const years = 10;

/**
 * A self-signed certificate (EC P-256) for hubs without one of a certificate authority. Devices pin
 * its fingerprint from the invite; who the hub is, they know from its own certificate.
 *
 * @param hosts names and addresses at which devices reach the hub.
 */
export async function selfSignedTls(hosts: readonly string[], now: number): Promise<TlsIdentity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + years);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: randomBytes(16).toString('hex').replace(/^[89a-f]/, '7'),
    name: 'CN=Sealdesk hub',
    // A day back, for devices whose clock is a little late.
    notBefore: new Date(now - 24 * 3600 * 1000),
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host }))),
    ],
  });
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** SHA-256 of the certificate (DER), in hexadecimal: what an invite names. */
export function tlsFingerprint(certificatePem: string): string {
  return createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex');
}
