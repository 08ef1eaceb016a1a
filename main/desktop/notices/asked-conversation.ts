import type { ConversationId } from '../../../shared/domain/ids.ts';

/** The conversation of a notification that was clicked, until the page has opened it: after the next unlock, where it is locked. */
export class AskedConversation {
  readonly #tell: () => void;
  #id: ConversationId | null = null;

  /** @param tell the page may come and take it. */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  ask(id: ConversationId): void {
    this.#id = id;
    this.#tell();
  }

  take(): ConversationId | null {
    const id = this.#id;
    this.#id = null;
    return id;
  }
}
