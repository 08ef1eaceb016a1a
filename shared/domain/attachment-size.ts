/** Largest attachment whose contents are kept, in bytes. A larger one is listed, and told as not kept. */
export const maxAttachmentBytes = 100 * 1024 * 1024;

/** Plaintext bytes of every sealed chunk but the last: see shared/trust/chunks.ts. */
export const chunkSize = 256 * 1024;
