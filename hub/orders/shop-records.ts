import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { ShopifySettings, WooSettings } from './settings.ts';

/** A shop as configured, its secrets opened. */
export type ShopRecord = { readonly id: string; readonly name: string } & (
  | { readonly kind: 'shopify'; readonly settings: ShopifySettings }
  | { readonly kind: 'woocommerce'; readonly settings: WooSettings }
);

const context = (id: string) => `shops.settings:${id}`;

/** The shops in use, oldest first. */
export async function readShops(db: Store | Tx, envelope: Envelope): Promise<ShopRecord[]> {
  const rows = await db.selectFrom('shops').selectAll().where('removed_at', 'is', null).orderBy('created_at').orderBy('id').execute();
  return rows.map(({ id, kind, name, settings: sealed }) => {
    const settings: unknown = JSON.parse(Buffer.from(envelope.openSystem(context(id), sealed)).toString('utf8'));
    switch (kind) {
      case 'shopify':
        return { id, name, kind, settings: ShopifySettings.parse(settings) };
      case 'woocommerce':
        return { id, name, kind, settings: WooSettings.parse(settings) };
      default:
        return kind satisfies never;
    }
  });
}

/** Stores a new shop; its settings are sealed under the master key. */
export async function writeShop(tx: Tx, envelope: Envelope, { id, kind, name, settings }: ShopRecord, now: number): Promise<void> {
  const sealed = envelope.sealSystem(context(id), Buffer.from(JSON.stringify(settings), 'utf8'));
  await tx.insertInto('shops').values({ id, kind, name, settings: sealed, created_at: now, removed_at: null }).execute();
}
