import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { OutgoingFile } from '../../../../hub/channels/channel.ts';
import { createChatRoute } from '../../../../hub/channels/webchat/chat-route.ts';
import type { WebchatChannel } from '../../../../hub/channels/webchat/webchat-channel.ts';
import { BareOnce } from '../../../../hub/delivery/files/bare-once.ts';
import { OpenError } from '../../../../shared/trust/aead.ts';
import { drawnAs } from '../../../doubles/made-pictures.ts';

const fileOf = (bytes: Uint8Array, id = 'one'): OutgoingFile => ({
  id,
  name: 'tent.jpg',
  mediaType: 'image/jpeg',
  size: bytes.length,
  async *read() {
    yield bytes;
  },
});
const memoryOf = async (file: OutgoingFile | undefined) => {
  for await (const chunk of file?.read() ?? []) return chunk.buffer;
  throw new Error('Nothing is in it.');
};

describe('a picture on its way to many at once', () => {
  it('is in memory once for all of them, and no longer than the last of them reads it', async () => {
    const pictures = new BareOnce();
    const picture = fileOf(await drawnAs('jpeg'));
    const readings = await Promise.all([pictures.read(picture), pictures.read(picture), pictures.read(fileOf(await drawnAs('jpeg'), 'another'))]);
    const [first, second, other] = await Promise.all(readings.map((reading) => memoryOf(reading?.file)));
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    readings[0]?.done();
    readings[0]?.done();
    expect(await memoryOf((await pictures.read(picture))?.file)).toBe(first);
    readings[1]?.done();
    const third = await pictures.read(picture);
    expect(await memoryOf(third?.file)).toBe(first);
  });

  it('is in memory no more once all have it', async () => {
    const pictures = new BareOnce();
    const picture = fileOf(await drawnAs('jpeg'));
    const reading = await pictures.read(picture);
    const memory = await memoryOf(reading?.file);
    reading?.done();
    expect(await memoryOf((await pictures.read(picture))?.file)).not.toBe(memory);
  });

  it('that was damaged, or does not leave, is read anew the next time', async () => {
    const pictures = new BareOnce();
    const jpeg = await drawnAs('jpeg');
    const damaged: OutgoingFile = {
      ...fileOf(jpeg),
      read() {
        throw new OpenError();
      },
    };
    await expect(pictures.read(damaged)).rejects.toThrow(OpenError);
    expect(await pictures.read(fileOf(jpeg.subarray(0, -9)))).toBeNull();
    expect((await pictures.read(fileOf(jpeg)))?.file.size).toBeGreaterThan(0);
  });

  it.each(['to its end', 'no further than it begins'])('is said to be read no more by who has read it %s', async (until) => {
    const done = vi.fn();
    const contents = async function* () {
      for (let left = until === 'to its end' ? 1 : 1_000_000; left > 0; left -= 1) yield Buffer.alloc(1024);
    };
    const channel = { language: () => 'en', file: async () => ({ name: 'tent.jpg', size: until === 'to its end' ? 1024 : 1024 * 1024 * 1024, picture: null, contents: contents(), done }) };
    const route = createChatRoute({ widgetDir: '', channel: () => channel as unknown as WebchatChannel });
    const server = createServer((request, response) => void route.handle(request, response).catch(() => response.destroy()));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    try {
      const response = await new Promise<IncomingMessage>((answered, failed) => get({ port, host: '127.0.0.1', path: `/chat/file/${'a'.repeat(43)}`, agent: false }, answered).on('error', failed));
      expect(response.statusCode).toBe(200);
      if (until === 'to its end') response.resume();
      else response.on('error', () => undefined).destroy();
      await vi.waitFor(() => expect(done).toHaveBeenCalledOnce(), { timeout: 30_000 });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
