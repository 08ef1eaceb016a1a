import type { Policy } from '../../shared/domain/policy.ts';
import { judgePosture, type Posture, type PostureCheck } from '../../shared/domain/posture.ts';

const checkNames: Readonly<Record<PostureCheck, string>> = {
  'disk-encryption': 'Disk encryption',
  'screen-lock': 'Screen lock',
  'debugger': 'Debugger',
  'administrator': 'Administrator',
  'hardware-id': 'Hardware ID',
  'os-version': 'System version',
  'app-version': 'Sealdesk version',
};

const hubRefuses = 'The hub refuses the state of this laptop, though nothing wrong was found here. Ask your IT what it asks for.';

/** What the policy makes of the laptop's state, in sentences for the person in front of it. */
export interface PostureVerdict {
  /** Not empty: nothing is opened. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** The laptop's state as it was read last, in memory only: a state of yesterday says nothing of today. */
export class HeldPosture {
  #posture: Posture | null = null;
  #refusedByHub = false;

  /** Null until main has handed over the first reading. */
  get posture(): Posture | null {
    return this.#posture;
  }

  take(posture: Posture, refusedByHub: boolean): void {
    this.#posture = posture;
    this.#refusedByHub = refusedByHub;
  }

  /** The hub has refused it; so does this device until the next reading. */
  refusedByHub(): void {
    this.#refusedByHub = true;
  }

  /** @param policy null before the enrolment: nothing is judged then. */
  judge(policy: Policy | null): PostureVerdict {
    if (policy === null) return { problems: [], warnings: [] };
    const findings = this.#posture === null ? [] : judgePosture(this.#posture, policy).findings;
    const sentences = (verdict: 'refuse' | 'warn') => findings.filter((finding) => finding.verdict === verdict).map(({ check, detail }) => `${checkNames[check]}: ${detail}`);
    const problems = sentences('refuse');
    return { problems: problems.length === 0 && this.#refusedByHub ? [hubRefuses] : problems, warnings: sentences('warn') };
  }
}
