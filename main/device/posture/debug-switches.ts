/** Switches and variables that open a way into the running program, or weaken what protects it. */
const refusedSwitches = [
  'remote-debugging-port', 'remote-debugging-pipe', 'remote-debugging-address', 'remote-allow-origins', 'inspect', 'inspect-brk',
  'inspect-brk-node', 'inspect-port', 'inspect-publish-uid', 'inspect-wait', 'debug', 'debug-brk', 'js-flags', 'load-extension',
  'disable-web-security', 'disable-site-isolation-trials', 'allow-file-access-from-files', 'allow-running-insecure-content',
  'host-rules', 'host-resolver-rules', 'ignore-certificate-errors', 'ignore-certificate-errors-spki-list', 'ssl-key-log-file', 'enable-automation',
  // These write what goes on inside to a file: logs, traces, dumps of memory.
  'log-net-log', 'enable-logging', 'log-file', 'enable-tracing', 'trace-startup', 'trace-startup-file', 'trace-config-file',
  'enable-crash-reporter', 'enable-crash-reporter-for-testing', 'crash-dumps-dir', 'full-memory-crash-report',
  'no-sandbox', 'disable-setuid-sandbox', 'disable-seccomp-filter-sandbox', 'disable-namespace-sandbox', 'disable-gpu-sandbox', 'no-zygote',
  'single-process', 'in-process-gpu', 'renderer-cmd-prefix', 'utility-cmd-prefix', 'zygote-cmd-prefix', 'gpu-launcher',
  'require', 'import', 'experimental-loader', 'loader',
] as const;

const refusedVariables = [
  'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'NODE_V8_COVERAGE',
  'SSLKEYLOGFILE', 'ELECTRON_RUN_AS_NODE', 'ELECTRON_ENABLE_LOGGING', 'ELECTRON_LOG_FILE',
] as const;

/**
 * The first debugging switch or variable the program was started with; null where there is none.
 * @param argv the whole command line
 */
export function debugSwitch(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): string | null {
  for (const argument of argv.slice(1)) {
    // Chromium takes `--name`, and on Windows `/name`.
    const name = /^(?:--?|\/)([a-z0-9-]+)(?:=|$)/i.exec(argument)?.[1]?.toLowerCase();
    const refused = refusedSwitches.find((entry) => entry === name);
    if (refused !== undefined) return refused;
  }
  return refusedVariables.find((name) => (env[name] ?? '') !== '') ?? null;
}
