/**
 * The verifiers of one device, as the hub keeps them: a next one is taken beside the present one, and whichever is used
 * first ends the other.
 */
export class HubVerifiers {
  #present: string | null = null;
  #next: string | null = null;

  set(verifier: string): void {
    this.#present = verifier;
  }

  /** @returns false for a verifier that is none of them: nothing is replaced then. */
  replace(verifier: string, next: string): boolean {
    if (!this.uses(verifier)) return false;
    this.#next = next;
    return true;
  }

  /** @returns false for one that is none of them, or not any more. */
  uses(verifier: string): boolean {
    if (verifier !== this.#present && verifier !== this.#next) return false;
    this.#present = verifier;
    this.#next = null;
    return true;
  }
}
