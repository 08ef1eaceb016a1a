import { systemClock, type Clock } from '../../shared/domain/clock.ts';

/** Sources run by plain Node (tests of the vault process) have no bundler that says which bundle they are. */
const testBundle = typeof __TEST_CLOCK__ === 'boolean' && __TEST_CLOCK__;

/**
 * The one clock of main and the vault process. In the test bundle it can be set forward or back by
 * so many milliseconds through the environment, which the vault process inherits; a release bundle
 * has no such port.
 */
export const workstationClock: Clock = testBundle
  ? { ...systemClock, now: () => systemClock.now() + Number(process.env['SEALDESK_TEST_CLOCK_OFFSET_MS'] ?? 0) }
  : systemClock;
