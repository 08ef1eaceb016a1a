import { z } from 'zod';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Keychain } from './keychain.ts';

/** The hub share and the signed lease under which it may be kept here; both go when the lease ends. */
const Share = z.object({ generation: z.number().int().min(1), share: z.base64().length(44) });
export const ShareItem = z.object({
  v: z.literal(1),
  /** Newest first; the one before stays until the vault has opened with the newest. */
  shares: z.array(Share).min(1).max(2),
  lease: SignedStatement,
});
export type ShareItem = z.infer<typeof ShareItem>;

const name = 'share';

/** Null when there is none, or none that can be read: the hub is then needed, which has it. */
export async function readShareItem(keychain: Keychain): Promise<ShareItem | null> {
  const text = await keychain.read(name);
  if (text === null) return null;
  try {
    return ShareItem.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function writeShareItem(keychain: Keychain, item: ShareItem): Promise<void> {
  await keychain.write(name, JSON.stringify(ShareItem.parse(item)));
}

export async function removeShareItem(keychain: Keychain): Promise<void> {
  await keychain.remove(name);
}
