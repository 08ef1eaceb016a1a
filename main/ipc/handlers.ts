import { type ConsoleCallName, consoleCalls } from '../../shared/contract/console/index.ts';
import type { IpcInput, IpcOutput } from '../../shared/contract/ipc/index.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { vaultQueries, type VaultQuery } from '../boundary/vault-process.ts';
import type { SessionMachine } from '../unlock/session-machine.ts';
import type { Handlers } from './router.ts';

/** Longest passphrase, in UTF-8 bytes: Argon2id is never handed a novel. */
const longestPassphrase = 1024;

/** What the handlers ask: the session, and what the application says of itself. */
export interface HandlerPorts {
  readonly session: Pick<SessionMachine, 'state' | 'unlock' | 'lock' | 'forgotten' | 'security' | 'freshCode' | 'query' | 'syncState' | 'askHub'> & {
    readonly enrolment: Pick<SessionMachine['enrolment'], 'begin' | 'cancel' | 'startOver' | 'choosePassphrase' | 'provisionTotp' | 'confirmTotp'>;
  };
  readonly about: () => IpcOutput<'application.about'>;
  /** Something is being copied from the page at this moment. */
  readonly copying: (to: IpcInput<'application.copying'>['to']) => void;
  /** The invite of a link that was opened, once. */
  readonly offeredInvite: () => string | null;
}

/**
 * Bytes, to be overwritten once used; the string they came from cannot be. Compatibility
 * decomposition and composition (NFKC), so that the same keys on another keyboard or system give the
 * same bytes (NIST SP 800-63B-4 section 3.1.1.2).
 */
function passphraseBytes(passphrase: string): Uint8Array {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  if (bytes.length > longestPassphrase) {
    bytes.fill(0);
    throw new SealdeskError('invalid', 'The passphrase is too long.');
  }
  return bytes;
}

const codeBytes = (code: string): Uint8Array => new TextEncoder().encode(code);

/** Handlers of the calls that the vault process answers as they are. */
function vaultHandlers({ session }: HandlerPorts): Pick<Handlers, VaultQuery> {
  const entries = vaultQueries.map((name) => [name, (input: never) => session.query(name, input)] as const);
  // Object.fromEntries forgets which name belongs to which handler; the list it is made from is the type's own.
  return Object.fromEntries(entries) as unknown as Pick<Handlers, VaultQuery>;
}

type ConsoleHandlers = Pick<Handlers, `console.${ConsoleCallName}`>;

/** Handlers of the console's calls, which the hub answers; the router checks that the answers are what the contract says. */
function consoleHandlers({ session }: HandlerPorts): ConsoleHandlers {
  const names = Object.keys(consoleCalls) as ConsoleCallName[];
  const entries = names.map((name) => [`console.${name}`, (input: unknown) => session.askHub(name, input)] as const);
  // As above: the names are those of the type.
  return Object.fromEntries(entries) as unknown as ConsoleHandlers;
}

/** The table the router works from. */
export function createHandlers(ports: HandlerPorts): Handlers {
  const { session } = ports;
  return {
    ...vaultHandlers(ports),
    ...consoleHandlers(ports),
    'application.about': () => ports.about(),
    'application.copying': ({ to }) => {
      ports.copying(to);
      return null;
    },
    'sync.state': () => session.syncState(),

    'session.state': () => session.state(),
    'session.unlock': ({ passphrase, code }) => session.unlock(passphraseBytes(passphrase), code === null ? null : codeBytes(code)),
    'session.lock': () => {
      session.lock('asked');
      return null;
    },
    'session.code': ({ code }) => session.freshCode(codeBytes(code)),
    'session.forgotten': async () => {
      await session.forgotten();
      return null;
    },

    'security.show': () => session.security('security.show', null, []),
    'security.change-passphrase': ({ passphrase, code, next }) => {
      const bytes = { passphrase: passphraseBytes(passphrase), code: codeBytes(code), next: passphraseBytes(next) };
      return session.security('security.change-passphrase', bytes, Object.values(bytes));
    },
    'security.new-authenticator': ({ passphrase, code }) => {
      const bytes = { passphrase: passphraseBytes(passphrase), code: code === null ? null : codeBytes(code) };
      return session.security('security.new-authenticator', bytes, Object.values(bytes));
    },
    'security.confirm-authenticator': ({ first, second }) => {
      const bytes = { first: codeBytes(first), second: codeBytes(second) };
      return session.security('security.confirm-authenticator', bytes, Object.values(bytes));
    },
    'security.new-recovery-codes': ({ passphrase, code }) => {
      const bytes = { passphrase: passphraseBytes(passphrase), code: codeBytes(code) };
      return session.security('security.new-recovery-codes', bytes, Object.values(bytes));
    },
    'security.set-duress-passphrase': ({ passphrase, code, duress }) => {
      const bytes = { passphrase: passphraseBytes(passphrase), code: codeBytes(code), duress: duress === null ? null : passphraseBytes(duress) };
      return session.security('security.set-duress-passphrase', bytes, Object.values(bytes));
    },
    'security.rotate-vault-key': ({ passphrase, code }) => {
      const bytes = { passphrase: passphraseBytes(passphrase), code: codeBytes(code) };
      return session.security('security.rotate-vault-key', bytes, Object.values(bytes));
    },

    'enrolment.begin': ({ invite }) => session.enrolment.begin(invite),
    'enrolment.offered': () => ({ invite: ports.offeredInvite() }),
    'enrolment.cancel': async () => {
      await session.enrolment.cancel();
      return null;
    },
    'enrolment.start-over': async () => {
      await session.enrolment.startOver();
      return null;
    },
    'enrolment.choose-passphrase': ({ passphrase }) => session.enrolment.choosePassphrase(passphraseBytes(passphrase)),
    'enrolment.provision-totp': () => session.enrolment.provisionTotp(),
    'enrolment.confirm-totp': ({ first, second }) => session.enrolment.confirmTotp(codeBytes(first), codeBytes(second)),
  };
}
