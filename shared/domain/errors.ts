/**
 * The one kind of error that crosses a boundary: a stable `kind` for programs and a `message` that
 * tells the person what to do. Never carries a secret, a path or a stack across a boundary.
 */
export class SealdeskError<Kind extends string = string> extends Error {
  readonly kind: Kind;
  constructor(kind: Kind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealdeskError';
    this.kind = kind;
  }
}
