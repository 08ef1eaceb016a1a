import type { AttachmentId } from '../../shared/domain/ids.ts';
import type { OpenedVault } from '../boundary/opened-vault.ts';
import type { Timers } from '../boundary/timers.ts';
import type { Line } from './line.ts';

/** Milliseconds between two messages: the hub takes six control messages a second in the long run, and closes the link of who sends more. */
const paceMs = 250;

export interface FileExchangePorts {
  readonly timers: Timers;
  readonly line: Line;
  readonly sessionOpen: () => boolean;
}

/** What is asked about a file, until it is answered. `settle` counts once. */
export interface AskedOfHub<Answer> {
  readonly id: AttachmentId;
  readonly settle: (answer: Answer | Promise<Answer> | 'unreachable') => void;
}

/** What fetching and bringing files have in common: an open vault, one question to the hub at a time, and a pace. */
export abstract class FileExchange<Answer, Asked extends AskedOfHub<Answer> = AskedOfHub<Answer>> {
  protected readonly ports: FileExchangePorts;
  protected vault: OpenedVault | null = null;
  protected asked: Asked | null = null;
  readonly #answerLimitMs: number;

  /** @param answerLimitMs milliseconds until a question counts as not answered */
  protected constructor(ports: FileExchangePorts, answerLimitMs: number) {
    this.ports = ports;
    this.#answerLimitMs = answerLimitMs;
  }

  opened(vault: OpenedVault): void {
    this.vault = vault;
  }

  closing(): void {
    this.vault = null;
    this.giveUp();
  }

  /** The session or its link is gone; what comes next goes on from where this got. */
  giveUp(): void {
    this.asked?.settle('unreachable');
  }

  /** The question that an answer about a file belongs to; null where nobody waits for it. */
  protected about(id: AttachmentId): Asked | null {
    return this.asked?.id === id ? this.asked : null;
  }

  protected goesOn(vault: OpenedVault): boolean {
    return vault === this.vault && this.ports.sessionOpen();
  }

  protected ask(about: Omit<Asked, 'settle'>, tell: () => void): Promise<Answer | 'unreachable'> {
    return new Promise((resolve) => {
      const cancel = this.ports.timers.after(this.#answerLimitMs, () => this.giveUp());
      const settle: Asked['settle'] = (answer) => {
        cancel();
        this.asked = null;
        resolve(answer);
      };
      this.asked = { ...about, settle } as Asked;
      tell();
    });
  }

  protected pause(): Promise<void> {
    return new Promise((resolve) => void this.ports.timers.after(paceMs, resolve));
  }
}
