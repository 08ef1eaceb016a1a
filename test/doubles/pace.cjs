// Preloaded into a vault process, so that the machine seems slow or quick. A number: its monotonic clock runs so many times
// as fast. `quick`: it goes on by the same bit at each look, so that a derivation seems quick however busy the machine is.
const pace = process.env.SEALDESK_PACE ?? '1';
const quickMs = 60;
const now = performance.now.bind(performance);
let looked = 0;
performance.now = pace === 'quick' ? () => (looked += quickMs) : () => now() * Number(pace);
