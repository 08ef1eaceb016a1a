/** One long fault or fuzz campaign: what `npm run soak NAME` runs. */
export interface Campaign {
  /** How often it is done when nobody says: what the issue names. */
  readonly count: number;
  readonly run: (count: number, say: (line: string) => void) => Promise<Figures>;
}

/** What came of it. A campaign has passed when nothing is in `failures`. */
export interface Figures {
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}
