import type { Store } from '../store/database.ts';

/** The port a listener had the last time; 0 for any. Devices and shops know the hub by its address. */
export async function knownPort(store: Store, name: 'devices' | 'chat'): Promise<number> {
  return (await store.selectFrom('listeners').select('port').where('name', '=', name).executeTakeFirst())?.port ?? 0;
}

export async function rememberPort(store: Store, name: 'devices' | 'chat', port: number): Promise<void> {
  await store
    .insertInto('listeners')
    .values({ name, port })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ port }))
    .execute();
}
