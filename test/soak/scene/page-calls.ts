import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { IpcAnswer, IpcCallName, IpcInput, IpcOutput, SealdeskApi } from '../../../shared/contract/ipc/index.ts';

const whenTooManyMs = 500;

/** Asks main through the page's own way in. Where that is too fast for the router, later again. */
export async function ask<N extends IpcCallName>(page: Page, name: N, input: IpcInput<N>): Promise<IpcOutput<N>> {
  for (;;) {
    const answer = (await page.evaluate(
      ([called, given]) => (window as unknown as { sealdesk: SealdeskApi }).sealdesk.call(called as 'application.about', given as null),
      [name, input] as const,
    )) as unknown as IpcAnswer<IpcOutput<N>>;
    if (answer.ok) return answer.value;
    if (answer.error.kind !== 'too-many') throw new Error(`${name}: ${answer.error.kind}: ${answer.error.message}`);
    await pause(whenTooManyMs);
  }
}
