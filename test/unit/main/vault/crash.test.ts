import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openWritable } from '../../../../main/vault/open-database.ts';
import type { MailFrame } from '../../../../main/boundary/opened-vault.ts';
import type { HubEvent } from '../../../../shared/contract/wire/index.ts';
import type { Asked, FromChild, ToChild, VaultChildOptions } from '../../../doubles/vault-child.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { kills } from '../../../doubles/how-often.ts';
import { workers } from '../../../doubles/vault-entries.ts';
import { agent, VaultUnderTest } from './opened-vault.ts';

const lives = kills(5);
/** Enough that there is mail to take in every life. */
const total = lives * 100;

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

/** The hub's mailbox: what is not acknowledged is sent again, as the same ciphertext. */
class Mailbox {
  readonly waiting: { seq: number; mail: MailFrame }[] = [];
  readonly replies = new Map<string, number>();
  readonly broken: string[] = [];
  /** What the vault said yes to. */
  readonly replied: string[] = [];
  drafted = -1;

  answered(asked: Asked, value: unknown): void {
    if (asked.name === 'conversation.reply') this.replied.push((value as { messageId: string }).messageId);
    if (asked.name === 'conversation.draft') this.drafted = Math.max(this.drafted, Number((asked.input as { text: string }).text.slice('note '.length)));
  }

  async sent(mail: MailFrame): Promise<void> {
    const read = await test.hub.read(mail);
    if (read.m === 'command') this.replies.set(read.key, (this.replies.get(read.key) ?? 0) + 1);
    if (read.m !== 'ack' && read.m !== 'resume') return;
    while ((this.waiting[0]?.seq ?? Infinity) <= read.seq) this.waiting.shift();
  }
}

function start(): ChildProcess {
  const options: VaultChildOptions = {
    file: test.file,
    key: test.key.toString('hex'),
    deviceId: test.deviceId,
    hubSignalIdentity: Buffer.from(test.hub.identityKey).toString('hex'),
    agent,
    workers,
  };
  return fork(fileURLToPath(new URL('../../../doubles/vault-child.ts', import.meta.url)), [JSON.stringify(options)], {
    execArgv: ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

it('keeps every message exactly once and the ratchet usable, whenever the process is killed', async () => {
  const about = conversation();
  const expected = Array.from({ length: total }, (_, index) => message({ conversationId: about.id, text: `number ${index}`, sentAt: 1_700_000_000_000 + index }));
  // Comes and goes: the agent's for a while, then purged; and resolved long ago, so that the policy drops it.
  const passing = Array.from({ length: Math.floor(total / 40) }, () => conversation());
  const ephemeral = (id: string) => [0, 1].map((n) => messageEvent(message({ conversationId: id, text: `ephemeral ${n}`, sentAt: 1_699_000_000_000 + n })));
  const begins = (n: number): HubEvent[] => {
    const one = passing[Math.floor(n / 40)];
    if (one === undefined) return [];
    if (n % 40 === 10) return [conversationEvent(one), ...ephemeral(one.id)];
    if (n % 40 === 30) return [{ e: 'conversation.purged', conversationId: one.id }];
    const past = 1_600_000_000_000 + n;
    return n % 40 === 20 ? [conversationEvent(conversation({ status: 'resolved', createdAt: past, lastMessageAt: past }))] : [];
  };
  const mailbox = new Mailbox();
  let notes = 0;
  let queued = 0;

  /** One life of the process: takes what waits and more, until it is killed or everything is in. */
  const live = async (killAfter: number | null): Promise<void> => {
    const child = start();
    const exited = once(child, 'exit');
    const tell = (told: ToChild): void => {
      if (child.connected) child.send(told, () => undefined);
    };
    let reading = Promise.resolve();
    const done = new Promise<void>((resolve) => {
      const open = async (opened: Extract<FromChild, { open: unknown }>['open']): Promise<void> => {
        if (opened.preKeys !== null) {
          await test.hub.start(opened.preKeys);
          mailbox.waiting.splice(0);
          // A session that never began: the hub's mailbox starts anew, with everything.
          queued = 0;
        }
        if (killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
        for (const { mail } of mailbox.waiting) tell({ mail });
        while (queued < total && child.exitCode === null && child.signalCode === null) {
          const next = expected[queued];
          if (next === undefined) break;
          const events: HubEvent[] = [...(queued === 0 ? [conversationEvent(about)] : []), messageEvent(next), ...begins(queued)];
          queued += 1;
          const mail = await test.hub.mail(events);
          mailbox.waiting.push({ seq: test.hub.seq, mail });
          tell({ mail });
          if (queued % 100 === 50) tell({ ask: { name: 'conversation.reply', input: { id: about.id, text: `after ${queued}` } } });
          if (queued % 10 === 5) {
            tell({ ask: { name: 'conversation.draft', input: { id: about.id, kind: 'note', text: `note ${(notes += 1)}` } } });
            tell({ ask: { name: 'search.messages', input: { query: 'number ephemeral', limit: 20 } } });
            tell({ ask: { name: 'inbox.list', input: { view: 'all', after: null, limit: 50 } } });
          }
          if (queued % 50 === 25) tell({ ask: { name: 'conversation.status', input: { id: about.id, status: queued % 100 === 25 ? 'pending' : 'open' } } });
        }
        if (killAfter === null) {
          const poll = setInterval(() => {
            if (mailbox.waiting.length > 0 && child.exitCode === null) return;
            clearInterval(poll);
            resolve();
          }, 20);
        }
      };
      child.on('message', (told: FromChild) => {
        reading = reading.then(async () => {
          if ('sent' in told) await mailbox.sent(told.sent);
          else if ('received' in told && told.received === 'session-broken') mailbox.broken.push(told.received);
          else if ('answered' in told) mailbox.answered(told.answered, told.value);
          else if ('failed' in told) mailbox.broken.push(told.failed);
        });
        if ('open' in told) void open(told.open);
      });
      void exited.then(() => resolve());
    });
    await done;
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
    await reading;
  };

  for (let index = 0; index < lives; index += 1) await live(Math.floor(Math.random() * 600));
  await live(null);

  expect(mailbox.broken).toEqual([]);
  expect(mailbox.waiting).toEqual([]);
  const database = openWritable(test.file, test.key, false);
  const stored = database.rows<{ id: string }>('SELECT id FROM messages WHERE revision > 0 AND conversation_id = ? ORDER BY position', [about.id]).map((row) => row.id);
  expect(stored).toEqual(expected.map((each) => each.id));
  const numbers = database.rows<{ position: number }>("SELECT rowid AS position FROM search WHERE search MATCH 'number'").length;
  expect(numbers).toBe(total);
  // What was purged is nowhere, its search entries included, and the index agrees with the rows.
  expect(database.rows(`SELECT id FROM conversations WHERE id IN (${passing.map(() => '?').join()})`, passing.map(({ id }) => id))).toEqual([]);
  expect(database.rows("SELECT rowid FROM search WHERE search MATCH 'ephemeral'")).toEqual([]);
  // What the vault said yes to is there, once.
  const own = database.rows<{ id: string }>("SELECT id FROM messages WHERE revision = 0 AND kind = 'outbound'").map((row) => row.id);
  expect(new Set(own).size).toBe(own.length);
  expect(mailbox.replied.filter((id) => !own.includes(id))).toEqual([]);
  expect(database.row<{ n: number }>("SELECT count(*) AS n FROM outbox WHERE verb = 'reply'")?.n).toBe(own.length);
  const draft = database.row<{ text: string }>("SELECT text FROM drafts WHERE kind = 'note'")?.text ?? 'note -1';
  expect(Number(draft.slice('note '.length))).toBeGreaterThanOrEqual(mailbox.drafted);
  expect(database.rows('PRAGMA cipher_integrity_check')).toEqual([]);
  expect(database.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(database.row<{ n: number }>('SELECT messages AS n FROM position')?.n).toBe(database.row<{ n: number }>('SELECT count(*) AS n FROM messages')?.n);
  // Every reply that is queued on the device was told to the hub under its one key, at least once.
  const queuedKeys = database.rows<{ key: string }>('SELECT key FROM outbox').map((row) => row.key);
  expect(queuedKeys.every((each) => mailbox.replies.has(each))).toBe(true);
  database.close();
}, 60_000 + lives * 10_000);
