/**
 * What a page tells the vault process, and is told by it, that main must not see: passphrases, codes, and the key of an
 * authenticator. Main's process lives on when the workstation is locked, and what has passed through a process stays in
 * its memory until something else is written there; page and vault process end.
 *
 * One-pass Diffie-Hellman, C(1e, 1s, ECC CDH) of NIST SP 800-56A rev. 3 section 6.2.2.2, on P-256: the page's key is made
 * for one call, the vault process's at its start. HKDF-SHA-256 (RFC 5869) gives a key for each direction, AES-256-GCM
 * seals. A box is the page's public key || nonce || ciphertext || tag; an answer is nonce || ciphertext || tag in base64.
 *
 * This is the page's half. It runs in the preload, where there is Web Crypto and nothing of Node.
 */
export const pageKeyLength = 65;
export const nonceLength = 12;
export const purposes = { toVault: 'sealdesk page to vault v1', toPage: 'sealdesk vault to page v1' } as const;

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;

export interface PageSeal {
  /** @returns a box of the text, in one normal form (NFKC), so that the same keys on another keyboard or system give the same bytes (NIST SP 800-63B-4 section 3.1.1.2). */
  seal(text: string): Promise<Uint8Array>;
  /** Opens a text of an answer. @throws when it was not sealed for this call. */
  open(sealed: string): Promise<string>;
}

/** For one call. @param vaultKey the public key of the vault process (SEC 1, uncompressed). */
export async function createPageSeal(vaultKey: Uint8Array<ArrayBuffer>): Promise<PageSeal> {
  const { subtle } = globalThis.crypto;
  const own = await subtle.generateKey(curve, false, ['deriveBits']);
  const publicKey = new Uint8Array(await subtle.exportKey('raw', own.publicKey));
  const theirs = await subtle.importKey('raw', vaultKey, curve, true, []);
  const agreed = await subtle.importKey('raw', await subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256), 'HKDF', false, ['deriveKey']);
  const salt = joined(publicKey, vaultKey);
  const keyFor = (purpose: string, usage: KeyUsage) =>
    subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode(purpose) }, agreed, { name: 'AES-GCM', length: 256 }, false, [usage]);
  const [toVault, toPage] = await Promise.all([keyFor(purposes.toVault, 'encrypt'), keyFor(purposes.toPage, 'decrypt')]);

  return {
    async seal(text) {
      const iv = globalThis.crypto.getRandomValues(new Uint8Array(nonceLength));
      const plain = new TextEncoder().encode(text.normalize('NFKC'));
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, toVault, plain);
      plain.fill(0);
      return joined(publicKey, iv, new Uint8Array(sealed));
    },
    async open(sealed) {
      const box = Uint8Array.from(atob(sealed), (letter) => letter.codePointAt(0) ?? 0);
      const plain = await subtle.decrypt({ name: 'AES-GCM', iv: box.subarray(0, nonceLength) }, toPage, box.subarray(nonceLength));
      return new TextDecoder().decode(plain);
    },
  };
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
