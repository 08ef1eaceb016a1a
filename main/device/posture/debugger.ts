import { url } from 'node:inspector';
import type { CheckResult } from '../../../shared/domain/posture.ts';
import { debugSwitch } from './debug-switches.ts';
import { failed } from './system-reader.ts';

/**
 * Judges whether anybody looks into the running program: by a switch or variable it was started
 * with, by an inspector that is open now, or from another process.
 *
 * @param argv the whole command line.
 * @param inspector where V8's inspector listens; undefined while it does not.
 */
export function judgeDebugger(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  tracer: CheckResult,
  inspector: string | undefined = url(),
): CheckResult {
  const name = debugSwitch(argv, env);
  if (name !== null) return failed(`Sealdesk was started with ${name}, which opens a way into it.`);
  return inspector === undefined ? tracer : failed('A debugger can reach Sealdesk: its inspector is open.');
}
