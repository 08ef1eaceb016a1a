import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { asJsonLine, inLines, inOneLine } from './terminal.ts';

/** What every command takes: where the hub's data lies, and whether a program is reading. */
export interface Asked {
  readonly data: string;
  readonly json: boolean;
}

export const defaultData = './.sealdesk/hub';

/** Adds `--data` and `--json`. */
export function asking(command: Command): Command {
  return command.option('--data <dir>', "the hub's data folder", defaultData).option('--json', 'answer as JSON', false);
}

/** One JSON value on standard output, or words for a person. */
export function say(asked: Pick<Asked, 'json'>, value: unknown, words: string): void {
  console.log(asked.json ? asJsonLine(value) : inLines(words));
}

/** Runs a command: what went wrong is said in one sentence, and the exit code is 1. */
export async function reporting(asked: { readonly json?: boolean }, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const known = error instanceof SealdeskError ? error : new SealdeskError('internal', 'Something went wrong that should not. Nothing more is known to be done.');
    if (asked.json) console.log(asJsonLine({ error: { kind: known.kind, message: known.message } }));
    console.error(inLines(`${known.message}${error instanceof SealdeskError ? '' : ` (${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'})`}`));
    process.exitCode = 1;
  }
}

/** Collects an option that may be given several times. */
export function several(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Columns as wide as their widest cell. What stands in a cell makes no row of its own. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(inOneLine));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')).join('\n');
}

export function moment(at: number | null): string {
  return at === null ? '-' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

/** What the person types from a recovery sheet. */
export function typedSheet(): string {
  if (process.stdin.isTTY) console.error('Type the groups of the recovery sheet, then press Ctrl-D on an empty line.');
  return readFileSync(0, 'utf8');
}
