/** One file is saved at a time: while a dialog is open, or its file is being made, nothing else is begun. */
export class OneSave {
  /** Of what is being saved; null while nothing is. */
  #turn: symbol | null = null;

  /** @param save asks `goesOn` after each wait: it was locked meanwhile, and nothing may be written any more. */
  async run<T>(save: (goesOn: () => boolean) => Promise<T>): Promise<T | { readonly kind: 'busy' }> {
    if (this.#turn !== null) return { kind: 'busy' };
    const turn = Symbol('turn');
    this.#turn = turn;
    try {
      return await save(() => this.#turn === turn);
    } finally {
      if (this.#turn === turn) this.#turn = null;
    }
  }

  /** It was locked: a dialog that is still open is answered in vain, and stands in nobody's way. */
  abandon(): void {
    this.#turn = null;
  }
}
