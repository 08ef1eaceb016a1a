import type { Clock } from '../shared/domain/clock.ts';
import type { StoredState, SyncState } from '../shared/domain/sync-state.ts';
import { type Bytes, fromBase64, toBase64 } from '../shared/trust/bytes.ts';
import { SealdeskError } from '../shared/domain/errors.ts';
import { lookedInto } from './begun-text.ts';
import type { OpenedVault, OpenVault, VaultProblem } from './boundary/opened-vault.ts';
import type { VaultRepair } from './boundary/vault-repair.ts';
import type { JudgePassphrase } from './boundary/passphrase-judge.ts';
import type { Speller } from './boundary/spelling.ts';
import type { Timers } from './boundary/timers.ts';
import { isVaultQuery, parseVaultInput } from './boundary/vault-inputs.ts';
import type { Inspection, UnlockOutcome, VaultCallHandlers, VaultCallName, VaultEvent, VaultInput, VaultOutput, VaultQuery } from './boundary/vault-process.ts';
import { Device, NotNow } from './device/device.ts';
import { enrolledAs } from './device/enrolled-as.ts';
import { HeldPosture } from './device/held-posture.ts';
import type { HubShare } from './device/lease.ts';
import type { MachineBinding } from './device/machine-binding.ts';
import { seeing } from './device/trusted-time.ts';
import { spellingCalls } from './spelling-calls.ts';
import { attachmentCalls } from './sync/attachment-calls.ts';
import { HubExchange } from './sync/hub-exchange.ts';
import type { SharesFromHub } from './sync/share-exchange.ts';
import { TryDelay } from './unlock/attempts.ts';
import { boundPosture } from './unlock/bound-posture.ts';
import { enrolmentCalls } from './unlock/enrolment-calls.ts';
import { FirstShare } from './unlock/first-share.ts';
import { hubQuestions } from './unlock/hub-questions.ts';
import { inspect } from './unlock/inspection.ts';
import { LeaseWatch } from './unlock/lease-watch.ts';
import { OwnFactors } from './unlock/own-factors.ts';
import { purgeKeys, Repairing } from './unlock/repairing.ts';
import { codeText, purge } from './unlock/secret-bytes.ts';
import { securityCalls } from './unlock/security-calls.ts';
import { SetUp } from './unlock/set-up.ts';
import { renewShare } from './unlock/share-renewal.ts';
import { makeTicket, shortLockMinutes } from './unlock/short-lock-ticket.ts';
import { Tries } from './unlock/tries.ts';
import { type SecondFactor, Unlock, type UnlockedKeys } from './unlock/unlock.ts';
import { UseGuard } from './unlock/use-guard.ts';
import { openUnderEither } from './unlock/vault-key-rotation.ts';
import { writtenTextCalls } from './written-text-calls.ts';

/**
 * The core of the vault process: it answers the calls of main/boundary/vault-process.ts with the
 * device, the unlock, the hub protocol and the opened vault, which know little of one another.
 */
export interface CorePorts {
  readonly profile: string;
  /** Public half of what the page seals to; what comes here is opened already. */
  readonly sealingKey: Bytes;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What a vault is bound to; read once. */
  readonly machine: () => Promise<MachineBinding>;
  readonly emit: (event: VaultEvent) => void;
  readonly openVault: OpenVault;
  readonly repair: VaultRepair;
  readonly judgePassphrase: JudgePassphrase;
  readonly speller: Speller;
}

/** How often lease, session and clock are looked at while the vault is open. */
const tickMs = 60_000;
/** For how long locking waits for drafts to be sealed, in milliseconds. */
const lastDraftsMs = 500;

const nothingStored: StoredState = { cachedTo: null, backfill: 'waiting', backfilledTo: null, conversations: 0, messages: 0, queued: 0, conflicts: 0, resolvedSince: null, diskFull: false, checkedAt: null };

export class VaultCore {
  readonly #ports: CorePorts;
  readonly #device: Device;
  readonly #delay: TryDelay;
  readonly #setUp: SetUp;
  readonly #exchange: HubExchange;
  readonly #unlock: Unlock;
  readonly #machine: Promise<MachineBinding>;
  readonly #posture = new HeldPosture();
  readonly #guard: UseGuard;
  readonly #firstShare: FirstShare;
  readonly #lease: LeaseWatch;
  readonly #factors: OwnFactors;
  readonly #repairing: Repairing;
  readonly #handlers: VaultCallHandlers;
  #vault: OpenedVault | null = null;
  /** What the vault was opened with, while it is open: with it the outer wrap can be renewed where no lease keeps it. */
  #share: HubShare | null = null;
  #unlocking = false;
  /** What went wrong with the vault while it was being opened. */
  #failure: SealdeskError<VaultProblem> | null = null;
  #stored = nothingStored;
  #stopTicking: () => void = () => undefined;

  constructor(ports: CorePorts) {
    this.#ports = ports;
    const { clock, timers } = ports;
    this.#device = new Device(ports.profile, clock);
    this.#delay = new TryDelay(clock);
    this.#repairing = new Repairing(this.#device, clock, ports.repair);
    this.#setUp = new SetUp(this.#device, clock, ports.judgePassphrase);
    this.#guard = new UseGuard(this.#device, this.#posture);
    this.#machine = ports.machine();
    this.#firstShare = new FirstShare(this.#device, clock);
    this.#lease = new LeaseWatch(this.#device, clock, () => {
      if (this.#share !== null) this.#exchange.renewLease(this.#share.generation);
    });
    this.#exchange = new HubExchange({
      device: this.#device,
      clock,
      timers,
      posture: this.#posture,
      emit: ports.emit,
      firstShare: (share, lease) => this.#firstShare.keep(share, lease),
      hasFirstShare: () => this.#firstShare.held,
      newShares: (told) => this.#renewShare(told),
      enrolmentChanged: () => this.#enrolmentChanged(),
      endVault: async () => {
        await this.#closeVault(false);
      },
      connectionChanged: () => this.#emitSync(),
    });
    const hub = hubQuestions(this.#exchange);
    const tries = new Tries(this.#device, clock, this.#delay);
    this.#unlock = new Unlock(this.#device, clock, tries, hub);
    this.#factors = new OwnFactors({
      device: this.#device,
      clock,
      tries,
      hub,
      judge: ports.judgePassphrase,
      machine: () => this.#machine,
      open: () => (this.#vault === null || this.#share === null ? null : { vault: this.#vault, share: this.#share }),
      keyDestroyed: () => ports.emit({ kind: 'lock-now', reason: 'There were too many wrong tries.' }),
    });
    const vault = () => this.#vault;
    this.#handlers = {
      ...enrolmentCalls({
        device: this.#device,
        exchange: this.#exchange,
        setUp: this.#setUp,
        firstShare: this.#firstShare,
        guard: this.#guard,
        machine: () => this.#machine,
        inspect: () => this.#inspect(),
        idle: () => this.#vault === null && !this.#unlocking && !this.#repairing.waiting,
      }),
      ...securityCalls({ device: this.#device, exchange: this.#exchange, factors: this.#factors, open: () => this.#vault !== null }),
      ...attachmentCalls({ exchange: this.#exchange, vault }),
      ...writtenTextCalls({ clock, record: () => this.#device.present.record, vault }),
      ...spellingCalls({ speller: ports.speller, vault }),
      ...this.#own,
    };
  }

  /** Answers one call. @throws SealdeskError, ZodError for input that is not the call's. */
  async call<N extends VaultCallName>(name: N, input: unknown): Promise<VaultOutput<N>> {
    const parsed = parseVaultInput(name, input);
    if (isVaultQuery(name)) {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      const looked = lookedInto<VaultQuery>(name, parsed as VaultInput<VaultQuery>, () => enrolledAs(this.#device.present.record).policy);
      return (looked.kind === 'answered' ? looked.output : await this.#vault.query<VaultQuery>(name, looked.input)) as VaultOutput<N>;
    }
    // The table has a handler of exactly this type for each name; the compiler cannot follow a name it does not know.
    const handlers: Readonly<Record<string, unknown>> = this.#handlers;
    return (handlers[name] as (input: VaultInput<N>) => Promise<VaultOutput<N>>)(parsed);
  }

  readonly #own: Omit<VaultCallHandlers, keyof ReturnType<typeof enrolmentCalls> | keyof ReturnType<typeof securityCalls> | keyof ReturnType<typeof attachmentCalls> | keyof ReturnType<typeof writtenTextCalls> | keyof ReturnType<typeof spellingCalls>> = {
    'device.inspect': () => this.#inspect(),
    'device.posture': async ({ posture, refusedByHub }) => {
      const before = JSON.stringify(this.#guard.verdict);
      this.#posture.take(await boundPosture(this.#device, await this.#machine, posture), refusedByHub);
      this.#exchange.tellPosture();
      if (JSON.stringify(this.#guard.verdict) !== before) this.#ports.emit({ kind: 'device-changed' });
      this.#lockIfRefused();
      return null;
    },
    'page.sealing-key': () => Promise.resolve({ key: this.#ports.sealingKey }),
    'unlock.attempt': async ({ passphrase, code, ticket }) => {
      if (code !== null) return this.#attempt(passphrase, { kind: 'code', code: codeText(code) });
      return ticket === null ? { kind: 'code-needed' } : this.#attempt(passphrase, { kind: 'ticket', sealed: ticket });
    },
    'unlock.code': async ({ code }) => {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      return this.#exchange.giveCode(codeText(code));
    },
    'repair.carry-out': async () => {
      if (this.#vault !== null || this.#unlocking) throw new NotNow('The vault is being opened, or open already.');
      this.#unlocking = true;
      try {
        this.#guard.check();
        const { keys, code } = await this.#repairing.carryOut();
        return await this.#open(keys, code);
      } finally {
        this.#unlocking = false;
      }
    },
    'repair.seen': async () => {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      await this.#repairing.seen();
      return null;
    },
    'vault.close': ({ keepTicket }) => this.#closeVault(keepTicket),
    'link.opened': async () => {
      await this.#exchange.opened();
      return null;
    },
    'link.frame': async ({ text }) => {
      await this.#exchange.frame(text);
      return null;
    },
    'link.closed': async () => {
      await this.#exchange.closed();
      return null;
    },
    'link.target': async () => {
      const loaded = await this.#device.load();
      if (loaded.kind === 'present') return { url: loaded.record.url, tls: loaded.record.tls };
      if (loaded.kind !== 'wiped' || loaded.tombstone.errand === null) return null;
      // Without its key the device has delivered its receipt and has nothing more to say.
      const key = await this.#device.key().catch(() => null);
      return key === null ? null : { url: loaded.tombstone.errand.url, tls: loaded.tombstone.errand.tls };
    },
    'news.look': async (wish) => this.#presentVault().news.look(wish),
    'message.html': async ({ messageId }) => ({ html: await this.#presentVault().html(messageId) }),
    'news.due': async (span) => this.#presentVault().news.due(span),
    'sync.state': async () => this.#syncState(),
    'presence.tell': async (at) => {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      return [...this.#exchange.tellPresence(at)];
    },
    'typing.tell': ({ id }) => {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      this.#exchange.typing(id);
      return Promise.resolve(null);
    },
    'console.call': async ({ name, input }) => {
      if (this.#vault === null) throw new NotNow('The vault is locked.');
      return this.#exchange.ask(name, input);
    },
  };

  async #inspect(): Promise<Inspection> {
    const open = this.#vault !== null || this.#unlocking || this.#repairing.waiting;
    if (!open && (await this.#device.load()).kind === 'present') await this.#repairing.finish();
    return inspect({
      device: this.#device,
      clock: this.#ports.clock,
      delay: this.#delay,
      machine: await this.#machine,
      posture: this.#posture,
      passphraseChosen: this.#setUp.chosen,
      authenticatorEnded: this.#exchange.secondFactor.authenticatorEnded,
      open,
    });
  }

  #presentVault(): OpenedVault {
    if (this.#vault === null) throw new NotNow('The vault is locked.');
    return this.#vault;
  }

  #lockIfRefused(): void {
    const refused = this.#vault !== null && this.#guard.verdict.problems.length > 0;
    if (refused) this.#ports.emit({ kind: 'lock-now', reason: 'The policy refuses the state of this laptop.' });
  }

  // --- shares and lease

  async #renewShare({ shares, lease }: SharesFromHub): Promise<void> {
    if (this.#share === null) return;
    await renewShare({ device: this.#device, clock: this.#ports.clock, machine: await this.#machine, shares, lease, present: this.#share });
  }

  /** Lease, certificate or policy may be others now: what is shown and when the vault must close follows from them. */
  async #enrolmentChanged(): Promise<void> {
    if (!this.#device.isPresent || this.#device.present.record.policy === null) return;
    await this.#lease.look(this.#exchange.sessionOpen);
    // Not waited for: the hub's answer comes as a frame after this one.
    if (this.#exchange.sessionOpen) this.#factors.raise().catch(() => undefined);
    this.#lockIfRefused();
    this.#emitSync();
  }

  // --- the vault

  async #attempt(passphrase: Uint8Array, factor: SecondFactor): Promise<UnlockOutcome> {
    if (this.#vault !== null || this.#unlocking || this.#repairing.waiting) {
      purge(passphrase);
      throw new NotNow('The vault is being opened, or open already.');
    }
    this.#unlocking = true;
    try {
      if ((await this.#device.load()).kind === 'present') {
        this.#guard.check();
        await this.#repairing.finish();
      }
      const attempt = await this.#unlock.attempt(passphrase, factor, await this.#machine);
      switch (attempt.kind) {
        case 'keys':
          return await this.#openOrSurvey(attempt, factor.kind === 'code' ? factor.code : null);
        case 'duress':
          await this.#exchange.wipeHere('duress');
          return { kind: 'wiped' };
        case 'wrong':
        case 'wait':
        case 'hub-needed':
        case 'code-needed':
        case 'clock-moved-back':
        case 'vault-damaged':
        case 'vault-newer':
        case 'keychain-changed':
        case 'record-damaged':
          return attempt;
      }
    } finally {
      purge(passphrase);
      this.#unlocking = false;
    }
  }

  /** A vault that is known to be damaged is not opened: what is in it could be shown in part, as if it were all. */
  async #openOrSurvey(keys: UnlockedKeys, code: string | null): Promise<UnlockOutcome> {
    if (this.#device.present.record.vaultHealth.kind !== 'damaged') return this.#open(keys, code);
    try {
      return { kind: 'repair-offered', salvage: await this.#repairing.survey(keys, code) };
    } finally {
      purgeKeys(keys);
    }
  }

  /** A page could not be read while the vault was open: it is closed, and its screen says so. */
  async #vaultFailed(problem: VaultProblem, explanation: string): Promise<void> {
    // While it is being opened, whoever opens it says so.
    if (this.#unlocking) {
      this.#failure = new SealdeskError(problem, explanation);
      return;
    }
    // Where the record cannot be written either, the next unlock notices the damage again.
    if (problem === 'vault-damaged') await this.#repairing.found().catch(() => undefined);
    this.#ports.emit({ kind: 'lock-now', reason: explanation });
  }

  /** @param keys overwritten here. */
  async #open(keys: UnlockedKeys, code: string | null): Promise<UnlockOutcome> {
    const { record } = this.#device.present;
    const { agent, policy } = enrolledAs(record);
    const { hubSignalIdentity } = record;
    if (hubSignalIdentity === null) throw new NotNow();
    try {
      // What the hub or main said while passphrase and code were being judged.
      this.#guard.check();
      const open = (key: Uint8Array) => {
        // What another key met says nothing of this one.
        this.#failure = null;
        return this.#ports.openVault({
          file: this.#device.profile.database,
          key,
          create: !record.vaultMade,
          deviceId: record.deviceId,
          hubSignalIdentity: fromBase64(hubSignalIdentity),
          agent: { id: agent.id, name: agent.name },
          keepResolvedDays: policy.backfillDays,
          limits: { messages: policy.cacheMessages, mebibytes: policy.cacheMebibytes },
          undoSeconds: policy.undoSendSeconds,
          clock: this.#ports.clock,
          send: (mail) => this.#exchange.sendMail(mail),
          inboxChanged: (conversationIds, calls, news) => this.#ports.emit({ kind: 'inbox-changed', conversationIds, calls, news }),
          filesWait: () => this.#exchange.filesWait(),
          lentNoMore: (ids) => {
            for (const id of ids) this.#ports.emit({ kind: 'attachment-lent', id, until: null });
          },
          syncChanged: (state) => {
            this.#stored = state;
            this.#emitSync();
          },
          failed: (problem, explanation) => void this.#vaultFailed(problem, explanation),
        });
      };
      const vault = await openUnderEither(open, keys, this.#device, await this.#machine);
      this.#vault = vault;
      this.#share = { generation: keys.share.generation, share: new Uint8Array(keys.share.share) };
      if (!record.vaultMade) await this.#device.updateRecord((kept) => ({ ...kept, vaultMade: true }));
      this.#factors.prepared(keys.raise);
      this.#stored = await vault.state();
      const { codeSpent, restored, session } = keys;
      await this.#exchange.unlocked(vault, { code, codeSpent, restored, session, verifier: toBase64(keys.verifier), verifierSet: record.verifierSet });
      await this.#enrolmentChanged();
      if (this.#failure !== null) throw this.#failure;
      this.#tick();
      return { kind: 'unlocked', agent, authenticatorEnded: this.#device.present.record.totpReset?.ended === true, repaired: this.#repairing.untold };
    } catch (error) {
      if (this.#vault !== null) await this.#closeVault(false);
      if (!(error instanceof SealdeskError)) throw error;
      if (error.kind === 'vault-damaged') {
        const salvage = await this.#repairing.survey(keys, code);
        // Where not even the first page opens, the next unlock meets that again; another header, put back, may open it.
        if (salvage.readable) await this.#repairing.found();
        return { kind: 'repair-offered', salvage };
      }
      if (error.kind === 'vault-unreachable') return { kind: 'vault-damaged', explanation: error.message };
      if (error.kind === 'vault-newer') return { kind: error.kind, explanation: error.message };
      throw error;
    } finally {
      purgeKeys(keys);
    }
  }

  /** @param keepTicket a short lock may follow. */
  async #closeVault(keepTicket: boolean): Promise<VaultOutput<'vault.close'>> {
    this.#stopTicking();
    const { clock } = this.#ports;
    await this.#lastDrafts();
    const minutes = keepTicket && this.#vault !== null ? shortLockMinutes(this.#device.present.record) : 0;
    const session = this.#exchange.locking(minutes > 0);
    const ticket = minutes > 0 && (session !== null || this.#lease.until !== null) ? makeTicket(this.#device, session, clock) : null;
    const vault = this.#vault;
    this.#vault = null;
    this.#repairing.forget();
    purge(this.#share?.share);
    this.#share = null;
    this.#factors.forget();
    this.#stored = nothingStored;
    await Promise.all([vault?.close(), this.#ports.speller.close()]);
    return { ticket, passphraseOnlyUntil: ticket === null ? null : clock.now() + minutes * 60_000 };
  }

  /** What was written last is there when the agent sits down at another laptop. Locking does not wait for it long. */
  async #lastDrafts(): Promise<void> {
    const vault = this.#vault;
    if (vault === null || !this.#exchange.sessionOpen) return;
    let waited = (): void => undefined;
    const enough = new Promise<void>((resolve) => {
      waited = this.#ports.timers.after(lastDraftsMs, resolve);
    });
    await Promise.race([vault.sendDrafts().catch(() => undefined), enough]);
    waited();
  }

  #tick(): void {
    this.#stopTicking = this.#ports.timers.after(tickMs, () => {
      void this.#look().finally(() => {
        if (this.#vault !== null) this.#tick();
      });
    });
  }

  async #look(): Promise<void> {
    this.#exchange.checkSession();
    await this.#device.updateItem((item) => seeing(item, this.#ports.clock));
    const hadLease = this.#lease.until !== null;
    await this.#enrolmentChanged();
    if (hadLease && this.#lease.until === null && !this.#exchange.sessionOpen) {
      this.#ports.emit({ kind: 'lock-now', reason: 'The lease has ended.' });
    }
  }

  // --- what the state line shows

  async #syncState(): Promise<SyncState> {
    if (this.#vault !== null) this.#stored = await this.#vault.state();
    return this.#shownSync();
  }

  #shownSync(): SyncState {
    return { ...this.#stored, ...(this.#exchange.mailStopped ? { mailStopped: true as const } : {}), connection: this.#exchange.connection, leaseUntil: this.#lease.until, leaseHours: this.#lease.hours };
  }

  #emitSync(): void {
    if (this.#vault !== null) this.#ports.emit({ kind: 'sync-changed', state: this.#shownSync() });
  }
}
