import type { Migration } from '../migration.ts';
import { trust } from './0001-trust.ts';
import { inbox } from './0002-inbox.ts';
import { unconfirmedPurges } from './0003-unconfirmed-purges.ts';
import { deviceTrust } from './0004-device-trust.ts';
import { rootRotations } from './0005-root-rotations.ts';
import { unlock } from './0006-unlock.ts';
import { whoChanged } from './0007-who-changed.ts';
import { attachments } from './0008-attachments.ts';
import { socialChannels } from './0009-social-channels.ts';
import { reveals } from './0010-reveals.ts';
import { mistakes } from './0011-mistakes.ts';
import { writing } from './0017-writing.ts';
import { verification } from './0012-verification.ts';
import { workingAQueue } from './0013-working-a-queue.ts';
import { routing } from './0014-routing.ts';
import { orders } from './0015-orders.ts';
import { outbound } from './0016-outbound.ts';
import { conversationsTogether } from './0020-conversations-together.ts';
import { verificationTries } from './0018-verification-tries.ts';
import { numbers } from './0019-numbers.ts';
import { uploads } from './0021-uploads.ts';
import { fileReleases } from './0022-file-releases.ts';
import { webChat } from './0023-web-chat.ts';
import { deliveryParts } from './0024-delivery-parts.ts';

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [trust, inbox, unconfirmedPurges, deviceTrust, rootRotations, unlock, whoChanged, attachments, socialChannels, reveals, mistakes, verification, workingAQueue, routing, orders, outbound, writing, verificationTries, numbers, conversationsTogether, uploads, fileReleases, webChat, deliveryParts];
