import { join } from 'node:path';
import { utilityProcess } from 'electron';
import { connectVaultProcess } from '../boundary/vault-process-client.ts';
import type { StartVaultProcess } from '../boundary/vault-process.ts';

/** An ended process that is still there after this long is killed by the system. */
const killAfter = 500;

/** What the vault process may know of the environment: where the keychain, the home and the language are. */
const passedOn = [
  'HOME', 'USER', 'LOGNAME', 'PATH', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR',
  // Linux: the session bus with the Secret Service, and what it needs to ask the person for its password.
  'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CURRENT_DESKTOP', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY',
  // Windows.
  'SystemRoot', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'TEMP', 'TMP', 'USERNAME', 'USERDOMAIN',
] as const;

function environment(): Record<string, string> {
  const names: readonly string[] = __TEST_CLOCK__ ? [...passedOn, 'SEALDESK_TEST_CLOCK_OFFSET_MS', 'SEALDESK_TEST_LEAST_COST'] : passedOn;
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** Starts the vault process as a utility process of Electron. */
export const startVaultProcess: StartVaultProcess = ({ profile }) => {
  const child = utilityProcess.fork(join(__dirname, 'vault-process.js'), [`--profile=${profile}`], {
    serviceName: 'Sealdesk vault',
    env: environment(),
    execArgv: [],
    // Whatever a library prints there could hold anything.
    stdio: __TEST_CLOCK__ ? 'inherit' : 'ignore',
  });
  return connectVaultProcess({
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      const { pid } = child;
      child.kill();
      if (pid === undefined) return;
      const timer = setTimeout(() => {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Gone already, as it should be.
        }
      }, killAfter);
      timer.unref();
      child.once('exit', () => clearTimeout(timer));
    },
  });
};
