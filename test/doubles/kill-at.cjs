// Preloaded into a vault process: ends it (SIGKILL, as a power cut would) before the n-th step that leaves a trace,
// counted from when the file named in SEALDESK_KILL_ARMED appears. A step is a sync, a rename, a removal of a file or
// a change of the keychain.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const keytar = require('keytar');

const at = Number(process.env.SEALDESK_KILL_AT);
const armed = process.env.SEALDESK_KILL_ARMED;
let steps = 0;

function step() {
  if (!fs.existsSync(armed)) return;
  steps += 1;
  if (steps === at) process.kill(process.pid, 'SIGKILL');
}
for (const [of, names] of [[fs, ['fsyncSync', 'renameSync', 'rmSync']], [keytar, ['setPassword', 'deletePassword']]]) {
  for (const name of names) {
    const original = of[name];
    of[name] = (...args) => {
      step();
      return original(...args);
    };
  }
}
syncBuiltinESMExports();
