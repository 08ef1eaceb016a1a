import { execFile } from 'node:child_process';

/** A program that has not answered by then is ended. */
const limitMs = 8_000;
/** More output than this is nothing that a reader here understands. */
const longest = 256 * 1024;

/** What the programs asked here need of the environment; nothing else is handed on. */
const passedOn = [
  'HOME', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS', 'XDG_DATA_HOME', 'XDG_DATA_DIRS', 'XDG_CURRENT_DESKTOP',
  'SystemRoot', 'SystemDrive', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramData', 'TEMP', 'TMP',
] as const;

export type Ran =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  /** There is no such program here, or it did not end by itself. */
  | { readonly kind: 'not-run' };

/**
 * Runs one of the system's own programs: no shell, a small environment, a limit of time and output,
 * and English words. Never throws.
 *
 * @param program an absolute path, so that no folder of the person's can put another one before it.
 */
export function runProgram(program: string, args: readonly string[]): Promise<Ran> {
  const env = Object.fromEntries(passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { encoding: 'utf8', timeout: limitMs, killSignal: 'SIGKILL', maxBuffer: longest, windowsHide: true, shell: false, env: { ...env, LC_ALL: 'C' } },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: 'ended', code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ kind: 'ended', code: error.code, stdout, stderr });
        else resolve({ kind: 'not-run' });
      },
    );
  });
}

/** What a program wrote on standard output; null unless it ended well. */
export async function outputOf(program: string, args: readonly string[]): Promise<string | null> {
  const ran = await runProgram(program, args);
  return ran.kind === 'ended' && ran.code === 0 ? ran.stdout : null;
}
