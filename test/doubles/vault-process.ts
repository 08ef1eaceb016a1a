import { firstPolicy } from '../../shared/domain/policy.ts';
import { soundPosture } from './posture.ts';
import type { Inspection, UnlockOutcome, VaultCallName, VaultEvent, VaultInput, VaultOutput, VaultProcess } from '../../main/boundary/vault-process.ts';

type Answers = { [N in VaultCallName]?: (input: VaultInput<N>) => VaultOutput<N> | Promise<VaultOutput<N>> };

const agent = { id: '6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11', name: 'Ada Agent', email: 'ada@shop.example', roles: ['agent'] as const };
const policy = firstPolicy;
const place = { organisation: 'The Shop', deviceName: 'laptop-7' };

/** An inspection of each kind, for a test to start from. */
export const inspections = {
  'unenrolled': { kind: 'unenrolled' },
  'pending-approval': {
    kind: 'pending-approval', ...place, agentEmail: agent.email, safetyNumber: '12345 '.repeat(12).trim(),
    posture: soundPosture,
  },
  'approved': { kind: 'approved', ...place, agent, step: 'passphrase', policy },
  'enrolled': { kind: 'enrolled', ...place, agent, policy, leaseUntil: 10_000_000, retryAt: null, attemptsLeft: 10, nextCodeAt: null, authenticatorEnded: false, postureWarnings: [], vaultDamaged: false, repaired: null },
  'suspended': { kind: 'suspended', ...place, agentName: agent.name, reason: 'The agent is on leave.' },
  'posture-failed': { kind: 'posture-failed', organisation: 'The Shop', problems: ['Debugger: Somebody looks in.'] },
  'revoked': { kind: 'revoked', organisation: 'The Shop', reason: 'The laptop was lost.' },
  'wiped': { kind: 'wiped', organisation: 'The Shop', receipt: 'waiting' },
  'clock-moved-back': { kind: 'clock-moved-back', highestSeen: 2_000_000, now: 1_000_000 },
  'no-keychain': { kind: 'no-keychain', explanation: 'No keychain.' },
  'keychain-changed': { kind: 'keychain-changed', explanation: 'Another keychain.' },
  'record-damaged': { kind: 'record-damaged', explanation: 'The record was changed.' },
  'vault-damaged': { kind: 'vault-damaged', explanation: 'The vault is damaged.' },
  'vault-newer': { kind: 'vault-newer', explanation: 'The vault is newer.' },
} satisfies { [K in Inspection['kind']]: Inspection & { kind: K } };

export const unlockedOutcome: UnlockOutcome = { kind: 'unlocked', agent, authenticatorEnded: false, repaired: null };

/**
 * A vault process as main sees it: answers what the test says, remembers what it was asked (with
 * copies of the bytes it was given), and says or does what the test wants when it wants.
 */
export class VaultProcessDouble implements VaultProcess {
  readonly asked: { readonly name: VaultCallName; readonly input: unknown }[] = [];
  /** The very arrays that were handed over, to see whether they are overwritten. */
  readonly handedOver: Uint8Array[] = [];
  killed = false;
  #answers: Answers;
  #events: ((event: VaultEvent) => void)[] = [];
  #exits: ((code: number | null) => void)[] = [];
  #gone = false;

  constructor(answers: Answers) {
    this.#answers = answers;
  }

  answer<N extends VaultCallName>(name: N, answer: (input: VaultInput<N>) => VaultOutput<N> | Promise<VaultOutput<N>>): void {
    this.#answers = { ...this.#answers, [name]: answer };
  }

  async call<N extends VaultCallName>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    this.asked.push({ name, input: structuredClone(input) });
    if (typeof input === 'object' && input !== null) {
      for (const value of Object.values(input)) if (value instanceof Uint8Array) this.handedOver.push(value);
    }
    const answer: Answers[N] = this.#answers[name];
    if (answer === undefined) throw new Error(`The test gave no answer for ${name}.`);
    return answer(input);
  }

  onEvent(listener: (event: VaultEvent) => void): void {
    this.#events.push(listener);
  }

  onExit(listener: (code: number | null) => void): void {
    this.#exits.push(listener);
  }

  kill(): void {
    this.killed = true;
    this.exit(null);
  }

  /** The process says something unasked. */
  say(event: VaultEvent): void {
    for (const listener of this.#events) listener(event);
  }

  /** The process ends. */
  exit(code: number | null): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const listener of this.#exits) listener(code);
  }

  names(): VaultCallName[] {
    return this.asked.map(({ name }) => name);
  }
}
