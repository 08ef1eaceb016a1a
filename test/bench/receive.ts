import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DeviceId } from '../../shared/domain/ids.ts';
import { HubSignalPeer } from '../doubles/hub-signal-peer.ts';
import { conversationEvent, messageEvent } from '../doubles/hub-news.ts';
import { BareDevice } from './bare-device.ts';
import { median, timedAsync, type Measure, type Say } from './measure.ts';
import { benchVault } from './open-vault.ts';
import { SupportMail } from './support-mail.ts';

const rounds = 8;

/** Decrypting, storing, indexing and acknowledging mail, against libsignal decrypting the same. */
export async function receiveMeasure(folder: string, mails: number, say: Say): Promise<Measure> {
  const mail = new SupportMail(7);
  const deviceId = DeviceId.parse(randomUUID());
  const hub = new HubSignalPeer(deviceId);
  const vault = await benchVault(join(folder, 'receive.db'), randomBytes(32), hub, deviceId, true);
  const bareHub = new HubSignalPeer(deviceId);
  const bare = new BareDevice(deviceId);

  await vault.goLive();
  await hub.start(await vault.newSession());
  await vault.receive(await hub.mail([]));
  await bareHub.start(bare.preKeys());
  await bare.decrypt(await bareHub.mail([]));
  // Both sessions have been answered once: from here on plain ratchet messages.
  await bareHub.read(await bare.encrypt('{"m":"ack","seq":1}'));

  say(`receiving ${mails} mails`);
  const conversations = Array.from({ length: 100 }, () => mail.conversation());
  const ours: number[] = [];
  const peer: number[] = [];
  const perRound = Math.max(1, Math.floor(mails / rounds));
  for (let round = 0; round < rounds; round += 1) {
    const events = Array.from({ length: perRound }, (_, index) => {
      const about = conversations[Math.floor(mail.random() * conversations.length)] ?? mail.conversation();
      const sentAt = 1_700_000_000_000 + (round * perRound + index) * 1000;
      const now = { ...about, lastMessageAt: sentAt, revision: round * perRound + index + 1 };
      return [conversationEvent(now), messageEvent(mail.message(now, sentAt))];
    });
    const [toVault, toBare] = [[], []] as [Awaited<ReturnType<typeof hub.mail>>[], Awaited<ReturnType<typeof hub.mail>>[]];
    for (const each of events) {
      toVault.push(await hub.mail(each));
      toBare.push(await bareHub.mail(each));
    }
    const ourTurn = async (): Promise<void> => {
      ours.push(await timedAsync(() => Promise.all(toVault.map((each) => vault.receive(each)))));
    };
    if (round % 2 === 0) await ourTurn();
    peer.push(
      await timedAsync(async () => {
        for (const each of toBare) await bare.decrypt(each);
      }),
    );
    if (round % 2 === 1) await ourTurn();
  }
  await vault.close();
  const rate = (times: readonly number[]): number => (perRound * 1000) / median(times);
  return { name: 'receive', against: 'libsignal decryption alone', ours: rate(ours), peer: rate(peer), unit: 'mails/s', bar: 0.6, better: 'more' };
}
