import { z } from 'zod';

/**
 * A statement as it travels: the signed bytes as they were signed, and the signature. What it says
 * is read in shared/trust, by who may judge it.
 */
export const SignedStatement = z.object({
  /** Canonical JSON (RFC 8785) of header and payload. */
  body: z.string().min(2).max(64 * 1024),
  /** XEdDSA signature over label and body, 64 bytes, base64. */
  signature: z.base64().length(88),
});
export type SignedStatement = z.infer<typeof SignedStatement>;
