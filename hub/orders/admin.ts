import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { CheckedPoint } from '../channels/channel.ts';
import type { Audit, Envelope } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { ShopifySettings, WooSettings } from './settings.ts';
import { readShops, type ShopRecord, writeShop } from './shop-records.ts';
import { baseOf } from './shopify-token.ts';
import { openShop } from './shops.ts';

/** What stands behind `sealdesk shop ...`. */
export interface ShopAdmin {
  readonly db: Store;
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
}

export class ShopInputError extends SealdeskError<'shop-input'> {
  constructor(problem: string) {
    super('shop-input', problem);
  }
}

/** A panel asks every shop, and waits for the slowest. */
const mostShops = 5;

const named = { name: z.string().trim().min(1).max(80) };
export const NewShop = z.discriminatedUnion('kind', [ShopifySettings.extend({ ...named, kind: z.literal('shopify') }), WooSettings.extend({ ...named, kind: z.literal('woocommerce') })]);

/** A shop without its secrets. */
export interface ShopCard {
  readonly id: string;
  readonly kind: ShopRecord['kind'];
  readonly name: string;
  /** Where it is asked. */
  readonly address: string;
}

/** @returns the new shop's id. @throws ShopInputError naming the field that is wrong, never its value. */
export async function addShop(admin: ShopAdmin, input: z.input<typeof NewShop>, actor: string): Promise<string> {
  const record = checked(input);
  await admin.db.transaction().execute(async (tx) => {
    const known = await readShops(tx, admin.envelope);
    if (known.some(({ name }) => name.toLowerCase() === record.name.toLowerCase())) throw new ShopInputError('There is a shop of this name already. Agents have to tell them apart.');
    if (known.some((one) => addressOf(one) === addressOf(record))) throw new ShopInputError('This shop is connected already. Remove it first: `sealdesk shop remove`.');
    if (known.length >= mostShops) throw new ShopInputError(`No more than ${mostShops} shops can be connected.`);
    await writeShop(tx, admin.envelope, record, admin.clock.now());
    await admin.audit.append(tx, { actor, action: 'shop.added', subject: record.id, detail: { kind: record.kind } });
  });
  return record.id;
}

export async function listShops({ db, envelope }: ShopAdmin): Promise<ShopCard[]> {
  return (await readShops(db, envelope)).map((shop) => ({ id: shop.id, kind: shop.kind, name: shop.name, address: addressOf(shop) }));
}

/** @throws ShopInputError when there is no such shop. */
export async function testShop({ db, envelope, clock }: ShopAdmin, id: string): Promise<readonly CheckedPoint[]> {
  const shop = (await readShops(db, envelope)).find((one) => one.id === id);
  if (shop === undefined) throw unknown();
  return openShop(shop, clock).test();
}

/** Forgets the shop with its secrets. @throws ShopInputError when there is no such shop. */
export async function removeShop({ db, audit, clock }: ShopAdmin, id: string, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx.updateTable('shops').set({ removed_at: clock.now(), settings: new Uint8Array() }).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
    if (numUpdatedRows === 0n) throw unknown();
    await audit.append(tx, { actor, action: 'shop.removed', subject: id });
  });
}

const unknown = () => new ShopInputError('There is no such shop. `sealdesk shop list` shows their ids.');

function addressOf(shop: ShopRecord): string {
  return shop.kind === 'shopify' ? baseOf(shop.settings) : shop.settings.url;
}

function checked(input: unknown): ShopRecord {
  const result = NewShop.safeParse(input);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message, code }) => `${path.join('.') || 'input'} (${code === 'custom' || code === 'invalid_format' ? message.replace(/^Invalid string: /, '') : code.replaceAll('_', ' ')})`);
    throw new ShopInputError(`The shop was not added. Check these: ${problems.join(', ')}.`);
  }
  const id = randomUUID();
  if (result.data.kind === 'shopify') {
    const { name, kind, ...settings } = result.data;
    return { id, name, kind, settings };
  }
  const { name, kind, ...settings } = result.data;
  return { id, name, kind, settings };
}
