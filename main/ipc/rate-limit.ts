import type { IpcCallName } from '../../shared/contract/ipc/index.ts';

/** A bucket of tokens: `burst` calls at once, then `perSecond`. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** What a person with a keyboard, and a screen that redraws, can need. */
const usual: Rate = { burst: 60, perSecond: 30 };
/** What is typed by hand and costs a key derivation or a message to the hub. */
const byHand: Rate = { burst: 5, perSecond: 1 };

/** What is decided one at a time, and at worst for each device of a team after the other. */
const decided: Rate = { burst: 20, perSecond: 2 };

const rates: Partial<Record<IpcCallName, Rate>> = {
  'session.unlock': byHand,
  'session.code': byHand,
  'session.forgotten': byHand,
  'security.change-passphrase': byHand,
  'security.new-authenticator': byHand,
  'security.confirm-authenticator': byHand,
  'security.new-recovery-codes': byHand,
  'security.set-duress-passphrase': byHand,
  'security.rotate-vault-key': byHand,
  'enrolment.begin': byHand,
  'enrolment.cancel': byHand,
  'enrolment.start-over': byHand,
  'enrolment.choose-passphrase': byHand,
  'enrolment.confirm-totp': byHand,
  // The React screen may mount twice; the secret is the same each time.
  'enrolment.provision-totp': byHand,
  'conversation.reply': { burst: 20, perSecond: 5 },
  'composer.begin-file': { burst: 20, perSecond: 5 },
  // Of a file of 100 MiB there are 400, one after the other.
  'composer.file-chunk': { burst: 200, perSecond: 100 },
  'conversation.start': { burst: 10, perSecond: 1 },
  'conversation.log-call': { burst: 10, perSecond: 1 },
  'conversation.template': { burst: 20, perSecond: 5 },
  'conversation.undo-reply': { burst: 20, perSecond: 5 },
  'conversation.note': { burst: 20, perSecond: 5 },
  'conversation.hand-over': { burst: 20, perSecond: 5 },
  'conversation.settle': { burst: 20, perSecond: 5 },
  'conversation.assign': { burst: 100, perSecond: 20 },
  'conversation.status': { burst: 100, perSecond: 20 },
  'conversation.priority': { burst: 100, perSecond: 20 },
  'conversation.tag': { burst: 100, perSecond: 20 },
  'conversation.follow': { burst: 100, perSecond: 20 },
  // Up to two hundred conversations each.
  'inbox.change': { burst: 10, perSecond: 1 },
  'inbox.assign': { burst: 10, perSecond: 1 },
  'views.save': { burst: 20, perSecond: 2 },
  // Each opens a dialog of the system's, in front of all that could end it.
  'conversation.save-transcript': { burst: 10, perSecond: 1 },
  'numbers.save': { burst: 10, perSecond: 1 },
  'console.device.approve': decided,
  'console.device.deny': decided,
  'console.device.suspend': decided,
  'console.device.reinstate': decided,
  'console.device.reset-totp': decided,
  'console.device.revoke': decided,
  'console.device.wipe': decided,
  'console.invite.make': decided,
  'console.invite.cancel': decided,
  'console.inventory.import': byHand,
  'console.inventory.remove': decided,
  'console.policy.set': byHand,
  'console.agent.offboard': byHand,
  'console.reveal.ask': decided,
  'console.reveal.decide': decided,
  'console.mistake.report': decided,
  'console.mistake.look': decided,
  'console.mistake.decide': decided,
  'console.policy.discard': decided,
  'console.file.ask': decided,
  'console.file.decide': decided,
  'console.customer.merge': decided,
  'console.customer.split': decided,
  'console.conversation.merge': decided,
  'console.conversation.split': decided,
  'console.conversation.forward': decided,
  'console.canned.save': decided,
  'console.canned.remove': decided,
  'console.signature.set': byHand,
};

/** Token buckets, one for each call, filled by monotonic time. */
export class RateLimit {
  readonly #monotonic: () => number;
  readonly #buckets = new Map<IpcCallName, { tokens: number; at: number }>();

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Takes a token; false when there is none. */
  take(name: IpcCallName): boolean {
    const { burst, perSecond } = rates[name] ?? usual;
    const now = this.#monotonic();
    const bucket = this.#buckets.get(name) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    this.#buckets.set(name, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }
}
