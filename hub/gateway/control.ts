import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import { consoleCalls, isConsoleCall } from '../../shared/contract/console/index.ts';
import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import { largestSealed } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { OwnPresence } from '../../shared/domain/presence.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { StatementError, verifyStatement } from '../../shared/trust/statement.ts';
import { DeviceError, type KnownDevice } from '../enrolment/devices.ts';
import { userOf } from '../enrolment/viewers.ts';
import { firstEvents } from './first-events.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { RatchetError } from '../signal/ratchet.ts';
import { AttachmentDesk } from './attachment-desk.ts';
import type { LiveDevice } from './live-device.ts';
import { ReplacementDesk } from './replacement-desk.ts';
import { SessionDesk } from './session-desk.ts';
import type { Standing } from './standing.ts';
import { ConsoleTurns } from './console-turns.ts';
import { UploadDesk } from './upload-desk.ts';
import { refuseSession } from './while-active.ts';

type Control<C extends ControlToHub['c']> = Extract<ControlToHub, { c: C }>;

/** Which control messages are served in which standing; whatever is not named here is not served. */
const served: Readonly<Record<Standing['kind'], readonly ControlToHub['c'][]>> = {
  unknown: ['enrol'],
  pending: ['enrol', 'posture'],
  denied: [],
  approved: ['enrol', 'posture', 'totp-activate', 'verifier-set', 'wiped'],
  active: [
    'posture',
    'totp-activate',
    'session-open',
    'session-resume',
    'session-close',
    'share-request',
    'share-resume',
    'lease-renew',
    'verifier-set',
    'totp-replace',
    'recovery-replace',
    'verifier-replace',
    'console',
    'attachment-fetch',
    'presence',
    'upload-begin',
    'upload-chunks',
    'typing',
    'prekeys',
    'session-reset',
    'wiped',
  ],
  expired: ['posture', 'renew', 'wiped'],
  suspended: ['posture', 'wiped'],
  revoked: ['wiped'],
  wiped: ['wiped'],
};

/** A console answer of more bytes does not fit into a sealed frame, with room for what seals it. */
const longestAnswer = largestSealed - 1024;

/** What the gateway does around the control messages. */
export interface ControlPort {
  /** Reads the standing anew and tells the device what follows from it. */
  recheck(live: LiveDevice): Promise<void>;
  /** Mail may be written. */
  pump(live: LiveDevice): void;
  /** Whether this address may try another invite. */
  mayEnrol(live: LiveDevice): boolean;
  /** Counts against this address. */
  inviteRefused(live: LiveDevice): void;
  /** A device within its hub session says where its agent is. */
  presence(live: LiveDevice, at: OwnPresence): void;
  /** A hub session has ended. */
  sessionClosed(live: LiveDevice): void;
  agentTyped(live: LiveDevice, message: Control<'typing'>): Promise<void>;
  /** What the console shows of devices has changed. */
  consoleChanged(): void;
  /** A call of the console, by somebody at an active device within a hub session. Never throws. */
  console(caller: { readonly user: Agent; readonly device: DeviceId }, call: string, input: unknown): Promise<ConsoleAnswer>;
}

/** Serves control messages: each in one transaction, and the answer goes out after the commit. */
export class ControlDesk {
  readonly #rooms: Rooms;
  readonly #port: ControlPort;
  readonly #sessions: SessionDesk;
  readonly #replacements: ReplacementDesk;
  readonly #attachments: AttachmentDesk;
  readonly #uploads: UploadDesk;
  readonly #consoles = new ConsoleTurns();

  constructor(rooms: Rooms, port: ControlPort) {
    this.#rooms = rooms;
    this.#port = port;
    this.#sessions = new SessionDesk(rooms);
    this.#replacements = new ReplacementDesk(rooms);
    this.#attachments = new AttachmentDesk(rooms);
    this.#uploads = new UploadDesk(rooms);
  }

  async serve(live: LiveDevice, message: ControlToHub): Promise<void> {
    if (!served[live.standing.kind].includes(message.c)) return notServed(live, message);
    switch (message.c) {
      case 'enrol':
        return this.#enrol(live, message);
      case 'posture':
        return this.#takePosture(live, message);
      case 'totp-activate':
        return this.#activate(live, message);
      case 'session-open':
        return this.#counted(this.#sessions.open(live, message));
      case 'session-resume':
        return this.#sessions.resume(live, message);
      case 'session-close':
        this.#port.sessionClosed(live);
        return this.#sessions.close(live);
      case 'share-request':
        return this.#counted(this.#sessions.requestShare(live, message));
      case 'share-resume':
        return this.#counted(this.#sessions.requestShareAgain(live, message));
      case 'totp-replace':
        return this.#counted(this.#replacements.replaceAuthenticator(live, message));
      case 'recovery-replace':
        return this.#counted(this.#replacements.replaceRecovery(live, message));
      case 'verifier-replace':
        return this.#counted(this.#replacements.replaceVerifier(live, message));
      case 'verifier-set':
        return this.#setVerifier(live, message);
      case 'lease-renew':
        return this.#sessions.renewLease(live, message);
      case 'renew':
        return this.#renew(live, message);
      case 'console':
        return this.#console(live, message);
      case 'attachment-fetch':
        return this.#attachments.fetch(live, message);
      case 'presence':
        // One that ended a moment ago: whoever is nowhere has nothing to say.
        if (this.#closedTo(live) === null) this.#port.presence(live, message.at);
        return;
      case 'upload-begin':
        return this.#uploads.begin(live, message);
      case 'upload-chunks':
        return this.#uploads.take(live, message);
      case 'typing':
        return this.#port.agentTyped(live, message);
      case 'prekeys':
        return this.#takePreKeys(live, message);
      case 'session-reset':
        return this.#resetSession(live);
      case 'wiped':
        return this.#wiped(live, message);
    }
  }

  /** IT sees wrong tries as they come, and codes that are left. */
  async #counted(served: Promise<void>): Promise<void> {
    await served;
    this.#port.consoleChanged();
  }

  async #enrol(live: LiveDevice, { inviteCode, deviceName, posture }: Control<'enrol'>): Promise<void> {
    // The answer before may have been lost: the device asks again with an invite that is used up.
    if (live.standing.kind !== 'unknown') {
      live.send({ c: 'enrol-pending' });
      return this.#port.recheck(live);
    }
    if (!this.#port.mayEnrol(live)) return live.connection.refuse('too-many');
    const key = live.connection.peer?.key;
    if (!key) return live.connection.refuse('frame');
    const taken = await this.#tx((tx) => this.#rooms.devices.enrol(tx, live.deviceId, key, inviteCode, deviceName, posture));
    if (!taken) {
      this.#port.inviteRefused(live);
      live.send({ c: 'enrol-refused', reason: 'invite-refused' });
      return live.connection.end();
    }
    live.send({ c: 'enrol-pending' });
    this.#port.consoleChanged();
    return this.#port.recheck(live);
  }

  async #takePosture(live: LiveDevice, { posture }: Control<'posture'>): Promise<void> {
    const { verdict } = await this.#tx((tx) => this.#rooms.devices.takePosture(tx, live.deviceId, posture));
    live.verdict = verdict;
    this.#port.consoleChanged();
    if (verdict === 'refuse') return this.#port.recheck(live);
  }

  async #activate(live: LiveDevice, { secret, first, second, recovery }: Control<'totp-activate'>): Promise<void> {
    const authenticator = { secret: fromBase64(secret), first, second, recovery: recovery.map(fromBase64) };
    const right = await this.#tx((tx) => this.#rooms.codes.activate(tx, live.deviceId, authenticator));
    if (!right) {
      live.send({ c: 'code-refused', for: 'totp-activate' });
      return this.#port.consoleChanged();
    }
    // Activated before: then the secret was compared, and no code was looked at.
    live.freshCode = live.standing.kind === 'approved' ? { code: second, kind: 'totp', at: this.#rooms.clock.now() } : null;
    live.send({ c: 'totp-activated' });
    this.#port.consoleChanged();
    return this.#port.recheck(live);
  }

  async #renew(live: LiveDevice, message: Control<'renew'>): Promise<void> {
    await this.#counted(this.#sessions.renew(live, message));
    // Renewed: then everything is served again, and the device is told what it has missed.
    if (live.certificate === 'good') return this.#port.recheck(live);
  }

  async #setVerifier(live: LiveDevice, { verifier }: Control<'verifier-set'>): Promise<void> {
    const allowed = live.standing.kind === 'approved' || live.freshCode !== null || this.#sessionLives(live);
    if (!allowed) return live.connection.refuse('denied');
    const kept = await this.#tx((tx) => this.#rooms.codes.setVerifier(tx, live.deviceId, fromBase64(verifier)));
    if (kept) return;
    live.connection.refuse('denied');
    this.#port.consoleChanged();
  }

  /** Answered when its turn comes, while the device's other frames are served: a list of all devices takes its time. */
  #console(live: LiveDevice, message: Control<'console'>): void {
    const waits = isConsoleCall(message.call) && consoleCalls[message.call].waitsForOthers === true;
    const answering = this.#consoles.take(live, waits, () => this.#answerConsole(live, message));
    if (answering === null) live.send({ c: 'console-answer', id: message.id, answer: tooMany });
    else answering.catch(() => live.connection.refuse('closing'));
  }

  async #answerConsole(live: LiveDevice, { id, call, input }: Control<'console'>): Promise<void> {
    const closed = this.#closedTo(live);
    if (closed) {
      live.send({ c: 'console-answer', id, answer: closed === 'ended' ? noSession : noAuthenticator });
      return refuseSession(live, closed);
    }
    const user = await this.#tx((tx) => userOf(tx, this.#rooms, live.deviceId));
    if (!user) return live.send({ c: 'console-answer', id, answer: noSession });
    const answer = await this.#port.console({ user, device: live.deviceId }, call, input);
    const fits = Buffer.byteLength(JSON.stringify(answer)) <= longestAnswer;
    live.send({ c: 'console-answer', id, answer: fits ? answer : tooLong });
  }

  async #takePreKeys(live: LiveDevice, { preKeys, epoch }: Control<'prekeys'>): Promise<void> {
    const closed = this.#closedTo(live);
    if (closed) return refuseSession(live, closed);
    const { device } = live;
    const identity = device ? certifiedIdentity(device, preKeys.identity, epoch) : null;
    if (!device || !identity) return live.connection.refuse('proof');
    try {
      const started = await this.#tx(async (tx) => {
        // An older epoch is a vault restored from a copy that does not know it yet.
        if (epoch < (await this.#rooms.mailboxes.epoch(tx, device.id))) return false;
        await this.#rooms.mailboxes.start(tx, device.id, identity, epoch, preKeys, await firstEvents(tx, this.#rooms, device.id));
        await this.#rooms.audit.append(tx, { actor: `device:${device.id}`, action: 'signal-session.started', subject: device.id, detail: { epoch } });
        return true;
      });
      if (!started) return live.connection.refuse('proof');
    } catch (error) {
      if (!(error instanceof RatchetError)) throw error;
      return live.connection.refuse('proof');
    }
    // The mailbox holds nothing but this session's first mail: there is nothing to wait for.
    live.sentSeq = 0;
    this.#port.pump(live);
  }

  async #resetSession(live: LiveDevice): Promise<void> {
    const closed = this.#closedTo(live);
    if (closed) return refuseSession(live, closed);
    live.sentSeq = null;
    await this.#tx((tx) => this.#rooms.mailboxes.discard(tx, live.deviceId));
    live.send({ c: 'prekeys-wanted' });
  }

  async #wiped(live: LiveDevice, { receipt }: Control<'wiped'>): Promise<void> {
    const { device } = live;
    if (!device) return live.connection.refuse('denied');
    try {
      await this.#tx((tx) => this.#rooms.wipeReceipts.take(tx, device, receipt));
    } catch (error) {
      if (!(error instanceof DeviceError || error instanceof StatementError)) throw error;
      return live.connection.refuse('proof');
    }
    this.#port.consoleChanged();
    // An orderly end tells the device that its receipt was taken.
    live.connection.end();
  }

  #closedTo(live: LiveDevice): ReturnType<LiveDevice['closedTo']> {
    return live.closedTo(this.#rooms.clock.now());
  }

  #sessionLives(live: LiveDevice): boolean {
    return live.sessionLives(this.#rooms.clock.now());
  }

  #tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#rooms.store.transaction().execute(work);
  }
}

const noSession: ConsoleAnswer = { kind: 'refused', message: 'The hub session of this laptop has ended. Lock and unlock Sealdesk, then try again.' };
const noAuthenticator: ConsoleAnswer = { kind: 'refused', message: 'IT has ended the authenticator of this laptop. Set up another one first.' };
const tooMany: ConsoleAnswer = { kind: 'refused', message: 'Much of what this laptop has asked for is not answered yet. Wait a moment, then try again.' };
const tooLong: ConsoleAnswer = { kind: 'refused', message: 'There is too much of it to send to a workstation. Use the "sealdesk" command on the hub’s machine.' };

/**
 * What somebody waits for has an answer of its own, so that it can be shown: what was decided a moment ago may not have
 * reached the device when it asked. Anything else is not a device of ours that speaks.
 */
function notServed(live: LiveDevice, message: ControlToHub): void {
  switch (message.c) {
    case 'session-open':
    case 'session-resume':
    case 'share-request':
    case 'share-resume':
    case 'totp-replace':
    case 'recovery-replace':
    case 'verifier-replace':
    case 'lease-renew':
    case 'renew':
      return refuseSession(live, 'not-active');
    case 'console':
      return live.send({ c: 'console-answer', id: message.id, answer: noSession });
    case 'attachment-fetch':
    case 'upload-begin':
    case 'upload-chunks':
      return refuseSession(live, 'not-active');
    case 'posture':
    case 'presence':
    case 'typing':
      // Sent before it could know that it is at its end.
      return;
    case 'enrol':
    case 'totp-activate':
    case 'session-close':
    case 'verifier-set':
    case 'prekeys':
    case 'session-reset':
    case 'wiped':
      return live.connection.refuse('denied');
  }
}

/** The Signal identity key, when the device's own key has certified it for this device and epoch. */
function certifiedIdentity(device: KnownDevice, statement: Control<'prekeys'>['preKeys']['identity'], epoch: number): ReturnType<typeof publicKeyFrom> | null {
  try {
    // Judged by no clock: the device's own may be wrong, and a newer epoch replaces an older statement.
    const { payload } = verifyStatement('signal-identity', statement, device.key, 'any');
    return payload.deviceId === device.id && payload.epoch === epoch ? publicKeyFrom(payload.identityKey) : null;
  } catch {
    return null;
  }
}
