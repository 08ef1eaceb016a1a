import type { Shown } from '../../shared/contract/ipc/attachments.ts';

/** An attachment that was opened, ready to be drawn at any width. */
export interface Drawing {
  draw(page: number, width: number): Promise<Shown>;
}
