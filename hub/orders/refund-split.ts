/** A payment of an order, and what of it can still be given back, in the smallest unit of the currency. */
export interface Payment {
  readonly parent: string;
  readonly gateway: string;
  readonly left: number;
}

/**
 * Takes an amount from an order's payments, the first ones first, never more from one than is left of it.
 * @returns null where there is not so much in all of them.
 */
export function takenFrom(payments: readonly Payment[], amount: number): readonly { readonly parent: string; readonly gateway: string; readonly minor: number }[] | null {
  let missing = amount;
  const taken = payments.flatMap(({ parent, gateway, left }) => {
    const minor = Math.min(left, missing);
    missing -= minor;
    return minor > 0 ? [{ parent, gateway, minor }] : [];
  });
  return missing === 0 && amount > 0 ? taken : null;
}
