import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnrolledProfile } from './enrolled-profile.ts';
import { median, percentile, type Measure, type Say, type Suite } from './measure.ts';
import { StartedElectron } from './started-electron.ts';
import { unlockedWorkstation } from './unlocked-workstation.ts';

/** Messages in the large cache, and conversations in the one that is scrolled through. The bars are for 1,000,000 and 100,000. */
const count = Number(process.env['BENCH_N'] ?? 20_000);
const conversations = Math.min(count, 100_000);
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const few = 1000;
const frames = 400;
const pixelsPerFrame = 200;
/** Rows on screen, those beside them, and everything else of the window. */
const nodesAtMost = 2500;

const listIsThere = `document.visibilityState === 'visible' && document.querySelector('[role=listbox] [role=option]') !== null`;

/** The whole program in real Electron: what it takes to hold a large cache, and how a long list scrolls. */
export const workstationSuite: Suite = async (say) => {
  const profile = await EnrolledProfile.make();
  try {
    return [await memoryMeasure(profile, say), ...(await scrollMeasures(profile, say))];
  } finally {
    await profile.remove();
  }
};

async function memoryMeasure(profile: EnrolledProfile, say: Say): Promise<Measure> {
  say(`making caches of ${few} and ${count} messages`);
  const caches = { few: profile.makeCache(few), many: profile.makeCache(count) };
  const held = { few: [] as number[], many: [] as number[] };
  say(`using each ${rounds} times`);
  for (let round = 0; round < rounds; round += 1) {
    for (const size of round % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
      profile.use(caches[size]);
      const started = await unlockedWorkstation(profile);
      try {
        await use(started);
        held[size].push(memoryOf(started.pid));
      } finally {
        await started.quit();
      }
    }
  }
  return { name: 'memory', against: `the same with ${few} messages`, ours: median(held.many), peer: median(held.few), unit: 'MiB', bar: 1.15, better: 'less' };
}

/** What an agent does: looks down the list, opens some, searches. */
async function use(started: StartedElectron): Promise<void> {
  await started.evaluate(scrolled(60, pixelsPerFrame));
  for (let index = 0; index < 10; index += 1) {
    await started.evaluate(`(async () => {
      const rows = document.querySelectorAll('#conversations [role=option], [role=listbox] [role=option]');
      rows[${index} % rows.length]?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 150));
    })()`);
  }
  for (const word of ['lamp', 'order', 'an', 'grafi']) {
    await started.evaluate(`document.querySelector('input[type=search]').focus(); document.querySelector('input[type=search]').select()`);
    await started.type(word);
    await started.evaluate('new Promise((resolve) => setTimeout(resolve, 300))');
  }
}

async function scrollMeasures(profile: EnrolledProfile, say: Say): Promise<Measure[]> {
  say(`making a cache of ${conversations} conversations`);
  profile.use(profile.makeCache(conversations, 1));
  const ours: number[] = [];
  const peer: number[] = [];
  let nodes = 0;
  say(`scrolling ${rounds} times through the list, and through a bare one`);
  const scrollOurs = async (): Promise<void> => {
    const started = await unlockedWorkstation(profile);
    try {
      // Every conversation, not only the agent's own.
      await started.evaluate(`[...document.querySelectorAll('nav button')].find((button) => /^All/.test(button.textContent))?.click()`);
      await started.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
      const run = await started.evaluate<Scrolled>(scrolled(frames, pixelsPerFrame));
      if (run.to < (frames * pixelsPerFrame) / 2) throw new Error(`The list came only ${run.to} pixels far: it ended, or its rows were late.`);
      ours.push(...run.frames);
      nodes = Math.max(nodes, run.nodes);
    } finally {
      await started.quit();
    }
  };
  const scrollBare = async (): Promise<void> => {
    const started = new StartedElectron([join(import.meta.dirname, 'bare-window'), '--list'], listIsThere);
    try {
      await started.ready();
      peer.push(...(await started.evaluate<Scrolled>(scrolled(frames, pixelsPerFrame))).frames);
    } finally {
      await started.quit();
    }
  };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) await scrollOurs();
    await scrollBare();
    if (round % 2 === 1) await scrollOurs();
  }
  return [
    { name: 'scroll-p95', against: 'a bare virtual list', ours: percentile(ours, 95), peer: percentile(peer, 95), unit: 'ms', bar: 1.25, better: 'less' },
    { name: 'scroll-nodes', against: 'a limit', ours: nodes, peer: nodesAtMost, unit: 'nodes', bar: 1, better: 'less' },
  ];
}

interface Scrolled {
  /** Milliseconds from frame to frame. */
  readonly frames: number[];
  /** Elements in the page at most. */
  readonly nodes: number;
  /** Where it came, in pixels. */
  readonly to: number;
}

/** An expression of the page: scrolls its list by so much in each frame. */
const scrolled = (times: number, pixels: number): string => `new Promise((resolve) => {
  const list = [...document.querySelectorAll('[role=listbox]')].find((each) => each.clientHeight > 0);
  const frames = [];
  let nodes = 0;
  let last = performance.now();
  let left = ${times};
  const next = (now) => {
    frames.push(now - last);
    last = now;
    nodes = Math.max(nodes, document.querySelectorAll('*').length);
    if (left-- === 0) return resolve({ frames: frames.slice(1), nodes, to: scroller.scrollTop });
    scroller.scrollTop += ${pixels};
    requestAnimationFrame(next);
  };
  let scroller = list;
  while (scroller.parentElement && scroller.scrollHeight <= scroller.clientHeight) scroller = scroller.parentElement;
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(next); });
})`;

/** MiB that a process and all that it started hold: each page's share where several hold it (Linux, PSS). */
function memoryOf(pid: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const below = (each: number): boolean => each === pid || (parents.has(each) && below(parents.get(each) ?? 0));
  const kib = [...parents.keys()].filter(below).map((each) => {
    const rollup = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
  });
  return kib.reduce((total, value) => total + value, 0) / 1024;
}
