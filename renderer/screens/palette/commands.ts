/** Where a command is at hand. Those of `everywhere` and `go` are in every place; the rest in their own. */
export const commandParts = ['inbox', 'conversation', 'console', 'go', 'everywhere'] as const;
export type CommandPart = (typeof commandParts)[number];

export interface CommandFacts {
  /** The first part is where the palette lists it; the help sheet has it in all. */
  readonly parts: readonly [CommandPart, ...CommandPart[]];
  /** `R`, `Ctrl+K`, or two keys one after the other, as `G D`; empty for none. What the person has chosen instead stands in the display choices. */
  readonly keys: string;
  /** Cannot be given another key: main's menu has it as well, or what has the focus understands it by itself. */
  readonly fixed?: true;
  /** Of no use in the palette, which is a list with the focus of its own. */
  readonly keyOnly?: true;
}

/**
 * Everything the keyboard can ask for. A screen that adds a command adds its line here, its name to the catalogues, and
 * what it does to `useShortcuts`; shortcut, help sheet and palette follow from that.
 */
export const commands = {
  search: { parts: ['inbox', 'console'], keys: '/' },
  filter: { parts: ['inbox'], keys: 'F' },
  next: { parts: ['inbox', 'console'], keys: 'J', keyOnly: true },
  previous: { parts: ['inbox', 'console'], keys: 'K', keyOnly: true },
  select: { parts: ['inbox'], keys: 'X' },
  extendNext: { parts: ['inbox'], keys: 'Shift+J', keyOnly: true },
  extendPrevious: { parts: ['inbox'], keys: 'Shift+K', keyOnly: true },
  enter: { parts: ['conversation', 'console'], keys: 'Enter', fixed: true, keyOnly: true },
  back: { parts: ['inbox', 'console'], keys: 'Esc', fixed: true, keyOnly: true },
  reply: { parts: ['conversation'], keys: 'R' },
  note: { parts: ['conversation'], keys: 'N' },
  begin: { parts: ['conversation'], keys: 'C' },
  resolve: { parts: ['conversation'], keys: 'E' },
  assignToMe: { parts: ['conversation'], keys: '' },
  follow: { parts: ['conversation'], keys: 'Shift+F' },
  handOver: { parts: ['conversation'], keys: 'H' },
  lookIn: { parts: ['conversation'], keys: 'O' },
  snooze: { parts: ['conversation'], keys: 'S' },
  priority: { parts: ['conversation'], keys: 'P' },
  tags: { parts: ['conversation'], keys: 'T' },
  merge: { parts: ['conversation'], keys: 'M' },
  split: { parts: ['conversation'], keys: 'Shift+M' },
  forward: { parts: ['conversation'], keys: 'Shift+W' },
  formatting: { parts: ['conversation'], keys: 'V' },
  transcript: { parts: ['conversation'], keys: 'W' },
  send: { parts: ['conversation'], keys: 'Ctrl+Enter', fixed: true, keyOnly: true },
  nextWord: { parts: ['conversation'], keys: 'F7', fixed: true, keyOnly: true },
  undo: { parts: ['conversation'], keys: 'Ctrl+Z' },
  markBold: { parts: ['conversation'], keys: 'Ctrl+B', keyOnly: true },
  markItalic: { parts: ['conversation'], keys: 'Ctrl+I', keyOnly: true },
  markStrike: { parts: ['conversation'], keys: 'Ctrl+Shift+X', keyOnly: true },
  markCode: { parts: ['conversation'], keys: 'Ctrl+E', keyOnly: true },
  markLink: { parts: ['conversation'], keys: 'Ctrl+Shift+K', keyOnly: true },
  markBullets: { parts: ['conversation'], keys: '', keyOnly: true },
  markNumbers: { parts: ['conversation'], keys: '', keyOnly: true },
  markQuote: { parts: ['conversation'], keys: '', keyOnly: true },
  goInbox: { parts: ['go'], keys: 'G I' },
  goDevices: { parts: ['go'], keys: 'G D' },
  goInvites: { parts: ['go'], keys: 'G V' },
  goInventory: { parts: ['go'], keys: 'G M' },
  goPolicy: { parts: ['go'], keys: 'G P' },
  goPeople: { parts: ['go'], keys: 'G A' },
  goTeams: { parts: ['go'], keys: 'G T' },
  goChannels: { parts: ['go'], keys: 'G C' },
  goRouting: { parts: ['go'], keys: 'G R' },
  goCanned: { parts: ['go'], keys: 'G W' },
  goNumbers: { parts: ['go'], keys: 'G K' },
  goAudit: { parts: ['go'], keys: 'G L' },
  goSecurity: { parts: ['go'], keys: 'G S' },
  palette: { parts: ['everywhere'], keys: 'Ctrl+K', keyOnly: true },
  preferences: { parts: ['everywhere'], keys: 'Ctrl+,' },
  notifications: { parts: ['everywhere'], keys: '' },
  help: { parts: ['everywhere'], keys: '?' },
  foldSidebar: { parts: ['everywhere'], keys: '' },
  switchRows: { parts: ['everywhere'], keys: '' },
  switchTheme: { parts: ['everywhere'], keys: '' },
  switchContrast: { parts: ['everywhere'], keys: '' },
  lock: { parts: ['everywhere'], keys: 'Ctrl+L', fixed: true },
} as const satisfies Readonly<Record<string, CommandFacts>>;

export type CommandId = keyof typeof commands;

export const commandIds = Object.keys(commands) as CommandId[];
export const factsOf = (id: CommandId): CommandFacts => commands[id];
