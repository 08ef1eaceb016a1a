import { FileOfOthers, readWhole } from '../device/durable-file.ts';
import { damaged } from './header-binding.ts';

/** The text of the vault header's file; null when there is none. @throws HeaderError for what can be no file of ours, however it came there */
export function headerText(path: string): string | null {
  try {
    return readWhole(path);
  } catch (error) {
    throw error instanceof FileOfOthers ? damaged() : error;
  }
}
