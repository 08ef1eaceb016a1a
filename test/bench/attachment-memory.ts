import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { chunkSize, maxAttachmentBytes } from '../../shared/domain/attachment.ts';
import { AttachmentId, DeviceId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { chunkCount, newChunkKey, sealChunk } from '../../shared/trust/chunks.ts';
import { conversation, conversationEvent, message } from '../doubles/hub-news.ts';
import { HubSignalPeer } from '../doubles/hub-signal-peer.ts';
import type { Measure, Say } from './measure.ts';
import { benchVault } from './open-vault.ts';

const mebibyte = 1_048_576;

/** How often it is read again. */
const readings = 3;

/**
 * How much the process grows, at most, while the largest attachment there may be comes into the vault and is read again, a chunk at a
 * time, as the exchange with the hub and the viewer do; against all that passes through. With it is counted what seals the chunks, in the hub's place.
 */
export async function attachmentMemoryMeasure(folder: string, say: Say): Promise<Measure> {
  say(`an attachment of ${maxAttachmentBytes / mebibyte} MiB`);
  const deviceId = DeviceId.parse(randomUUID());
  const hub = new HubSignalPeer(deviceId);
  const vault = await benchVault(join(folder, 'attachment.db'), randomBytes(32), hub, deviceId, true);
  await vault.goLive();
  await hub.start(await vault.newSession());
  const [size, id, key, about] = [maxAttachmentBytes, AttachmentId.parse(randomUUID()), newChunkKey(), conversation()];
  const said = { ...message({ conversationId: about.id }), attachments: [{ name: 'film.mp4', mediaType: 'video/mp4', size, contents: { state: 'kept', id, key: toBase64(key), redacted: false } as const }] };
  await vault.receive(await hub.mail([conversationEvent(about), { e: 'message', message: said }]));
  const place = { messageId: said.id, id };
  const plain = randomBytes(chunkSize);
  const before = process.memoryUsage.rss();
  let most = before;
  const look = (): void => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  for (let index = 0; index < chunkCount(size); index += 1) {
    await vault.attachments.store(place, index, sealChunk(key, { id, size }, index, plain.subarray(0, Math.min(chunkSize, size - index * chunkSize))));
    look();
  }
  for (let each = 0; each < readings * chunkCount(size); each += 1) {
    const index = each % chunkCount(size);
    if ((await vault.attachments.read(place, index)) === null) throw new Error(`Chunk ${index} is not there.`);
    look();
  }
  await vault.close();
  return { name: 'attachment-memory', against: 'what passes through', ours: (most - before) / mebibyte, peer: ((1 + readings) * size) / mebibyte, unit: 'MiB', bar: 0.5, better: 'less' };
}
