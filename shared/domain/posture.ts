import { z } from 'zod';

/**
 * The state a laptop is in, as the laptop itself reports it: facts, and what its checks found. A
 * report of a program on the laptop, never a proof (see the threat model).
 */

/** What a check found. `unknown`: it could not be made; never counted as ok. */
export const CheckResult = z.object({
  state: z.enum(['ok', 'failed', 'unknown']),
  /** What was found, in words for the person at the laptop and for IT. */
  detail: z.string().max(200),
});
export type CheckResult = z.infer<typeof CheckResult>;

/** Checks the laptop makes by itself. */
export const measuredChecks = ['disk-encryption', 'screen-lock', 'debugger', 'administrator', 'hardware-id'] as const;
export type MeasuredCheck = (typeof measuredChecks)[number];

/** All checks; the versions are judged against what the policy asks. */
export const postureChecks = [...measuredChecks, 'os-version', 'app-version'] as const;
export const PostureCheck = z.enum(postureChecks);
export type PostureCheck = z.infer<typeof PostureCheck>;

const notMade: CheckResult = { state: 'unknown', detail: 'Not checked.' };
const measured = CheckResult.default(notMade);

export const Posture = z.object({
  appVersion: z.string().max(40),
  platform: z.enum(['linux', 'darwin', 'win32', 'other']),
  /** As a person knows it: `Debian GNU/Linux 12 (bookworm)`. */
  osVersion: z.string().max(120),
  /** For comparison with the policy's minimum: `debian`, `ubuntu` (os-release(5) ID), `macos`, `windows`. */
  osId: z.string().max(40).nullable().default(null),
  /** Dotted numbers, as far as they are known: `12`, `14.5`, `10.0.22631`. */
  osRelease: z.string().regex(/^\d+(\.\d+){0,3}$/).max(40).nullable().default(null),
  hostName: z.string().max(255),
  manufacturer: z.string().max(120).nullable().default(null),
  model: z.string().max(120).nullable(),
  serial: z.string().max(120).nullable().default(null),
  /** SMBIOS or IOPlatform UUID, in lower case. Firmware keeps to no version of RFC 9562, so any 128 bits will do. */
  hardwareUuid: z.guid().nullable().default(null),
  keychainBackend: z.string().max(60),
  checks: z
    .object({ 'disk-encryption': measured, 'screen-lock': measured, 'debugger': measured, 'administrator': measured, 'hardware-id': measured })
    .prefault({}),
});
export type Posture = z.infer<typeof Posture>;

/** What the policy says of a check's outcome. */
export const Verdict = z.enum(['allow', 'warn', 'refuse']);
export type Verdict = z.infer<typeof Verdict>;

/** Per check: what a failed one means, and what one means that could not be made. */
export const CheckRule = z.object({ failed: Verdict, unknown: Verdict });
export type CheckRule = z.infer<typeof CheckRule>;

const rule = (failed: Verdict, unknown: Verdict) => CheckRule.default({ failed, unknown });

export const PosturePolicy = z.object({
  'disk-encryption': rule('warn', 'warn'),
  'screen-lock': rule('warn', 'allow'),
  'debugger': rule('refuse', 'warn'),
  'administrator': rule('refuse', 'warn'),
  'hardware-id': rule('warn', 'allow'),
  'os-version': rule('warn', 'allow'),
  'app-version': rule('refuse', 'refuse'),
});
export type PosturePolicy = z.infer<typeof PosturePolicy>;

/** Oldest release of each system that is taken; keys are `Posture.osId`. */
export const MinimumOs = z.record(z.string().min(1).max(40), z.string().regex(/^\d+(\.\d+){0,3}$/).max(40));

/** What a posture means under a policy: the worst of its findings. */
export interface PostureFinding {
  readonly check: PostureCheck;
  readonly verdict: Exclude<Verdict, 'allow'>;
  readonly state: Exclude<CheckResult['state'], 'ok'>;
  readonly detail: string;
}
export interface PostureJudgement {
  readonly verdict: Verdict;
  /** Those not allowed, refusals first. */
  readonly findings: readonly PostureFinding[];
}

/** Compares dotted numbers; a missing part counts as 0. Negative when `a` is older. */
export function compareReleases(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let part = 0; part < Math.max(left.length, right.length); part++) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

interface PostureTerms {
  readonly posture: PosturePolicy;
  readonly minimumOs: Readonly<Record<string, string>>;
  readonly minimumAppVersion: string;
}

function osVersion(posture: Posture, terms: PostureTerms): CheckResult {
  if (posture.osId === null || posture.osRelease === null) return { state: 'unknown', detail: `${posture.osVersion}: its release number is not known.` };
  const minimum = terms.minimumOs[posture.osId];
  if (minimum === undefined) return { state: 'unknown', detail: `${posture.osVersion}: the policy names no minimum for this system.` };
  if (compareReleases(posture.osRelease, minimum) < 0) return { state: 'failed', detail: `${posture.osVersion} is older than ${minimum}.` };
  return { state: 'ok', detail: posture.osVersion };
}

function appVersion(posture: Posture, terms: PostureTerms): CheckResult {
  const version = /^\d+(?:\.\d+){1,3}/.exec(posture.appVersion)?.[0];
  if (version === undefined) return { state: 'unknown', detail: 'The version of Sealdesk is not known.' };
  if (compareReleases(version, terms.minimumAppVersion) < 0) return { state: 'failed', detail: `Sealdesk ${posture.appVersion} is older than ${terms.minimumAppVersion}.` };
  return { state: 'ok', detail: `Sealdesk ${posture.appVersion}` };
}

/** The outcome of every check, versions included. */
export function checkResults(posture: Posture, terms: PostureTerms): Readonly<Record<PostureCheck, CheckResult>> {
  return { ...posture.checks, 'os-version': osVersion(posture, terms), 'app-version': appVersion(posture, terms) };
}

/** Judges a posture; the device and the hub both do, from the same policy. */
export function judgePosture(posture: Posture, terms: PostureTerms): PostureJudgement {
  const results = checkResults(posture, terms);
  const findings: PostureFinding[] = [];
  for (const check of postureChecks) {
    const { state, detail } = results[check];
    if (state === 'ok') continue;
    const verdict = terms.posture[check][state];
    if (verdict !== 'allow') findings.push({ check, verdict, state, detail });
  }
  const refused = findings.filter(({ verdict }) => verdict === 'refuse');
  return {
    verdict: refused.length > 0 ? 'refuse' : findings.length > 0 ? 'warn' : 'allow',
    findings: [...refused, ...findings.filter(({ verdict }) => verdict === 'warn')],
  };
}
