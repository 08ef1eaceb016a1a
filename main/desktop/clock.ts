import { systemClock, type Clock } from '../../shared/domain/clock.ts';

/**
 * The workstation's clock. In the test bundle it can be set forward or back by so many milliseconds
 * through the environment, which the vault process inherits; a release bundle has no such port.
 */
export const workstationClock: Clock = __TEST_CLOCK__
  ? { ...systemClock, now: () => systemClock.now() + Number(process.env['SEALDESK_TEST_CLOCK_OFFSET_MS'] ?? 0) }
  : systemClock;
