import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { bareRows, makeBareInbox } from './bare-inbox.ts';
import { newestFirst } from './cached-mail.ts';
import { EnrolledProfile } from './enrolled-profile.ts';
import { type KeyTimes, timeToOpen, timeToType, timing } from './key-to-paint.ts';
import { median, type Measure, percentile, type Suite } from './measure.ts';
import { StartedElectron } from './started-electron.ts';
import { unlockedWorkstation } from './unlocked-workstation.ts';

/** Conversations. The bars are for 100,000. */
const count = Number(process.env['BENCH_N'] ?? 100_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const opens = 60;
const letters = 'thelampleftuswithaparceltodayanditarrivesonfridaywithoutfailsothereisnothingmoretodo'.split('');
/** Of each round, for nothing: the first ones compile what the others run. */
const warming = 5;
/** Somebody who looks through a list, and somebody who types fast; in milliseconds. */
const pace = { open: 150, type: 80 } as const;

const bareIsThere = `document.visibilityState === 'visible' && document.querySelector('[role=listbox] [role=option]') !== null`;

/** What an agent feels: the next conversation, and the next letter, against the same on a bare React page with the same rows and text. */
export const inboxSuite: Suite = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  const profile = await EnrolledProfile.make();
  try {
    say(`making a cache of ${count} conversations`);
    profile.use(profile.makeCache(count, 1));
    const newest = newestFirst(count, 1);
    const texts = newest.slice(0, warming + opens).map(({ message }) => message.text);
    await makeBareInbox(folder, bareRows(newest, texts.length));
    const bare = [join(import.meta.dirname, 'bare-window'), `--page=${join(folder, 'inbox.html')}`];
    const ours: Worked = { open: [], type: [] };
    const peer: Worked = { open: [], type: [] };
    say(`opening ${opens} and typing ${letters.length - warming} letters ${rounds} times, and as often on a bare page`);
    for (let round = 0; round < rounds; round += 1) {
      const both = [() => working(() => unlockedWorkstation(profile), texts, ours), () => working(() => barePage(bare), texts, peer)];
      for (const one of round % 2 === 0 ? both : both.toReversed()) await one();
    }
    return measuresOf(ours, peer);
  } finally {
    await profile.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};

export interface Worked {
  readonly open: KeyTimes[];
  readonly type: KeyTimes[];
}

async function barePage(args: readonly string[]): Promise<StartedElectron> {
  const started = new StartedElectron(args, bareIsThere);
  await started.ready();
  return started;
}

/** Opens one after the other from the top of the list, then writes in the last one's answer. */
async function working(start: () => Promise<StartedElectron>, texts: readonly string[], into: Worked): Promise<void> {
  const started = await start();
  try {
    await started.evaluate(timing);
    // What a start leaves to do is done first.
    await pause(1500);
    for (const [place, text] of texts.entries()) {
      const times = await timeToOpen(started, text);
      if (place >= warming) into.open.push(times);
      await pause(pace.open);
    }
    await started.press('r');
    await started.evaluate(`new Promise((resolve) => { const look = () => (document.activeElement?.tagName === 'TEXTAREA' ? resolve() : requestAnimationFrame(look)); look(); })`);
    for (const [place, letter] of letters.entries()) {
      const times = await timeToType(started, letter);
      if (place >= warming) into.type.push(times);
      await pause(pace.type);
    }
  } finally {
    await started.quit();
  }
}

/** The bars are for what is painted; where it went beside them, in work alone and in the usual case. */
export function measuresOf(ours: Worked, peer: Worked): Measure[] {
  const against = 'a bare React page';
  return (['open', 'type'] as const).flatMap((what): Measure[] => {
    const measure = (name: string, bar: number | null, of: (times: readonly KeyTimes[]) => number): Measure => ({ name, against, ours: of(ours[what]), peer: of(peer[what]), unit: 'ms', bar, better: 'less' });
    return [
      measure(`${what}-p95`, 1.25, (times) => percentile(times.map(({ painted }) => painted), 95)),
      measure(`${what}-median`, null, (times) => median(times.map(({ painted }) => painted))),
      measure(`${what}-before-frames-p95`, null, (times) => percentile(times.map(({ there }) => there), 95)),
    ];
  });
}
