import { z } from 'zod';
import { ipcCalls, type Call, type IpcCallName } from '../../shared/contract/ipc/index.ts';
import { pageSecrets } from './page-secrets.ts';

/** Page key, nonce and tag around at most 1,024 characters of four bytes; the vault process looks at what is inside. */
const Box = z.instanceof(Uint8Array).refine(({ length }) => length >= 93 && length <= 93 + 4 * 1024, 'This is no box of the page.');

const secretsOf = (name: IpcCallName): readonly string[] | null => (Object.hasOwn(pageSecrets, name) ? pageSecrets[name as keyof typeof pageSecrets].in : null);

/** The schema of a call's input as it reaches main: as in the contract, with boxes in place of what is secret. */
export function carriedInput(name: IpcCallName): z.ZodType {
  const { input }: Call = ipcCalls[name];
  const secrets = secretsOf(name);
  if (secrets === null) return input;
  if (secrets.length === 0 || !(input instanceof z.ZodObject)) return Box;
  const shape: z.ZodRawShape = input.shape;
  return input.extend(Object.fromEntries(secrets.map((field) => [field, shape[field] instanceof z.ZodNullable ? Box.nullable() : Box])));
}
