// npm run bench [-- SUITE] [--json]: ours against a named peer in the same run. With --json nothing but one JSON object
// reaches standard output.
import { runScript } from './setup/say.mjs';
import { runTestProgram } from './setup/program.mjs';

await runScript((args) => runTestProgram('test/bench/run.ts', args));
