import type { ChannelAdapter } from '../channel.ts';

/** Telephones: agents write calls down themselves, so nothing comes in here and nothing goes out. */
export function createPhoneChannel(channelId: string): ChannelAdapter {
  let stopped = false;
  return {
    channelId,
    kind: 'phone',
    capabilities: { subjects: false, html: false, maxText: 50_000, reports: [], settlesWithinMs: 0 },
    receive: () => Promise.resolve(),
    send: () => Promise.resolve({ kind: 'failed', reason: 'Nothing can be sent to a telephone from here. Call, or use another channel.' }),
    status: () => undefined,
    health: () => ({ state: stopped ? 'stopped' : 'working', problem: null, lastReceivedAt: null, lastSentAt: null }),
    stop() {
      stopped = true;
      return Promise.resolve();
    },
  };
}
