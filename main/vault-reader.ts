import { attachmentsFolder, readAttachmentChunk } from './vault/attachments/attachment-files.ts';
import { countInbox, listAgents, listInbox, openConversation } from './vault/inbox.ts';
import type { ReadableDatabase } from './vault/database.ts';
import { openReadable } from './vault/open-database.ts';
import { problemOf } from './vault/problem.ts';
import { searchMessages } from './vault/search/search-messages.ts';
import type { ReaderRequests } from './vault/thread-protocol.ts';
import { serveThread } from './vault/thread-server.ts';
import { answer, type Answers, type ReadingQuery } from './vault/vault-query.ts';

/** Entry of the reader thread: answers what only reads, from committed state, while the writer writes. */
serveThread<ReaderRequests>((notify) => {
  let database: ReadableDatabase | null = null;
  let answers: Answers<ReadingQuery> | null = null;
  let folder = '';
  const shut = (): null => {
    database?.close();
    database = null;
    answers = null;
    return null;
  };
  return {
    open: ({ file, key, agent }) => {
      try {
        const opened = openReadable(file, key);
        database = opened;
        folder = attachmentsFolder(file);
        answers = {
          'inbox.list': (input) => listInbox(opened, agent.id, input),
          'inbox.counts': () => countInbox(opened, agent.id),
          'inbox.agents': () => listAgents(opened),
          'conversation.open': (input) => openConversation(opened, input),
          'search.messages': (input) => searchMessages(opened, agent.id, input),
        };
        return null;
      } finally {
        key.fill(0);
      }
    },
    query: ({ name, input }) => {
      if (answers === null) throw new Error('The vault is not open.');
      try {
        return answer(answers, name, input);
      } catch (error) {
        const problem = problemOf(error);
        if (problem !== null) notify({ notice: 'failed', problem: problem.kind, explanation: problem.message });
        throw problem ?? error;
      }
    },
    chunk: ({ index, ...place }) => {
      if (database === null) throw new Error('The vault is not open.');
      return readAttachmentChunk(database, folder, place, index);
    },
    release: shut,
    close: shut,
  };
});
