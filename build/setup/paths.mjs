// Where things lie. Every other script asks here, so that the folder names are written once.
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the scripts keep between runs and git ignores: runtimes, the try-it organisation, stamps. */
export const stateFolder = join(root, '.sealdesk');

export const inRoot = (...parts) => join(root, ...parts);

/** Whether a module is the script that was started, rather than imported by another. */
export const isMain = (url) => process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(url));
