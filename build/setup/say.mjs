// What the scripts tell the person at the terminal. Always on standard error: standard output belongs
// to results (`--json`, the last line of `npm test`, the hub's own output).
export const say = (line) => process.stderr.write(`${line}\n`);

/** An error whose message is meant for the person at the terminal; printed without a stack. */
export class SetUpError extends Error {
  name = 'SetUpError';
}

/** Runs a script's main function; a SetUpError is explained in words, anything else is a bug with its stack. */
export async function runScript(main) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    say(error instanceof SetUpError ? `\n${error.message}` : (error?.stack ?? String(error)));
    process.exitCode = 1;
  }
}
