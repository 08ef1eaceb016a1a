// What `npm test` was asked for: which parts, and of their files those that were named.
import { isAbsolute, relative } from 'node:path';
import { root } from '../setup/paths.mjs';
import { SetUpError } from '../setup/say.mjs';

/**
 * Which parts are to be run, and of each that holds files which of them; none named: all.
 * With file filters and no `--only`, the parts that hold such files. A filter that no part to be run holds is refused:
 * without it the whole part would run, which takes long and is not what was asked for.
 * @param folders each part's folder, by name; null where a part has no files of its own.
 */
export function askedFor(folders, only, filters) {
  const all = Object.keys(folders);
  const within = filters.map((filter) => (isAbsolute(filter) ? relative(root, filter) : filter).replace(/^\.\//, ''));
  const holds = (name, filter) => folders[name] !== null && `${filter}/`.startsWith(`${folders[name]}/`);
  const names = only?.split(',') ?? all.filter((name) => within.length === 0 || within.some((filter) => holds(name, filter)));
  for (const name of names) if (!all.includes(name)) throw new SetUpError(`There is no part "${name}". The parts: ${all.join(', ')}.`);
  const strange = within.filter((filter) => !names.some((name) => holds(name, filter)));
  if (strange.length > 0) throw new SetUpError(`No suite that is to be run holds ${strange.join(' ')}. Filters begin with ${Object.values(folders).filter((folder) => folder !== null).join(', ')}.`);
  return names.map((name) => ({ name, files: within.filter((filter) => holds(name, filter)) }));
}
