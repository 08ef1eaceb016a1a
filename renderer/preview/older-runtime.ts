/**
 * What the compatibility runtime (Chromium 114) lacks and the library needs before anything else of it runs; the supported
 * one has it.
 */
interface Resolvers<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
  readonly reject: (reason: unknown) => void;
}

const own: { withResolvers?: <T>() => Resolvers<T> } = Promise as never;
own.withResolvers ??= <T>() => {
  let settle: Pick<Resolvers<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...(settle as Pick<Resolvers<T>, 'resolve' | 'reject'>) };
};
