// npm run soak [-- NAME]: the long fault and fuzz campaigns, with their figures.
import { runScript } from './setup/say.mjs';
import { runTestProgram } from './setup/program.mjs';

await runScript((args) => runTestProgram('test/soak/run.ts', args));
