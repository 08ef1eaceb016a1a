import type { Migration } from '../migration.ts';
import { trust } from './0001-trust.ts';

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [trust];
