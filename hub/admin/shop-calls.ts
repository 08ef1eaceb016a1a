import { z } from 'zod';
import { addShop, listShops, type NewShop, removeShop, type ShopAdmin, testShop } from '../orders/admin.ts';
import { type AdminContext, adminCall } from './admin-call.ts';

const ShopId = z.object({ shop: z.string().max(64) });

/** Shops are connected and removed at the hub's own command, where their secrets are. */
export const shopCalls = {
  // The shops' own module checks what goes in, field by field.
  'shop.add': adminCall({ input: z.custom<z.input<typeof NewShop>>((value) => typeof value === 'object' && value !== null), run: async (context, input) => ({ id: await addShop(shops(context), input, context.actor) }) }),
  'shop.list': adminCall({ input: z.null(), run: (context) => listShops(shops(context)) }),
  'shop.test.show': adminCall({ input: ShopId, run: (context, { shop }) => testShop(shops(context), shop) }),
  'shop.remove': adminCall({ input: ShopId, run: (context, { shop }) => removeShop(shops(context), shop, context.actor) }),
};

function shops({ rooms }: AdminContext): ShopAdmin {
  return { db: rooms.store, envelope: rooms.envelope, audit: rooms.audit, clock: rooms.clock };
}
