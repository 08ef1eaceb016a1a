import { bytes } from '../../shared/trust/bytes.ts';
import type { OpenedVault, OpenVaultOptions, VaultProblem } from '../boundary/opened-vault.ts';
import type { VaultInput, VaultOutput, VaultQuery } from '../boundary/vault-process.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { dailyCheck } from './check/daily-check.ts';
import { problemOf, vaultProblem } from './problem.ts';
import { whenDue } from './when-due.ts';
import { ThreadClient } from './thread-client.ts';
import type { OpenThread, ReaderRequests, ThreadNotice, WriterRequests } from './thread-protocol.ts';
import { noNews } from './news.ts';
import { isReading, type ReadingQuery } from './vault-query.ts';

export interface OpenVaultWithWorkers extends OpenVaultOptions {
  /** Makes the file when there is none. */
  readonly create: boolean;
  /** The files of the threads: `vault-writer`, `vault-reader`, and `vault-ratchet`, which the writer starts. */
  readonly workers: { readonly writer: string; readonly reader: string; readonly ratchet: string };
}

/**
 * Starts the writer thread, the thread beside it that runs libsignal, and the reader thread on the encrypted
 * cache. See `OpenVault`; the files of the threads are told by whoever knows the bundle's layout.
 * @throws SealdeskError of kind `VaultProblem`
 */
export async function openVault(options: OpenVaultWithWorkers): Promise<OpenedVault> {
  const connection = { live: 0, open: false };
  let failed = false;
  const fail = (problem: VaultProblem, explanation: string): void => {
    if (failed) return;
    failed = true;
    options.failed(problem, explanation);
  };
  const notice = (message: ThreadNotice): void => {
    switch (message.notice) {
      case 'send':
        if (!connection.open || message.live !== connection.live) return;
        for (const mail of message.mails) options.send(mail);
        return;
      case 'changed':
        options.inboxChanged(message.conversationIds, message.calls ?? [], message.news ?? noNews);
        return;
      case 'held':
        due.at(message.until);
        return;
      case 'files-wait':
        options.filesWait();
        return;
      case 'lent':
        lentUntil.at(message.until);
        return;
      case 'lent-no-more':
        options.lentNoMore(message.ids);
        return;
      case 'sync':
        options.syncChanged(message.state);
        return;
      case 'failed':
        fail(message.problem, message.explanation);
        return;
    }
  };
  const due = whenDue({
    now: () => options.clock.now(),
    // A vault that is closing or has failed sends nothing; what is held goes out after the next unlock.
    come: () => void writer.request('sendDue', null).catch(() => undefined),
  });
  const lentUntil = whenDue({
    now: () => options.clock.now(),
    // After the next unlock, where the vault is closing.
    come: () => void writer.request('takeBack', null).catch(() => undefined),
  });
  let opened = false;
  const died = (): void => {
    if (opened) fail('vault-unreachable', 'The part of Sealdesk that keeps the cache ended unexpectedly. Nothing was lost. Unlock again to go on.');
  };
  const thread = { now: () => options.clock.now(), notice, died };
  const writer = new ThreadClient<WriterRequests>(options.workers.writer, thread);
  const reader = new ThreadClient<ReaderRequests>(options.workers.reader, thread);
  try {
    // The writer first: it makes, migrates or recovers the file that the reader opens read-only.
    await openThread(writer, options, options.key);
    await openThread(reader, options, options.key);
    opened = true;
  } catch (error) {
    await Promise.all([writer.close(), reader.close()]);
    throw problemOf(error) ?? (error instanceof SealdeskError && error.kind === 'vault-closed' ? vaultProblem('vault-unreachable', error) : error);
  }

  const check = dailyCheck({
    now: () => options.clock.now(),
    step: () => reader.request('check', null),
    checkedAt: async () => (await writer.request('state', null)).checkedAt,
    checked: async () => options.syncChanged(await writer.request('checked', null)),
  });

  /** While the database is encrypted anew, what is asked of the reader waits for it. */
  let readable: Promise<unknown> = Promise.resolve();
  return {
    query: async <N extends VaultQuery>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>> => {
      if (isReading(name)) await readable;
      const value: unknown = isReading(name) ? await reader.request('query', { name, input }) : await writer.request('query', { name: writing(name), input });
      return value as VaultOutput<N>;
    },
    receive: (mail) => writer.request('receive', mail),
    hasSession: () => writer.request('hasSession', null),
    newSession: () => writer.request('newSession', null),
    goLive: async () => {
      connection.live += 1;
      connection.open = true;
      await writer.request('goLive', null);
    },
    sendDrafts: async () => void (await writer.request('sendDrafts', null)),
    goQuiet: () => {
      connection.open = false;
      // A vault that is closing or has failed is quiet already.
      writer.request('goQuiet', null).catch(() => undefined);
    },
    reportTranscript: async (report) => void (await writer.request('transcript', report)),
    html: async (messageId) => {
      await readable;
      return reader.request('html', { messageId });
    },
    news: {
      look: async (wish) => {
        await readable;
        return reader.request('newsLook', wish);
      },
      due: async (span) => {
        await readable;
        return reader.request('newsDue', span);
      },
    },
    state: () => writer.request('state', null),
    attachments: {
      progress: (place) => writer.request('attachment', place),
      store: (place, index, sealed) => writer.request('storeChunk', { ...place, index, sealed }),
      read: async (place, index) => {
        await readable;
        return reader.request('chunk', { ...place, index });
      },
      lend: async (place, key, seconds) => void (await writer.request('lend', { ...place, key, seconds }, [key.buffer])),
      forget: async (place) => void (await writer.request('forgetAttachment', place)),
    },
    uploads: {
      next: () => writer.request('nextUpload', null),
      chunks: (id, first, count) => writer.request('sealedChunks', { id, first, count }),
      done: async (id) => void (await writer.request('uploaded', { id })),
      failed: async (id, why) => void (await writer.request('notUploaded', { id, why })),
    },
    rekey: async (key) => {
      const next = bytes(key);
      const rekeyed = reader
        .request('release', null)
        .then(() => writer.request('rekey', { key: next }, [next.buffer]))
        .then(() => openThread(reader, options, key));
      // A reader without its database says of every question that the vault is closed; by then it is locking.
      readable = rekeyed.catch(() => undefined);
      await rekeyed.catch((error: unknown) => {
        const problem = problemOf(error) ?? vaultProblem('vault-damaged', error);
        fail(problem.kind, problem.message);
        throw problem;
      });
    },
    close: async () => {
      opened = false;
      connection.open = false;
      check.stop();
      due.stop();
      lentUntil.stop();
      // The reader first, so that the writer's checkpoint can take in the whole log.
      await reader.close();
      await writer.close();
    },
  };
}

async function openThread(thread: ThreadClient<WriterRequests> | ThreadClient<ReaderRequests>, options: OpenVaultWithWorkers, vaultKey: Uint8Array): Promise<void> {
  // A copy for each thread, moved and not copied again: the thread's is then the only one besides the caller's.
  const key = bytes(vaultKey);
  const input: OpenThread = {
    file: options.file,
    ratchet: options.workers.ratchet,
    key,
    create: options.create,
    deviceId: options.deviceId,
    hubSignalIdentity: bytes(options.hubSignalIdentity),
    agent: { id: options.agent.id, name: options.agent.name },
    keepResolvedDays: options.keepResolvedDays,
    limits: options.limits,
    undoSeconds: options.undoSeconds,
  };
  await (thread as ThreadClient<ReaderRequests>).request('open', input, [key.buffer]);
}

type Writing<N extends VaultQuery> = Exclude<N, ReadingQuery>;

function writing<N extends VaultQuery>(name: N): Writing<N> {
  return name as Writing<N>;
}
