import { IndexCheck } from './vault/check/index-check.ts';
import { ReadThrough } from './vault/check/read-through.ts';
import { attachmentsFolder, readAttachmentChunk } from './vault/attachments/attachment-files.ts';
import { listBeginnings } from './vault/beginnings.ts';
import { writingHelp } from './vault/canned.ts';
import { listTags } from './vault/conversation-tags.ts';
import { conversationsWith, countInbox, htmlOf, listAgents, listInbox, openConversation } from './vault/inbox.ts';
import type { ReadableDatabase } from './vault/database.ts';
import { dueNews, lookAtNews } from './vault/news.ts';
import { openReadable } from './vault/open-database.ts';
import { findCustomers } from './vault/customers.ts';
import { problemOf } from './vault/problem.ts';
import { draftFiles } from './vault/outgoing/with-reply.ts';
import { listSavedViews } from './vault/saved-views.ts';
import { ownWords, spellingOf } from './vault/spelling-choices.ts';
import { channelsHere } from './vault/start-choices.ts';
import { listTeams } from './vault/teams.ts';
import { searchMessages } from './vault/search/search-messages.ts';
import type { ReaderRequests } from './vault/thread-protocol.ts';
import { serveThread } from './vault/thread-server.ts';
import { answer, type Answers, type ReadingQuery } from './vault/vault-query.ts';

/** Entry of the reader thread: answers what only reads, from committed state, while the writer writes. */
serveThread<ReaderRequests>((notify) => {
  let database: ReadableDatabase | null = null;
  let answers: Answers<ReadingQuery> | null = null;
  let agentId = '';
  let folder = '';
  let reading: { readonly pages: ReadThrough; readonly index: IndexCheck } | null = null;
  const shut = (): null => {
    database?.close();
    database = null;
    answers = null;
    reading = null;
    return null;
  };
  /** A page that cannot be read ends the vault, whatever it was read for. */
  const saying = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      const problem = problemOf(error);
      if (problem !== null) notify({ notice: 'failed', problem: problem.kind, explanation: problem.message });
      throw problem ?? error;
    }
  };
  return {
    open: ({ file, key, agent }) => {
      try {
        const opened = openReadable(file, key);
        database = opened;
        agentId = agent.id;
        folder = attachmentsFolder(file);
        answers = {
          'inbox.list': (input) => listInbox(opened, agent.id, input),
          'inbox.counts': () => countInbox(opened, agent.id),
          'inbox.agents': () => listAgents(opened),
          'inbox.tags': () => listTags(opened),
          'inbox.teams': () => listTeams(opened),
          'views.list': () => listSavedViews(opened, agent.id),
          'conversation.open': (input) => openConversation(opened, input),
          'customer.conversations': (input) => conversationsWith(opened, input),
          'inbox.channels': () => channelsHere(opened),
          'conversation.files-to-start': ({ id }) => draftFiles(opened, id, 'start'),
          'inbox.customers': ({ typed }) => findCustomers(opened, typed),
          'beginnings.list': () => listBeginnings(opened),
          'composer.help': () => writingHelp(opened),
          'spelling.words': () => ownWords(opened),
          'spelling.chosen': ({ id }) => ({ language: spellingOf(opened, id) }),
          'search.messages': (input) => searchMessages(opened, agent.id, input),
        };
        return null;
      } finally {
        key.fill(0);
      }
    },
    query: ({ name, input }) => {
      const present = answers;
      if (present === null) throw new Error('The vault is not open.');
      return saying(() => answer(present, name, input));
    },
    chunk: ({ index, ...place }, now) => {
      const present = database;
      if (present === null) throw new Error('The vault is not open.');
      return saying(() => readAttachmentChunk(present, folder, place, index, now));
    },
    html: ({ messageId }) => {
      const present = database;
      if (present === null) throw new Error('The vault is not open.');
      return saying(() => htmlOf(present, messageId));
    },
    newsLook: (wish) => {
      const present = database;
      if (present === null) throw new Error('The vault is not open.');
      return saying(() => lookAtNews(present, agentId, wish));
    },
    newsDue: (span) => {
      const present = database;
      if (present === null) throw new Error('The vault is not open.');
      return saying(() => dueNews(present, agentId, span));
    },
    check: () => {
      const present = database;
      if (present === null) return true;
      const { pages, index } = (reading ??= { pages: new ReadThrough(present), index: new IndexCheck(present) });
      const more = saying(() => pages.step() || index.step());
      if (!more) reading = null;
      return more;
    },
    release: shut,
    close: shut,
  };
});
