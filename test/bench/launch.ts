import { join } from 'node:path';
import { passphraseKey } from '../../main/unlock/passphrase-key.ts';
import { EnrolledProfile } from './enrolled-profile.ts';
import { median, spread, timedAsync, type Measure, type Suite } from './measure.ts';
import { StartedElectron } from './started-electron.ts';
import { fieldIsReady, unlock, workstationOf } from './unlocked-workstation.ts';

const launches = Number(process.env['BENCH_LAUNCHES'] ?? 11);
const unlocks = Number(process.env['BENCH_UNLOCKS'] ?? 7);
/** Messages in the cache. */
const [few, many] = [100, Number(process.env['BENCH_N'] ?? 100_000)];

/** Launch to unlock screen against a bare window; code typed to inbox with a full cache against a small one. */
export const launchSuite: Suite = async (say) => {
  const profile = await EnrolledProfile.make();
  try {
    return [await launchMeasure(profile, say), await unlockMeasure(profile, say)];
  } finally {
    await profile.remove();
  }
};

async function launchMeasure(profile: EnrolledProfile, say: (text: string) => void): Promise<Measure> {
  const ours: number[] = [];
  const peer: number[] = [];
  const { environment } = profile.nextLaunch();
  const launch = async (args: readonly string[]): Promise<number> => {
    const started = new StartedElectron(args, fieldIsReady, environment);
    const took = (await started.ready()) - started.startedAt;
    await started.quit();
    return took;
  };
  const launchOurs = () => launch(workstationOf(profile));
  const launchBare = () => launch([join(import.meta.dirname, 'bare-window')]);
  say(`launching ${launches} times, and a bare window as often`);
  // Once for nothing: the disk's cache, and what Chromium makes in a new profile.
  await launchOurs();
  await launchBare();
  for (let index = 0; index < launches; index += 1) {
    if (index % 2 === 0) ours.push(await launchOurs());
    peer.push(await launchBare());
    if (index % 2 === 1) ours.push(await launchOurs());
  }
  say(`launch: ${spread(ours)}; bare window: ${spread(peer)}`);
  return { name: 'unlock-screen', against: 'a bare Electron window', ours: median(ours), peer: median(peer), unit: 'ms', bar: 1.35, better: 'less' };
}

async function unlockMeasure(profile: EnrolledProfile, say: (text: string) => void): Promise<Measure> {
  say(`making caches of ${few} and ${many} messages`);
  const caches = { few: profile.makeCache(few), many: profile.makeCache(many) };
  const took = { few: [] as number[], many: [] as number[] };
  const derived: number[] = [];
  say(`unlocking ${unlocks} times with each`);
  for (let index = -1; index < unlocks; index += 1) {
    for (const size of index % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
      profile.use(caches[size]);
      const ms = await unlockOnce(profile);
      if (index >= 0) took[size].push(ms);
    }
    derived.push(await timedAsync(() => passphraseKey(Buffer.from(profile.passphrase), profile.terms)));
  }
  const derivation = median(derived);
  say(`to the inbox with ${few}: ${spread(took.few)}; with ${many}: ${spread(took.many)}; of that deriving the key: ${spread(derived)}`);
  const apart = (values: readonly number[]): number => median(values) - derivation;
  return { name: 'inbox', against: `the same with ${few} messages`, ours: apart(took.many), peer: apart(took.few), unit: 'ms', bar: 1.2, better: 'less' };
}

/** Milliseconds from the code's last digit, and what confirms it, to an inbox that can be used. */
async function unlockOnce(profile: EnrolledProfile): Promise<number> {
  const { environment, code } = profile.nextLaunch();
  const started = new StartedElectron(workstationOf(profile), fieldIsReady, environment);
  try {
    await started.ready();
    return await unlock(started, profile.passphrase, code());
  } finally {
    await started.quit();
  }
}
