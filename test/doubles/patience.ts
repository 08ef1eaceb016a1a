import { vi } from 'vitest';

/** How long tests wait for something to become so. Usually a moment; on a machine that is busy elsewhere, as long as it takes. In milliseconds. */
const patience = 30_000;

// Vitest's own limit is a second, which a busy machine needs now and then for nothing at all.
const waitFor = vi.waitFor.bind(vi);
vi.waitFor = (callback, options) => waitFor(callback, typeof options === 'number' ? options : { timeout: patience, ...options });
