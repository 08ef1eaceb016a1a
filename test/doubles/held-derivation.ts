import type * as Argon2 from '@node-rs/argon2';

let held: Promise<void> = Promise.resolve();

/**
 * For `vi.mock('@node-rs/argon2', ...)`: the true derivation, which a test can hold back, so that something
 * happens for certain while a passphrase is being judged, however busy the machine is.
 */
export async function heldDerivation(original: () => Promise<unknown>): Promise<Pick<typeof Argon2, 'hashRaw'>> {
  const { hashRaw } = (await original()) as typeof Argon2;
  return {
    hashRaw: async (...given) => {
      await held;
      return hashRaw(...given);
    },
  };
}

/** Holds back every derivation that begins from now on. @returns lets them go on. */
export function holdDerivations(): () => void {
  let go: () => void = () => undefined;
  held = new Promise((resolve) => (go = resolve));
  return () => go();
}
