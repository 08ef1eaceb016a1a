import { SealdeskError } from '../shared/domain/errors.ts';
import type { AttachmentId } from '../shared/domain/ids.ts';
import { Mailbox } from './signal/mailbox.ts';
import { RatchetThread } from './signal/ratchet-thread.ts';
import { Turns } from './signal/turns.ts';
import { logCall, start, takeBack } from './vault/begun-here.ts';
import { addChunk, assign, beginFile, changeTag, draft, follow, handOver, markRead, note, removeFile, reply, reportTranscript, setPriority, setStatus, settle, template, undo, type Filing } from './vault/agent-actions.ts';
import { mostAttachmentBytes } from '../shared/domain/attachment.ts';
import { OutgoingFiles } from './vault/outgoing/outgoing-files.ts';
import { filesWait, nextUpload, notUploaded, uploaded } from './vault/outgoing/uploads.ts';
import { AttachmentFiles, attachmentsFolder } from './vault/attachments/attachment-files.ts';
import { nextLentEnd } from './vault/attachments/lent-files.ts';
import { type CacheLimits, dropOutdated } from './vault/cache-policy.ts';
import { setLanguage } from './vault/canned.ts';
import { Change } from './vault/change.ts';
import { transaction, type WritableDatabase } from './vault/database.ts';
import { forgetBeginningPages, saveBeginning } from './vault/beginnings.ts';
import { draftSeen, forgetPages } from './vault/drafts-in-common.ts';
import { assignMany, changeMany } from './vault/many-changes.ts';
import { chooseSpelling, forgetWord, teachWord } from './vault/spelling-choices.ts';
import { removeView, renameView, saveView } from './vault/saved-views.ts';
import { letGo, nextDue } from './vault/held-replies.ts';
import { openWritable, rekey } from './vault/open-database.ts';
import { setChecked } from './vault/position.ts';
import { problemOf, vaultProblem } from './vault/problem.ts';
import type { OpenThread, ThreadNotice, WriterRequests } from './vault/thread-protocol.ts';
import { tidyIndex } from './vault/search/tidy-index.ts';
import { serveThread } from './vault/thread-server.ts';
import { answer, type Answers, type WritingQuery } from './vault/vault-query.ts';

/** Milliseconds without mail after which the index is tidied, and between its steps. */
const idleAfter = 200;
/** Milliseconds of rest after the last key, after which a draft goes to the hub. */
const draftRest = 1_000;
/** Milliseconds between looks whether a full disk has room again. */
const roomCheck = 2_000;

interface Opened {
  readonly database: WritableDatabase;
  readonly mailbox: Mailbox;
  readonly files: AttachmentFiles;
  readonly outgoing: OutgoingFiles;
  readonly agent: OpenThread['agent'];
  readonly keepResolvedDays: number;
  readonly limits: CacheLimits;
  readonly undoSeconds: number;
}

/** Entry of the writer thread: the only one that changes the database. libsignal runs in a thread of its own, which this one starts. */
serveThread<WriterRequests>((notify) => {
  const turns = new Turns();
  let opened: Opened | null = null;
  let ratchet: RatchetThread | null = null;
  let stopped = false;
  /** What stopped it, where that was damage. */
  let ended: SealdeskError | null = null;
  let idle: NodeJS.Timeout | undefined;
  let full = false;
  let room: NodeJS.Timeout | undefined;
  let drafts: NodeJS.Timeout | undefined;

  const use = (): Opened => {
    if (opened === null) throw new Error('The vault is not open.');
    return opened;
  };
  /** After damage nothing more is written: what is stored stays as it is. A full disk is waited for. */
  const guarded = async <T>(task: () => T | Promise<T>): Promise<T> => {
    // Whoever asks next is told the same: which of two met the damage first is chance.
    if (stopped) throw ended ?? new SealdeskError('vault-closed', 'Nothing more can be stored. Unlock Sealdesk again.');
    try {
      return await task();
    } catch (error) {
      const problem = problemOf(error);
      if (problem === null) throw error;
      if (problem.kind === 'disk-full' && opened !== null && !stopped) {
        await waitForRoom(opened.mailbox);
        throw problem;
      }
      stopped = true;
      ended = problem;
      opened?.mailbox.abandon(problem);
      notify({ notice: 'failed', problem: problem.kind, explanation: problem.message });
      throw problem;
    }
  };
  /** Says so once, and looks again and again; what fails then comes here anew. */
  const waitForRoom = async (mailbox: Mailbox): Promise<void> => {
    full = true;
    clearTimeout(idle);
    clearTimeout(room);
    room = setTimeout(() => void ordinary(() => goOn(mailbox)).then(storeWaiting, () => undefined), roomCheck);
    await mailbox.roomChanged(true);
  };
  const goOn = async (mailbox: Mailbox): Promise<void> => {
    if (stopped) return;
    // A page is written, and says the same as before.
    use().database.run('UPDATE position SET seq = seq WHERE one = 1');
    await mailbox.roomChanged(false);
    full = false;
    tellHeld();
  };
  const storeWaiting = (): void => {
    if (stopped || full) return;
    if (use().mailbox.hasWaiting) storeInTurn(use());
    else tidyWhenIdle();
  };
  const sendQueued = (mailbox: Mailbox): Promise<void> =>
    guarded(() => mailbox.commandsQueued()).catch((error: unknown) => {
      if (problemOf(error)?.kind !== 'disk-full') throw error;
    });
  /**
   * What was done is stored: it goes out when there is room for the ratchet that seals it. Where mail has been read ahead, that is stored
   * before it, and the agent has her answer meanwhile.
   */
  const sendOrLater = async (mailbox: Mailbox): Promise<void> => {
    if (!mailbox.hasReadAhead) await sendQueued(mailbox);
    else void urgent(() => sendQueued(mailbox)).catch(() => undefined);
  };
  /** Drafts go up when nothing has been written for a moment; what could not go, goes with the next connection. */
  const sendDrafts = async (): Promise<void> => {
    clearTimeout(drafts);
    if (!stopped && !full) await use().mailbox.sendDrafts();
  };
  const draftsWait = (rest = draftRest): void => {
    clearTimeout(drafts);
    if (!stopped) drafts = setTimeout(() => void ordinary(sendDrafts).catch(() => undefined), rest);
  };
  /** Says when the next reply that is held may go. */
  const tellHeld = (): void => {
    const until = nextDue(use().database);
    if (until !== null) notify({ notice: 'held', until });
  };
  /** Files whose time is over go, out of the log, too; and it is said when the next one is to. */
  const takeBack = (now: number): void => {
    const { database, files } = use();
    lentGone(files.takeBack(now));
    const until = nextLentEnd(database);
    if (until !== null) notify({ notice: 'lent', until });
  };
  const lentGone = (ids: readonly AttachmentId[]): void => {
    if (ids.length === 0) return;
    use().database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    notify({ notice: 'lent-no-more', ids });
  };
  /** Stored before anything of it is sent. @returns whether there is something to send */
  const letDueGo = (now: number): boolean => {
    const { result, changed } = Change.run(use().database, (change) => letGo(change, now));
    if (changed.length > 0) notify({ notice: 'changed', conversationIds: changed });
    return result;
  };
  const urgent = <T>(task: () => T | Promise<T>): Promise<T> => turns.urgent(() => guarded(task));
  const ordinary = <T>(task: () => T | Promise<T>): Promise<T> => turns.ordinary(() => guarded(task));
  /** One step: first what the policy no longer keeps goes, then the index is tidied. Returns whether there is more to do. */
  const tidy = (): boolean => {
    const { database, mailbox, files, outgoing, keepResolvedDays, limits } = use();
    const { changed, more } = dropOutdated(database, keepResolvedDays, limits);
    if (changed.length === 0) return tidyIndex(database);
    lentGone(files.sweep());
    outgoing.sweep();
    // Out of the log, too, when the last of it has gone.
    if (!more) database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    notify({ notice: 'changed', conversationIds: changed });
    notify({ notice: 'sync', state: mailbox.state() });
    return true;
  };
  /** When nothing has come for a while, the vault is tidied, step by step, until it is or something comes. */
  const tidyWhenIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(() => {
      ordinary(() => !stopped && tidy())
        .then((more) => {
          if (more) tidyWhenIdle();
        })
        .catch(() => undefined);
    }, idleAfter);
  };
  /** One transaction's worth in each turn, so that what is urgent comes in between. A failure is told to those who sent the mail. */
  const storeInTurn = ({ database, mailbox, files, outgoing }: Opened): void => {
    turns
      .ordinary(() =>
        guarded(async () => {
          await mailbox.storeWaiting();
          lentGone(files.sweep());
          outgoing.sweep();
          // They may have waited for their conversation to begin.
          if (filesWait(database)) notify({ notice: 'files-wait' });
        }),
      )
      .catch(() => undefined)
      .finally(() => {
        storeWaiting();
      });
  };

  return {
    open: (input, now) =>
      guarded(() => {
        // It starts while the database is being opened.
        ratchet ??= new RatchetThread(input.ratchet);
        opened = openedOf(input, ratchet, notify, () => draftsWait(0));
        tellHeld();
        takeBack(now);
        return null;
      }),
    query: ({ name, input }, now) => {
      opened?.mailbox.asked();
      return urgent(async () => {
        const { database, mailbox, agent, undoSeconds, outgoing } = use();
        const { result, changed } = Change.run(database, (change) => answer(answersFor({ change, agent, now, undoSeconds, outgoing }), name, input));
        // Four saves a second of a draft that is typed on: the page has nothing to read again for them. Other calls change what no conversation shows, too.
        if (changed.length > 0 || name !== 'conversation.draft') notify({ notice: 'changed', conversationIds: changed });
        if (name === 'conversation.reply') tellHeld();
        if (aboutDrafts.has(name)) draftsWait(restAfter(input));
        if (commands.has(name)) await sendOrLater(mailbox);
        if (withFiles.has(name)) notify({ notice: 'files-wait' });
        return result;
      });
    },
    transcript: (report, now) =>
      urgent(async () => {
        const { database, mailbox } = use();
        Change.run(database, (change) => reportTranscript({ change, now }, report));
        await sendQueued(mailbox);
        return null;
      }),
    receive: (mail, now) => {
      if (stopped) throw new SealdeskError('vault-closed', 'Nothing more can be stored. Unlock Sealdesk again.');
      const { mailbox } = use();
      const first = !mailbox.hasWaiting;
      const result = mailbox.take(mail, now);
      if (first) storeInTurn(use());
      return result;
    },
    hasSession: () => ordinary(() => use().mailbox.hasSession()),
    newSession: (_input, now) => urgent(() => use().mailbox.newSession(now)),
    goLive: (_input, now) =>
      urgent(async () => {
        letDueGo(now);
        await use().mailbox.goLive();
        notify({ notice: 'files-wait' });
        tidyWhenIdle();
        return null;
      }),
    sendDue: (_input, now) =>
      urgent(async () => {
        if (letDueGo(now)) {
          await sendQueued(use().mailbox);
          notify({ notice: 'files-wait' });
        }
        tellHeld();
        return null;
      }),
    sendDrafts: () =>
      urgent(async () => {
        await sendDrafts();
        return null;
      }),
    goQuiet: () =>
      urgent(() => {
        use().mailbox.goQuiet();
        return null;
      }),
    checked: (_input, now) =>
      urgent(() => {
        const { database, mailbox } = use();
        setChecked(database, now);
        return mailbox.state();
      }),
    state: () => urgent(() => use().mailbox.state()),
    attachment: (place, now) => urgent(() => use().files.progress(place, now)),
    // Behind mail: an attachment has time.
    storeChunk: ({ index, sealed, ...place }, now) => ordinary(() => use().files.store(place, index, sealed, now)),
    forgetAttachment: ({ id }) =>
      urgent(() => {
        use().files.forget(id);
        return null;
      }),
    nextUpload: (_input, now) =>
      urgent(async () => {
        const { database, mailbox } = use();
        const { result, changed } = Change.run(database, (change) => nextUpload(change, now));
        if (changed.length > 0) {
          notify({ notice: 'changed', conversationIds: changed });
          await sendQueued(mailbox);
        }
        return result;
      }),
    // Behind mail, as what comes.
    sealedChunks: ({ id, first, count }) => ordinary(() => use().outgoing.sealed(id, first, count)),
    uploaded: ({ id }) =>
      urgent(() => {
        Change.run(use().database, (change) => uploaded(change, id));
        return null;
      }),
    notUploaded: ({ id, why }, now) =>
      urgent(async () => {
        const { database, mailbox } = use();
        const { changed } = Change.run(database, (change) => notUploaded(change, id, why, now));
        notify({ notice: 'changed', conversationIds: changed });
        // What was done after it waits for it no more.
        await sendQueued(mailbox);
        return null;
      }),
    // In turn with chunks, which come after it.
    lend: ({ key, seconds, ...place }, now) =>
      ordinary(() => {
        try {
          use().files.lend(place, key, now, seconds);
          takeBack(now);
          return null;
        } finally {
          key.fill(0);
        }
      }),
    takeBack: (_input, now) =>
      urgent(() => {
        takeBack(now);
        return null;
      }),
    rekey: ({ key }) =>
      urgent(() => {
        try {
          rekey(use().database, key);
          return null;
        } catch (error) {
          stopped = true;
          // Half-way through, this connection is of no use any more, whatever the error was.
          throw problemOf(error) ?? vaultProblem('vault-damaged', error);
        } finally {
          key.fill(0);
        }
      }),
    close: () =>
      turns.urgent(async () => {
        stopped = true;
        clearTimeout(idle);
        clearTimeout(room);
        clearTimeout(drafts);
        const ratchetLeft = ratchet?.close();
        // Opening failed: there are only the threads to end.
        if (opened === null) {
          await ratchetLeft;
          return null;
        }
        const { database } = opened;
        // All of the log into the file; a reader that still holds a page, or damage, leaves it for the next start.
        try {
          database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
        } finally {
          database.close();
          opened = null;
          await ratchetLeft;
        }
        return null;
      }),
  };
});

/** What may change a draft, or the files beside it. */
const aboutDrafts: ReadonlySet<WritingQuery> = new Set(['conversation.draft', 'conversation.reply', 'conversation.undo-reply', 'conversation.note', 'conversation.hand-over', 'conversation.settle', 'composer.file-chunk', 'composer.remove-file', 'beginnings.save', 'conversation.start', 'conversation.log-call']);

/** What may have queued files that the hub does not have. */
const withFiles: ReadonlySet<WritingQuery> = new Set(['conversation.reply', 'conversation.template', 'conversation.note', 'conversation.start', 'conversation.settle']);

/** The conversation is being left: its draft goes at once. */
const restAfter = (input: unknown): number => (typeof input === 'object' && input !== null && 'leaving' in input && input.leaving === true ? 0 : draftRest);

const commands: ReadonlySet<WritingQuery> = new Set(['conversation.reply', 'conversation.undo-reply', 'conversation.template', 'conversation.note', 'conversation.status', 'conversation.assign', 'conversation.hand-over', 'conversation.priority', 'conversation.tag', 'conversation.follow', 'conversation.settle', 'inbox.change', 'inbox.assign', 'conversation.start', 'conversation.log-call']);

function answersFor(acting: Filing): Answers<WritingQuery> {
  return {
    'conversation.read': (input) => markRead(acting, input),
    'conversation.reply': (input) => reply(acting, input),
    'conversation.template': (input) => template(acting, input),
    'conversation.undo-reply': (input) => undo(acting, input),
    'conversation.note': (input) => note(acting, input),
    'conversation.status': (input) => setStatus(acting, input),
    'conversation.assign': (input) => assign(acting, input),
    'conversation.priority': (input) => setPriority(acting, input),
    'conversation.tag': (input) => changeTag(acting, input),
    'conversation.follow': (input) => follow(acting, input),
    'conversation.hand-over': (input) => handOver(acting, input),
    'conversation.settle': (input) => settle(acting, input),
    'inbox.change': (input) => changeMany(acting, input),
    'inbox.assign': (input) => assignMany(acting, input),
    'views.save': (input) => saveView(acting, input),
    'views.rename': (input) => renameView(acting, input),
    'views.remove': (input) => removeView(acting, input),
    'conversation.start': (input) => start(acting, input),
    'conversation.log-call': (input) => logCall(acting, input),
    'conversation.take-back': (input) => takeBack(acting, input),
    'beginnings.save': (input) => saveBeginning(acting.change, input, acting.now),
    'conversation.draft': (input) => draft(acting, input),
    'composer.draft-seen': ({ id, kind }) => draftSeen(acting.change, { id, kind }),
    'spelling.teach': ({ word }) => teachWord(acting, word),
    'spelling.forget': ({ word }) => forgetWord(acting, word),
    'spelling.choose': (input) => chooseSpelling(acting, input),
    'composer.begin-file': (input) => beginFile(acting, input),
    'composer.file-chunk': (input) => addChunk(acting, input),
    'composer.remove-file': (input) => removeFile(acting, input),
    'composer.language': ({ language }) => {
      setLanguage(acting.change.database, language);
      return null;
    },
  };
}

function openedOf(input: OpenThread, ratchet: RatchetThread, notify: (notice: ThreadNotice) => void, draftsWait: () => void): Opened {
  try {
    const database = openWritable(input.file, input.key, input.create);
    const mailbox = new Mailbox({
      ratchet,
      database,
      deviceId: input.deviceId,
      agentId: input.agent.id,
      hubSignalIdentity: input.hubSignalIdentity,
      keepResolvedDays: input.keepResolvedDays,
      send: (mails, live) => notify({ notice: 'send', mails, live }),
      changed: (conversationIds, calls, news) => notify({ notice: 'changed', conversationIds, calls, news }),
      sync: (state) => notify({ notice: 'sync', state }),
      draftsWait,
      monotonic: () => performance.now(),
    });
    const files = new AttachmentFiles(database, attachmentsFolder(input.file), mostAttachmentBytes);
    const outgoing = new OutgoingFiles(database, attachmentsFolder(input.file));
    transaction(database, () => {
      forgetPages(database);
      forgetBeginningPages(database);
    });
    removeStrays(outgoing);
    removeStrays(files);
    return { database, mailbox, files, outgoing, agent: input.agent, keepResolvedDays: input.keepResolvedDays, limits: input.limits, undoSeconds: input.undoSeconds };
  } finally {
    input.key.fill(0);
  }
}

/** A file that cannot be removed now is removed at another start; it is of no use to anybody meanwhile. */
function removeStrays(files: AttachmentFiles | OutgoingFiles): void {
  try {
    files.tidy();
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== null) throw problem;
  }
}
