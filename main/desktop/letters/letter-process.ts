import { cpus } from 'node:os';
import { app, type WebFrameMain } from 'electron';
import type { LetterProcess } from './letters.ts';

/** The process of the frame of `page` that shows what stands at an address; null where there is none. */
export function letterProcess(page: WebFrameMain | null, address: string): LetterProcess | null {
  if (page === null) return null;
  try {
    const pid = page.frames.find(({ url }) => url === address)?.osProcessId ?? 0;
    const metric = pid > 0 ? app.getAppMetrics().find((process) => process.pid === pid) : undefined;
    if (metric === undefined) return null;
    return {
      shared: pid === page.osProcessId,
      // Given as a share of all of them.
      work: (metric.cpu.percentCPUUsage / 100) * cpus().length,
      // In kibibytes.
      memory: metric.memory.workingSetSize * 1024,
      kill: () => {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // Gone already, as it should be.
        }
      },
    };
  } catch {
    // Electron throws when a frame has gone between two looks at it.
    return null;
  }
}
