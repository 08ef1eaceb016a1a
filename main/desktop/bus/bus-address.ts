/**
 * Where a bus listens, of the address that D-Bus programs are given (D-Bus specification, "Server
 * addresses"): alternatives apart from each other by `;`, each `transport:key=value,key=value` with
 * bytes escaped as `%hex`. Only sockets of this machine are of use: whoever may name another
 * transport could have this program start a command (`unixexec`) or listen to a network.
 * @returns what `net.connect` takes as a path, an abstract name with a zero byte before it; null
 * where the address names no such socket
 */
export function socketOf(address: string): string | null {
  for (const alternative of address.split(';')) {
    const [, parameters] = /^unix:(.*)$/s.exec(alternative) ?? [];
    if (parameters === undefined) continue;
    for (const pair of parameters.split(',')) {
      const [, key, escaped] = /^(path|abstract)=(.+)$/s.exec(pair) ?? [];
      const value = escaped === undefined ? null : unescaped(escaped);
      if (value !== null && value !== '' && !value.includes('\0')) return key === 'abstract' ? `\0${value}` : value;
    }
  }
  return null;
}

function unescaped(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** As every D-Bus program finds the buses: what the environment says, or where systemd and the specification put them. */
export const busAddresses = {
  session: (env: NodeJS.ProcessEnv): string | null => env['DBUS_SESSION_BUS_ADDRESS'] ?? (env['XDG_RUNTIME_DIR'] === undefined ? null : `unix:path=${env['XDG_RUNTIME_DIR']}/bus`),
  system: (env: NodeJS.ProcessEnv): string => env['DBUS_SYSTEM_BUS_ADDRESS'] ?? 'unix:path=/var/run/dbus/system_bus_socket',
} as const;
