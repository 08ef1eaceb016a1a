import { inboxSuite } from './inbox.ts';
import { intakeSuite } from './intake.ts';
import { launchSuite } from './launch.ts';
import { redactionSuite } from './redaction.ts';
import { vaultSuite } from './vault.ts';
import { workstationSuite } from './workstation.ts';
import type { Measure, Suite } from './measure.ts';

/** `npm run bench [-- SUITE] [--json]`. With `--json` exactly one object reaches standard output. */
const suites: Readonly<Record<string, Suite>> = { inbox: inboxSuite, intake: intakeSuite, launch: launchSuite, redaction: redactionSuite, vault: vaultSuite, workstation: workstationSuite };

function wanted(names: readonly string[]): readonly string[] {
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) throw new Error(`There is no suite "${unknown.join('", "')}". The suites: ${Object.keys(suites).join(', ')}.`);
  return names.length === 0 ? Object.keys(suites) : names;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

async function main(args: readonly string[]): Promise<boolean> {
  const json = args.includes('--json');
  const names = wanted(args.filter((each) => !each.startsWith('--')));
  const results: Record<string, { ours: number; peer: number; ratio: number; unit: string; bar: number | null; ok: boolean }> = {};
  const lines: string[][] = [['measure', 'ours', 'peer', 'ratio', 'bar', '', 'against']];
  for (const name of names) {
    for (const measure of (await suites[name]?.((text) => process.stderr.write(`${name}: ${text}\n`))) ?? []) {
      const { ratio, ok } = judged(measure);
      results[`${name}.${measure.name}`] = { ours: rounded(measure.ours), peer: rounded(measure.peer), ratio: rounded(ratio), unit: measure.unit, bar: measure.bar, ok };
      lines.push([`${name}.${measure.name}`, `${rounded(measure.ours)} ${measure.unit}`, `${rounded(measure.peer)} ${measure.unit}`, ratio.toFixed(2), measure.bar === null ? '' : `${measure.better === 'less' ? '<=' : '>='} ${measure.bar}`, measure.bar === null ? '' : ok ? 'ok' : 'NOT OK', measure.against]);
    }
  }
  process.stdout.write(json ? `${JSON.stringify(results)}\n` : table(lines));
  return Object.values(results).every((result) => result.ok);
}

function judged(measure: Measure): { ratio: number; ok: boolean } {
  const ratio = measure.ours / measure.peer;
  if (measure.bar === null) return { ratio, ok: true };
  return { ratio, ok: measure.better === 'less' ? ratio <= measure.bar : ratio >= measure.bar };
}

function table(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines.map((line) => `${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`).join('');
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
