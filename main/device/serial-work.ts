/** Runs pieces of work one after the other, so that reading, changing and writing back is never interleaved. */
export class SerialWork {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(work, work);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
