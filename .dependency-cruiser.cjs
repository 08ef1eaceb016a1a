// The architecture rules of ARCHITECTURE.md, checked in `npm test` (build/check/rules.mjs plants a violation of each
// first, so that a rule which has stopped seeing anything is noticed). Parsed by swc: TypeScript 7 has no API for it.

/** Main's layers, highest first. Nothing may import something of a layer above its own. */
const layers = [['ipc', 'desktop'], ['sync', 'unlock', 'device'], ['signal'], ['vault']];

const layerRules = layers.slice(0, -1).map((layer, index) => ({
  name: `main-below-${layer.join('-and-')}`,
  comment: `Inside main, ${layers.slice(index + 1).flat().join(', ')} lie below ${layer.join(' and ')} and never import them.`,
  severity: 'error',
  from: { path: `^main/(${layers.slice(index + 1).flat().join('|')})/` },
  to: { path: `^main/(${layer.join('|')})/` },
}));

/** Pure libraries: no native code, no WASM, no I/O of their own. */
const pure = ['intl-messageformat', '@formatjs/[^/]+', 'zod', 'libphonenumber-js', 're2js', '@scure/bip39', '@scure/base', '@noble/hashes', 'tldts', 'canonicalize'];
/** shared/passphrase alone: an estimator with word lists, pure as well, and too large to come along with anything else. */
const strength = ['@zxcvbn-ts/[^/]+'];
/** shared/trust is for main and hub only, and may do cryptography. */
const trust = ['@signalapp/libsignal-client', 'otplib', '@otplib/[^/]+'];
const packages = (names) => `(^|/)node_modules/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two files that import each other are one file with a seam in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'Every import leads somewhere; a rule can say nothing of a file that was not found.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['^electron$', '\\?(raw|url|worker)$'] },
    },
    {
      name: 'shared-is-pure',
      comment: 'shared imports shared and a few pure libraries; nothing of Node, Electron or the programs.',
      severity: 'error',
      from: { path: '^shared/', pathNot: '^shared/(trust|passphrase)/' },
      to: { pathNot: ['^shared/(?!trust/)', packages(pure)] },
    },
    {
      name: 'shared-passphrase-is-pure',
      comment: 'shared/passphrase adds zxcvbn and its word lists, nothing else.',
      severity: 'error',
      from: { path: '^shared/passphrase/' },
      to: { pathNot: ['^shared/(?!trust/)', packages([...pure, ...strength])] },
    },
    {
      name: 'one-place-for-zxcvbn',
      comment: 'What is too easy to guess is judged by one function, with one set of word lists.',
      severity: 'error',
      from: { pathNot: '^shared/passphrase/' },
      to: { path: ['^@zxcvbn-ts/', packages(strength)] },
    },
    {
      name: 'shared-trust-is-narrow',
      comment: 'shared/trust may add libsignal, otplib and node:crypto, nothing else.',
      severity: 'error',
      from: { path: '^shared/trust/' },
      to: { pathNot: ['^shared/', packages([...pure, ...trust]), '^(node:)?crypto$'] },
    },
    {
      name: 'trust-for-main-and-hub',
      comment: 'Only main and hub (and the tests) handle signed statements and TOTP secrets.',
      severity: 'error',
      from: { pathNot: '^(shared/trust|main|hub|test)/' },
      to: { path: '^shared/trust/' },
    },
    {
      name: 'renderer-is-a-page',
      comment: 'The renderer speaks to main through the contract only: no main, hub, Electron, Node.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: ['^(main|hub|test|build)/', '^electron$', packages(['electron'])] },
    },
    {
      name: 'renderer-without-node',
      comment: 'As above: a Node module in the page would only be a stub, or a hole.',
      severity: 'error',
      from: { path: '^(renderer|hub/widget)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'widget-is-a-page',
      comment: 'The chat page runs in a stranger’s browser: shared and its own files only.',
      severity: 'error',
      from: { path: '^hub/widget/' },
      to: { path: ['^main/', '^renderer/', '^test/', '^hub/(?!widget/)'] },
    },
    {
      name: 'main-not-hub',
      comment: 'Two programs; what they share is in shared.',
      severity: 'error',
      from: { path: '^main/' },
      to: { path: '^(hub|renderer|test|build)/' },
    },
    {
      name: 'hub-not-main',
      comment: 'Two programs; what they share is in shared.',
      severity: 'error',
      from: { path: '^hub/' },
      to: { path: '^(main|renderer|test|build)/' },
    },
    {
      name: 'electron-at-the-edge',
      comment: 'Electron is imported by main.ts, workstation.ts, preload.ts, desktop and ipc; the rest runs and is tested under plain Node.',
      severity: 'error',
      from: { path: '^(main|hub|shared)/', pathNot: ['^main/(main|workstation|preload)\\.ts$', '^main/(desktop|ipc)/'] },
      to: { path: ['^electron$', packages(['electron'])] },
    },
    {
      name: 'one-keychain',
      comment: 'One place reads and writes the OS keychain on each side.',
      severity: 'error',
      from: { path: '^(main|hub)/', pathNot: '(^|/)keychain[^/]*(/|\\.ts$)' },
      to: { path: ['^keytar$', packages(['keytar', '@github/keytar'])] },
    },
    {
      name: 'layers-below-the-entry',
      comment: 'No layer imports the program’s entry files.',
      severity: 'error',
      from: { path: '^main/(sync|unlock|device|signal|vault)/' },
      to: { path: '^main/(main|workstation|preload)\\.ts$' },
    },
    ...layerRules,
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|release|\\.sealdesk)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.cts', '.mjs', '.cjs', '.js', '.d.ts', '.json', '.css'],
      mainFields: ['module', 'main', 'types'],
    },
    skipAnalysisNotInRules: false,
  },
};
