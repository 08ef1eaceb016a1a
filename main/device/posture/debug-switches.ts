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
  // Another program in the place of a page's process or of the vault's; processes that a debugger may hold; pages above their content policy.
  'browser-subprocess-path', 'allow-sandbox-debugging', 'no-zygote-sandbox', 'disable-landlock-sandbox', 'bypasscsp-schemes', 'auto-open-devtools-for-tabs',
  'require', 'import', 'experimental-loader', 'loader',
] as const;

const refusedVariables = [
  'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'NODE_V8_COVERAGE',
  'NODE_COMPILE_CACHE', 'NODE_REPL_EXTERNAL_MODULE', 'NODE_REDIRECT_WARNINGS', 'NODE_CHANNEL_FD', 'SSLKEYLOGFILE', 'ELECTRON_RUN_AS_NODE', 'ELECTRON_ENABLE_LOGGING', 'ELECTRON_LOG_FILE',
] as const;

/** What a release starts with: how it is drawn, where its profile lies, and nothing that weakens it. */
const harmlessSwitches = new Set([
  'profile', 'lang', 'password-store', 'class', 'name', 'display', 'ozone-platform', 'ozone-platform-hint', 'enable-wayland-ime', 'wayland-text-input-version', 'gtk-version',
  'force-device-scale-factor', 'high-dpi-support', 'force-color-profile', 'force-renderer-accessibility', 'disable-gpu', 'disable-gpu-compositing', 'disable-software-rasterizer', 'use-gl', 'use-angle',
]);

/** macOS hands these to every application: LaunchServices' number, and settings of the system's. No switch of Chromium's begins so. */
const ofMacOs = /^-(?:psn_|NS|Apple)/;

/** Around a switch Chromium takes no notice of these. JavaScript does not count the last two as white space, Windows does. */
const edges = /^[\s\u0085\u180e]+|[\s\u0085\u180e]+$/gu;

/** As Chromium takes an argument: `--name`, `-name`, and on Windows `/name`; null where it is no switch. */
function switchName(argument: string, slash: boolean): string | null {
  const trimmed = argument.replaceAll(edges, '');
  const prefix = (slash ? /^(?:--?|\/)/ : /^--?/).exec(trimmed)?.[0] ?? '';
  if (prefix === '' || prefix === trimmed) return null;
  return trimmed.slice(prefix.length).split('=', 1).join('').toLowerCase();
}

/**
 * The first debugging switch or variable the program was started with; null where there is none. Behind `--` Chromium takes
 * nothing for a switch, others might.
 * @param argv the whole command line
 */
export function debugSwitch(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): string | null {
  for (const argument of argv.slice(1)) {
    const name = switchName(argument, true);
    const refused = refusedSwitches.find((entry) => entry === name);
    if (refused !== undefined) return refused;
  }
  return refusedVariables.find((name) => (env[name] ?? '') !== '') ?? null;
}

/**
 * Why a release does not start: by its name where that is known, `unknown-switch` for any switch that is not known to be
 * harmless. Chromium has some fifteen hundred, and a new one with each release.
 */
export function refusedAtStart(argv: readonly string[], env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform = process.platform): string | null {
  const named = debugSwitch(argv, env);
  if (named !== null) return named;
  for (const argument of argv.slice(1)) {
    if (argument.replaceAll(edges, '') === '--') return null;
    if (platform === 'darwin' && ofMacOs.test(argument)) continue;
    const name = switchName(argument, platform === 'win32');
    if (name !== null && !harmlessSwitches.has(name)) return 'unknown-switch';
  }
  return null;
}
