import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that descend from it, as /proc shows them now. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(name);
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const each of tree) tree.push(...(children.get(each) ?? []));
  return tree;
}

function parentOf(id: string): number | null {
  try {
    // The program's name, in parentheses, may hold anything; state and parent come after it.
    return Number(readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return null; // It has ended meanwhile.
  }
}

/** Ends all of them at once, as a power cut would. Those that are gone already are none of our business. */
export function killTree(root: number): void {
  for (const each of processTree(root)) {
    try {
      process.kill(each, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
