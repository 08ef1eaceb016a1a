import { type ConsoleCallName, consoleCalls } from '../../shared/contract/console/index.ts';
import type { NumbersWish } from '../../shared/contract/console/numbers.ts';
import type { Shown } from '../../shared/contract/ipc/attachments.ts';
import type { Letter } from '../../shared/contract/ipc/letters.ts';
import type { MessageId } from '../../shared/domain/ids.ts';
import type { IpcInput, IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { DisplayChoices } from '../desktop/display-choices.ts';
import type { Page } from '../desktop/preview/previews.ts';
import { type TranscriptWish, vaultQueries, type VaultQuery } from '../boundary/vault-process.ts';
import type { SessionMachine } from '../unlock/session-machine.ts';
import type { Handlers } from './router.ts';

/** What the handlers ask: the session, and what the application says of itself. */
export interface HandlerPorts {
  readonly session: Pick<SessionMachine, 'state' | 'sealingKey' | 'unlock' | 'lock' | 'repair' | 'repairSeen' | 'forgotten' | 'security' | 'freshCode' | 'query' | 'fetchAttachment' | 'checkDraft' | 'spelling' | 'tellPresence' | 'tellTyping' | 'syncState' | 'askHub'> & {
    readonly enrolment: Pick<SessionMachine['enrolment'], 'begin' | 'cancel' | 'startOver' | 'choosePassphrase' | 'provisionTotp' | 'confirmTotp'>;
  };
  readonly about: () => IpcOutput<'application.about'>;
  /** Something is being copied from the page at this moment. */
  readonly copying: (to: IpcInput<'application.copying'>['to']) => void;
  /** What was hidden is on screen, or no more. */
  readonly showing: (hidden: boolean) => void;
  /** How the person wants it to look and to be steered. */
  readonly display: Pick<DisplayChoices, 'read' | 'choose'>;
  /** Draws a page of an attachment that is here. */
  readonly draw: (page: Page) => Promise<Shown>;
  /** Lays a mail ready to be shown with its formatting. */
  readonly layLetter: (messageId: MessageId) => Promise<Letter>;
  /** Asks the person for a place, and writes a conversation there. */
  readonly saveTranscript: (wish: Omit<TranscriptWish, 'number'>) => Promise<IpcOutput<'conversation.save-transcript'>>;
  /** Asks the person for a place, and writes the numbers there. */
  readonly saveNumbers: (wish: NumbersWish) => Promise<IpcOutput<'numbers.save'>>;
  /** What of notifications the page asks for: the conversation of one that was clicked, once; how they stand; quiet for some minutes. */
  readonly notices: {
    readonly asked: () => IpcOutput<'notices.asked'>['conversation'];
    readonly state: () => IpcOutput<'notices.state'>;
    readonly pause: (minutes: number) => void;
  };
  /** The invite of a link that was opened, once. */
  readonly offeredInvite: () => string | null;
}

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
    'application.showing': ({ hidden }) => {
      ports.showing(hidden);
      return null;
    },
    'display.read': () => ports.display.read(),
    'display.choose': (part) => ports.display.choose(part),
    'notices.asked': () => ({ conversation: ports.notices.asked() }),
    'notices.state': () => ports.notices.state(),
    'notices.pause': ({ minutes }) => {
      ports.notices.pause(minutes);
      return null;
    },
    'sync.state': () => session.syncState(),
    'presence.tell': (at) => session.tellPresence(at),
    'composer.typing': (typed) => session.tellTyping(typed),
    'composer.check': (draft) => session.checkDraft(draft),
    'spelling.check': (draft) => session.spelling('spelling.check', draft),
    'spelling.suggest': (word) => session.spelling('spelling.suggest', word),
    'conversation.save-transcript': (wish) => ports.saveTranscript(wish),
    'numbers.save': (wish) => ports.saveNumbers(wish),
    'message.formatted': ({ messageId }) => ports.layLetter(messageId),
    'attachment.show': async ({ messageId, id, ...drawn }) => {
      const place = { messageId, id };
      const fetched = await session.fetchAttachment(place);
      return fetched.kind === 'whole' ? ports.draw({ place, size: fetched.size, ...drawn }) : fetched;
    },

    'session.state': () => session.state(),
    'session.sealing-key': () => session.sealingKey(),
    'session.unlock': ({ passphrase, code }) => session.unlock(passphrase, code),
    'session.lock': () => {
      session.lock('asked');
      return null;
    },
    'session.repair': async () => {
      await session.repair();
      return null;
    },
    'session.repair-seen': async () => {
      await session.repairSeen();
      return null;
    },
    'session.code': ({ code }) => session.freshCode(code),
    'session.forgotten': async () => {
      await session.forgotten();
      return null;
    },

    'security.show': () => session.security('security.show', null, []),
    'security.change-passphrase': (input) => session.security('security.change-passphrase', input, Object.values(input)),
    'security.new-authenticator': (input) => session.security('security.new-authenticator', input, Object.values(input)),
    'security.confirm-authenticator': (input) => session.security('security.confirm-authenticator', input, Object.values(input)),
    'security.new-recovery-codes': (input) => session.security('security.new-recovery-codes', input, Object.values(input)),
    'security.set-duress-passphrase': (input) => session.security('security.set-duress-passphrase', input, Object.values(input)),
    'security.rotate-vault-key': (input) => session.security('security.rotate-vault-key', input, Object.values(input)),

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
    'enrolment.choose-passphrase': ({ passphrase }) => session.enrolment.choosePassphrase(passphrase),
    'enrolment.provision-totp': (asker) => session.enrolment.provisionTotp(asker),
    'enrolment.confirm-totp': ({ first, second }) => session.enrolment.confirmTotp(first, second),
  };
}
