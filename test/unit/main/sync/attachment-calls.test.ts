import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachmentCalls } from '../../../../main/sync/attachment-calls.ts';
import type { FetchOutcome } from '../../../../main/sync/attachment-exchange.ts';
import type { HubExchange } from '../../../../main/sync/hub-exchange.ts';
import { AttachmentId, MessageId } from '../../../../shared/domain/ids.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { newChunkKey, sealChunk } from '../../../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from '../vault/opened-vault.ts';

let vault: VaultUnderTest;
let outcome: FetchOutcome;
let open = true;
const exchange = { fetchAttachment: () => Promise.resolve(outcome) } as unknown as HubExchange;
const calls = attachmentCalls({ exchange, vault: () => (open ? vault.opened : null) });

beforeEach(async () => {
  [open, outcome] = [true, 'whole'];
  vault = new VaultUnderTest();
  await vault.openWithSession();
});
afterEach(() => vault.remove());

async function attached() {
  const [plain, id, key, about] = [randomBytes(1000), AttachmentId.parse(randomUUID()), newChunkKey(), conversation()];
  const said = { ...message({ conversationId: about.id }), attachments: [{ name: 'tent.png', mediaType: 'image/png', size: 1000, contents: { state: 'kept', id, key: toBase64(key), redacted: false } as const }] };
  await vault.tell(conversationEvent(about), { e: 'message', message: said });
  const place = { messageId: said.id, id };
  await vault.opened.attachments.store(place, 0, sealChunk(key, { id, size: 1000 }, 0, plain));
  return { place, plain };
}

test('what was brought here is told with its size, and opened chunk by chunk', async () => {
  const { place, plain } = await attached();
  expect(await calls['attachment.fetch'](place)).toEqual({ kind: 'whole', size: 1000 });
  expect(Buffer.from((await calls['attachment.chunk']({ ...place, index: 0 })).bytes ?? [])).toEqual(plain);
  expect(await calls['attachment.chunk']({ ...place, index: 1 })).toEqual({ bytes: null });
});

test('what is not here says why', async () => {
  const { place } = await attached();
  outcome = 'withheld';
  expect(await calls['attachment.fetch'](place)).toEqual({ kind: 'not-here', why: 'withheld' });
  const nowhere = { messageId: MessageId.parse(randomUUID()), id: place.id };
  outcome = 'whole';
  expect(await calls['attachment.fetch'](nowhere)).toEqual({ kind: 'not-here', why: 'gone' });
  expect(await calls['attachment.chunk']({ ...nowhere, index: 0 })).toEqual({ bytes: null });
});

test('what lies here damaged is not shown, and comes anew', async () => {
  const { place } = await attached();
  const [name] = readdirSync(join(vault.folder, 'attachments'));
  writeFileSync(join(vault.folder, 'attachments', name ?? ''), randomBytes(1016));
  expect(await calls['attachment.chunk']({ ...place, index: 0 })).toEqual({ bytes: null });
  expect((await vault.opened.attachments.progress(place)).chunks).toBe(0);
});

test('while nothing is open, nothing is answered', async () => {
  const { place } = await attached();
  open = false;
  await expect(calls['attachment.fetch'](place)).rejects.toMatchObject({ kind: 'not-now' });
  await expect(calls['attachment.chunk']({ ...place, index: 0 })).rejects.toMatchObject({ kind: 'not-now' });
});
