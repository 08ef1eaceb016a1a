// Preloaded into a vault process: its monotonic clock runs so many times as fast, so that the machine seems slow or quick.
const pace = Number(process.env.SEALDESK_PACE ?? 1);
const now = performance.now.bind(performance);
performance.now = () => now() * pace;
