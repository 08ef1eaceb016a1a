import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { VaultCallName, VaultInput, VaultOutput } from '../../../main/boundary/vault-process.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';
import { conversationEvent, messageEvent } from '../../doubles/hub-news.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { vaultProcess } from '../../doubles/vault-entries.ts';
import type { Measure, Say } from '../measure.ts';
import { SupportMail } from '../support-mail.ts';
import { HubOnASocket } from './hub-on-a-socket.ts';
import type { FromMain, LoopDelay } from './main-side.ts';

/** Milliseconds that the main process may be late, one time in a hundred. */
const most = 20;
const passphrase = 'quiet heron crosses the morning river';

/** How late the main process's event loop is while mail comes from a hub over a socket and is stored by the vault process. */
export async function mainLoopMeasure(mails: number, say: Say): Promise<Measure> {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-main-'));
  const hub = await HubOnASocket.start();
  const main = new MainSide(join(folder, 'profile'));
  try {
    say(`the main process while ${mails} mails come in`);
    await enrolled(main, hub);
    const peer = await hub.session((await hub.hears('prekeys')).preKeys);
    const mail = new SupportMail(11);
    const conversations = Array.from({ length: 200 }, () => mail.conversation());
    const frames: string[] = [];
    for (let index = 0; index < mails; index += 1) {
      const about = conversations[index % conversations.length] ?? mail.conversation();
      const now = { ...about, lastMessageAt: 1_700_000_000_000 + index * 1000, revision: index + 1 };
      frames.push(JSON.stringify(await peer.mail([conversationEvent(now), messageEvent(mail.message(now, now.lastMessageAt))])));
    }
    await main.ask({ measure: 'begin' });
    const started = performance.now();
    for (const frame of frames) hub.socket.send(frame);
    while ((await main.call('sync.state', null)).messages < mails) await wait(50);
    const seconds = (performance.now() - started) / 1000;
    const delay = (await main.ask({ measure: 'end' })) as LoopDelay;
    say(`${Math.round(mails / seconds)} mails/s; late by ${delay.p50.toFixed(1)} ms (median), ${delay.p99.toFixed(1)} ms (p99), ${delay.most.toFixed(1)} ms (most)`);
    return { name: 'main-loop-p99', against: `a limit, while ${mails} mails come in`, ours: delay.p99, peer: most, unit: 'ms', bar: 1, better: 'less' };
  } finally {
    await main.end();
    await hub.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** From an invite to an open vault and an open hub session. */
async function enrolled(main: MainSide, hub: HubOnASocket): Promise<void> {
  await main.call('device.posture', { posture: soundPosture, refusedByHub: false });
  await main.call('device.begin', { invite: hub.invite, posture: soundPosture });
  await main.ask({ connect: true });
  await hub.met();
  await hub.hears('enrol');
  await hub.tell({ c: 'enrol-pending' });
  await hub.approve();
  await until(async () => (await main.call('device.inspect', null)).kind === 'approved');
  await main.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
  const secret = secretFromText((await main.call('setup.totp', null)).secret);
  const step = Math.floor(Date.now() / 1000 / stepSeconds);
  const code = (ago: number) => Buffer.from(codeAt(secret, hub.policy.totp, step - ago));
  const confirmed = main.call('setup.confirm', { first: code(2), second: code(1) });
  await hub.hears('totp-activate');
  await hub.tell({ c: 'totp-activated' });
  await confirmed;
  const unlocked = main.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code(0), ticket: null });
  await hub.hears('session-open');
  await hub.tell({ c: 'session-opened', token: Buffer.alloc(32, 7).toString('base64'), until: Date.now() + 3_600_000, preKeysWanted: true, recoveryCodesLeft: 10, authenticatorEnded: false });
  const outcome = await unlocked;
  if (outcome.kind !== 'unlocked') throw new Error(`It did not unlock: ${outcome.kind}`);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return;
    await wait(25);
  }
  throw new Error('It did not come to that.');
}

class MainSide {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: FromMain) => void>();
  #lastId = 0;

  constructor(profile: string) {
    this.#child = fork(join(import.meta.dirname, 'main-side.ts'), [profile, vaultProcess], { serialization: 'advanced' });
    this.#child.on('message', (answer: FromMain) => {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    });
  }

  async ask(what: object): Promise<unknown> {
    const id = ++this.#lastId;
    const answered = new Promise<FromMain>((resolve) => this.#waiting.set(id, resolve));
    this.#child.send({ ...what, id });
    const { value, error } = await answered;
    if (error !== null) throw new Error(error);
    return value;
  }

  call<N extends VaultCallName>(call: N, input: VaultInput<N>): Promise<VaultOutput<N>> {
    return this.ask({ call, input }) as Promise<VaultOutput<N>>;
  }

  async end(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
