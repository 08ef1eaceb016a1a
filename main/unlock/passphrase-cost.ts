/** Sources run by plain Node have no bundler that says which bundle they are. */
const testBundle = typeof __TEST_CLOCK__ === 'boolean' && __TEST_CLOCK__;

/** What a guess at a passphrase costs at least, and what a derivation is made to take. */
export interface PassphraseCost {
  readonly minimumKiB: number;
  readonly minimumPasses: number;
  /** Milliseconds; 0: no more than the minimum, whatever the machine. */
  readonly targetMs: number;
}

/** Memory and passes of Argon2id's second recommended option (RFC 9106, section 4), and half a second on the machine at hand. */
const dear: PassphraseCost = { minimumKiB: 64 * 1024, minimumPasses: 3, targetMs: 500 };

/**
 * The one cost of passphrases. In the test bundle the environment can ask for the least there is, for tests that are about
 * something else; a release bundle has no such port, and refuses what was made that way.
 */
export const passphraseCost: PassphraseCost = testBundle && process.env['SEALDESK_TEST_LEAST_COST'] === '1' ? { minimumKiB: 64, minimumPasses: 1, targetMs: 0 } : dear;
