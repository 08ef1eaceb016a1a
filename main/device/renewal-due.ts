/** A lease is renewed when this part of it has gone, so that the next flight or train ride has nearly all of it. */
const leasePart = 0.1;
/** A certificate, when this part has gone: there are days left to find the hub again. */
const certificatePart = 1 / 3;

interface Validity {
  /** Milliseconds since 1970, in the hub's time. */
  readonly from: number;
  readonly until: number;
}

/** Whether the hub is to be asked for a new lease and certificate. At lease zero the certificate alone tells. */
export function renewalDue(lease: Validity | null, certificate: Validity | null, now: number): boolean {
  return gone(lease, now) > leasePart || gone(certificate, now) > certificatePart;
}

function gone(validity: Validity | null, now: number): number {
  return validity === null ? 0 : (now - validity.from) / (validity.until - validity.from);
}
