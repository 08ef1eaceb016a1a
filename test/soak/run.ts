import { parseArgs } from 'node:util';
import type { Campaign } from './campaign.ts';
import { codeGuesses } from './code-guesses.ts';
import { deviceLoad } from './device-load.ts';
import { documents } from './documents.ts';
import { fuzz } from './fuzz.ts';
import { guessing } from './guessing.ts';
import { hubKills } from './hub-kills.ts';
import { mails } from './mails.ts';
import { pictures } from './pictures.ts';
import { redaction } from './redaction.ts';
import { unlockKills } from './unlock-kills.ts';
import { vaultFlips } from './vault-flips.ts';
import { vaultFull } from './vault-full.ts';
import { vaultKills } from './vault-kills.ts';
import { webhookKills, webhooks } from './webhooks.ts';
import { workstationKills } from './workstation-kills.ts';

/** `npm run soak [-- NAME ...] [--count N]`: each campaign's figures on one line; exit code 1 when one of them failed. */
const campaigns: Readonly<Record<string, Campaign>> = {
  'workstation-kills': workstationKills,
  'hub-kills': hubKills,
  'vault-kills': vaultKills,
  'vault-flips': vaultFlips,
  'vault-full': vaultFull,
  'unlock-kills': unlockKills,
  'device-load': deviceLoad,
  guessing,
  'code-guesses': codeGuesses,
  redaction,
  documents,
  pictures,
  webhooks,
  'webhook-kills': webhookKills,
  mails,
  fuzz,
};

const shownFailures = 20;

async function ran(name: string, campaign: Campaign, count: number): Promise<boolean> {
  const started = Date.now();
  const say = (line: string) => process.stderr.write(`${name}: ${line}\n`);
  const { counts, failures } = await campaign.run(count, say).catch((error: unknown) => ({
    counts: {},
    failures: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }));
  for (const failure of failures.slice(0, shownFailures)) say(`FAILED ${failure}`);
  const figures = { ...counts, failures: failures.length, seconds: Math.round((Date.now() - started) / 1000) };
  process.stdout.write(`${name}: ${Object.entries(figures).map(([figure, value]) => `${value} ${figure}`).join(', ')}\n`);
  return failures.length === 0;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({ options: { count: { type: 'string' } }, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in campaigns));
  if (unknown.length > 0) throw new Error(`There is no campaign "${unknown.join('", "')}". The campaigns: ${Object.keys(campaigns).join(', ')}.`);
  const count = values.count === undefined ? null : Number(values.count);
  if (count !== null && !(Number.isInteger(count) && count > 0)) throw new Error('--count takes a whole number.');
  let passed = true;
  for (const [name, campaign] of Object.entries(campaigns)) {
    if (positionals.length === 0 || positionals.includes(name)) passed = (await ran(name, campaign, count ?? campaign.count)) && passed;
  }
  return passed;
}

process.exitCode = (await main()) ? 0 : 1;
