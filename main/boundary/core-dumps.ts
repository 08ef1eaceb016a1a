import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** Ids of the processes that descend from this one, by what the kernel shows of them all. */
function descendants(): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // The name in brackets may hold anything; state and parent follow the last bracket (proc_pid_stat(5)).
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // Ended meanwhile.
    }
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(process.pid);
}

/**
 * Keeps memory out of core files. On Linux a process that crashes is written to disk, or handed to
 * whoever collects crashes, wherever the system is set up for it; and what ours hold is keys and
 * customers' words. The filter says which memory goes along (core(5)): none. Processes inherit it, also
 * those that Chromium's zygotes, which are there before any of our code, start later.
 */
export function keepMemoryOutOfCoreDumps(): void {
  if (process.platform === 'linux') hide([process.pid, ...descendants()]);
}

/** As above, for a process without children: main has looked after the others. */
export function keepOwnMemoryOutOfCoreDumps(): void {
  if (process.platform === 'linux') hide([process.pid]);
}

function hide(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      writeFileSync(`/proc/${pid}/coredump_filter`, '0');
    } catch {
      // A kernel without core files, or a process that has ended.
    }
  }
}
