import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { problemOf } from '../../main/vault/problem.ts';
import { openWritable } from '../../main/vault/open-database.ts';
import { VaultUnderTest } from '../unit/main/vault/opened-vault.ts';
import { conversation, conversationEvent, message, messageEvent } from './hub-news.ts';

/**
 * A vault on a disk of its own, in memory, that is full after so many pages more than the time before: so that every
 * write of a scene is once the one for which there is no room. Runs in a mount namespace (`unshare`), and prints what
 * came of each.
 */
export interface Outcome {
  /** Pages that were free when the scene began. */
  readonly free: number;
  /** What it ran into. */
  readonly problem: string | null;
  /** What was wrong afterwards. */
  readonly wrong: readonly string[];
}

const page = 4096;
const replies = 12;

function mounted(options: string, at: string): void {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at]);
  if (status !== 0) throw new Error(`The disk could not be made: ${stderr.toString()}`);
}

/** Leaves so many pages free. Begun anew where the vault, which works on by itself, has written something since the room was measured. */
function fill(folder: string, filler: string, free: number): void {
  for (let tries = 0; ; tries += 1) {
    const { bavail, bsize } = statfsSync(folder);
    try {
      return writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - free * page)));
    } catch (error) {
      rmSync(filler, { force: true });
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC' || tries === 100) throw error;
    }
  }
}

/** @param free pages that may still be written once the vault is there. */
async function tried(free: number): Promise<Outcome> {
  const test = new VaultUnderTest();
  const wrong: string[] = [];
  mkdirSync(test.folder, { recursive: true });
  mounted('size=64m', test.folder);
  const about = conversation();
  const before = message({ conversationId: about.id, text: 'before', sentAt: about.lastMessageAt });
  await test.openWithSession();
  await test.tell(conversationEvent(about), messageEvent(before));
  await test.opened.query('conversation.draft', { id: about.id, kind: 'note', text: 'a note begun before' });

  // As full as it shall be.
  const filler = join(test.folder, 'filler');
  fill(test.folder, filler, free);

  // What the vault has said yes to has to be there afterwards.
  const kept: { readonly stored: string[]; readonly replied: string[]; draft: string } = { stored: [before.id], replied: [], draft: '' };
  let problem: string | null = null;
  const makeRoom = (): void => {
    problem = 'disk-full';
    rmSync(filler, { force: true });
  };
  // Mail waits by itself until there is room; what a person does is refused, and done again.
  const waits = async <T>(work: () => Promise<T>): Promise<T> => {
    for (;;) {
      const looking = setInterval(() => {
        if (test.full) makeRoom();
      }, 50);
      try {
        return await work();
      } catch (error) {
        if (problemOf(error)?.kind !== 'disk-full') throw error;
        makeRoom();
        for (let waited = 0; test.full && waited < 200; waited += 1) await pause(50);
      } finally {
        clearInterval(looking);
      }
    }
  };
  try {
    for (let n = 0; n < replies; n += 1) {
      const next = message({ conversationId: about.id, text: `tent ${n} ${'words '.repeat(300)}`, sentAt: about.lastMessageAt + 1 + n });
      // Sealed once: what waits is this very mail.
      const mail = await test.hub.mail([messageEvent(next)]);
      if ((await waits(() => test.opened.receive(mail))) !== 'stored') wrong.push('a mail was not stored');
      kept.stored.push(next.id);
      kept.replied.push((await waits(() => test.opened.query('conversation.reply', { id: about.id, text: `answer ${n}` }))).messageId);
      kept.draft = `begun ${n} ${'more '.repeat(200)}`;
      await waits(() => test.opened.query('conversation.draft', { id: about.id, kind: 'reply', text: kept.draft }));
    }
    for (let waited = 0; test.full && waited < 200; waited += 1) {
      makeRoom();
      await pause(50);
    }
    if (test.full) wrong.push('it does not notice that there is room');
    const sent = (await test.mails()).flatMap((mail) => (mail.m === 'command' && mail.command.do === 'reply' ? [mail.command.messageId] : []));
    if (JSON.stringify(sent) !== JSON.stringify(kept.replied)) wrong.push('what was queued did not go out once and in order');
    wrong.push(...test.problems.map((said) => `it stopped: ${said}`));
    await test.close();
  } catch (error) {
    wrong.push(`it did not go on: ${String(error)}`);
    await test.close().catch(() => undefined);
  }
  rmSync(filler, { force: true });

  // Opened again, it is whole.
  try {
    const vault = await test.open({ create: false });
    const opened = await vault.query('conversation.open', { id: about.id, before: null, limit: 100 });
    const has = new Set<string>(opened?.messages.map(({ id }) => id));
    for (const id of [...kept.stored, ...kept.replied]) if (!has.has(id)) wrong.push(`message ${id} is gone`);
    if (has.size !== opened?.messages.length) wrong.push('a message is there twice');
    if (opened?.drafts.note !== 'a note begun before') wrong.push('the note’s draft is gone');
    if (opened?.messages.filter(({ kind }) => kind === 'outbound').length !== kept.replied.length) wrong.push('a reply is there that was refused');
    if (opened?.drafts.reply !== kept.draft) wrong.push('the reply’s draft is another');
    if ((await vault.state()).queued < kept.replied.length) wrong.push('a queued reply is gone');
    await vault.query('conversation.note', { id: about.id, text: 'It goes on.' });
    await test.close();
    const database = openWritable(test.file, test.key, false);
    for (const { integrity_check: said } of database.rows<{ integrity_check: string }>('PRAGMA integrity_check')) if (said !== 'ok') wrong.push(said);
    wrong.push(...database.rows<{ cipher_integrity_check: string }>('PRAGMA cipher_integrity_check').map((row) => row.cipher_integrity_check));
    database.close();
  } catch (error) {
    wrong.push(`it does not open: ${String(error)}`);
  }
  spawnSync('umount', [test.folder]);
  await test.remove();
  return { free, problem, wrong };
}

const [from, to, step] = process.argv.slice(2).map(Number) as [number, number, number];
for (let free = from; free < to; free += step) process.stdout.write(`${JSON.stringify(await tried(free))}\n`);
process.exit(0);
