import { createECDH } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { deriveKey, OpenError, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, bytes, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { pageKeyLength, purposes } from './page-seal.ts';
import { fieldsOf, replaced, sealedInputs, sealedOutputs } from './sealed-fields.ts';

const nothing = new Uint8Array();

/** The keys of one call of a page. */
interface CallKeys {
  readonly toVault: Bytes;
  readonly toPage: Bytes;
}

/** The vault process's half of the seal between page and vault process (page-seal.ts). Its key is as old as the process. */
export class VaultSeal {
  readonly #own = createECDH('prime256v1');
  /** What pages seal to (SEC 1, uncompressed). */
  readonly key: Bytes = bytes(this.#own.generateKeys());

  /**
   * Carries a call out: what must come in boxes is opened before, what is for the page alone is sealed after.
   *
   * @param asker an empty box of the page that asks, where the input has none. @throws SealdeskError `not-now` for what was not sealed for this process.
   */
  async serve(name: string, input: unknown, asker: Uint8Array | null, call: (opened: unknown) => Promise<unknown>): Promise<unknown> {
    const opened: Uint8Array[] = [];
    let toPage: Bytes | null = null;
    const open = (box: unknown): Bytes => {
      if (!(box instanceof Uint8Array) || box.length < pageKeyLength) throw notForUs();
      const keys = this.#agreed(box.subarray(0, pageKeyLength));
      opened.push(keys.toVault, keys.toPage);
      const text = openBytes(keys.toVault, box.subarray(pageKeyLength), nothing);
      opened.push(text);
      toPage = keys.toPage;
      return text;
    };
    try {
      const plain = await replaced(input, fieldsOf(sealedInputs, name), (field) => open(field));
      if (asker !== null) open(asker);
      const value = await call(plain);
      return await replaced(value, fieldsOf(sealedOutputs, name), (text) => this.#sealed(text, toPage));
    } catch (error) {
      if (error instanceof OpenError) throw notForUs(error);
      throw error;
    } finally {
      for (const each of opened) each.fill(0);
    }
  }

  #agreed(pageKey: Uint8Array): CallKeys {
    let secret: Uint8Array;
    try {
      secret = this.#own.computeSecret(pageKey);
    } catch (cause) {
      // No point of the curve.
      throw notForUs(cause);
    }
    const salt = bytes(Buffer.concat([pageKey, this.key]));
    const keys = { toVault: deriveKey(secret, salt, purposes.toVault), toPage: deriveKey(secret, salt, purposes.toPage) };
    secret.fill(0);
    return keys;
  }

  #sealed(text: unknown, toPage: Bytes | null): string {
    if (typeof text !== 'string' || toPage === null) throw notForUs();
    return toBase64(sealBytes(toPage, utf8(text), nothing));
  }
}

const notForUs = (cause?: unknown) => new SealdeskError('not-now', 'This was not sealed for this vault process.', { cause });
