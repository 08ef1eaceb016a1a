import { useCallback, useRef, useState } from 'react';
import type { DraftFile, FileFor } from '../../../../shared/contract/ipc/composer.ts';
import { chunkSize } from '../../../../shared/domain/attachment-size.ts';
import type { WrittenKind } from '../../../../shared/domain/conversation.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { fileProblem, fileTerms, type FileWay, supposedKind } from '../../../../shared/domain/outgoing-file.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { failureWords } from '../../../words/failures.ts';
import { words as attachmentWords } from '../attachments/words.ts';
import { limitWords } from '../attachments/size-words.ts';
import { words } from '../words.ts';

const problems = attachmentWords.draft;
type Problem = Parameters<typeof problems.problem>[0];

/** A file that is being brought into the vault, chunk by chunk. */
export interface Adding {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  /** The part that is sealed. */
  readonly done: number;
  /** It is there whole, and not yet among the files that go out: nothing goes out until it is. */
  readonly whole: DraftFile['id'] | null;
}

export interface DraftFiles {
  readonly files: readonly DraftFile[];
  readonly adding: readonly Adding[];
  /** Why the last one was not added, or the reply cannot go out with these. */
  readonly problem: string | null;
  /** They are more than goes out together. */
  readonly tooMuch: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (file: DraftFile) => void;
  readonly stop: (adding: Adding) => void;
  /** The reply went out: what was said of a file is past. */
  readonly sent: () => void;
}

/** The files of a reply's or a note's draft, which are kept with it. */
export function useDraftFiles({ id, conversation, files }: OpenConversation, kind: WrittenKind): DraftFiles {
  const { opened } = useDesk();
  return useBroughtFiles({ id, kind, way: kind === 'note' ? kind : conversation.channel, files: files[kind], changed: opened.refresh });
}

/** Where files are brought to. */
export interface BroughtTo {
  readonly id: ConversationId;
  readonly kind: FileFor;
  readonly way: FileWay;
  /** What is there whole. */
  readonly files: readonly DraftFile[];
  /** `files` is to be read anew. The same function for as long as the id is the same. */
  readonly changed: () => void;
}

/** Files are sealed on this laptop as they are added. No path is known here. */
export function useBroughtFiles({ id, kind, way, files, changed }: BroughtTo): DraftFiles {
  const { client } = useDesk();
  const [adding, setAdding] = useState<readonly Adding[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const stopped = useRef(new Set<number>());
  const next = useRef(0);
  const turn = useRef(Promise.resolve());

  const said = useCallback((why: Problem, name: string, size: number) => problemWords(way, why, name, size), [way]);

  const bring = useCallback(
    async (file: File, key: number): Promise<{ readonly wrong: string | null } | { readonly whole: DraftFile['id'] }> => {
      const begun = await client.call('composer.begin-file', { id, kind, name: file.name, size: file.size });
      if (!begun.ok) return { wrong: failureWords(begun.error) };
      const { value } = begun;
      if (value.kind === 'refused') return { wrong: said(value.why, file.name, file.size) };
      const forget = () => client.call('composer.remove-file', { id, file: value.file });
      for (let index = 0; index * chunkSize < file.size; index += 1) {
        let bytes: Uint8Array<ArrayBuffer>;
        try {
          bytes = new Uint8Array(await file.slice(index * chunkSize, (index + 1) * chunkSize).arrayBuffer());
        } catch {
          // A folder, or a file that has changed or gone since.
          await forget();
          return { wrong: said('unreadable', file.name, file.size) };
        }
        if (stopped.current.has(key)) {
          await forget();
          return { wrong: null };
        }
        const answer = await client.call('composer.file-chunk', { file: value.file, index, bytes });
        if (!answer.ok || answer.value.state === 'gone') {
          await forget();
          return { wrong: answer.ok ? said('unreadable', file.name, file.size) : failureWords(answer.error) };
        }
        const done = Math.min(1, ((index + 1) * chunkSize) / file.size);
        setAdding((now) => now.map((each) => (each.key === key ? { ...each, done } : each)));
      }
      // Taken out while its last chunk was sealed: it is whole all the same, and would go along.
      if (stopped.current.has(key)) {
        await forget();
        return { wrong: null };
      }
      return { whole: value.file };
    },
    [client, id, kind, said],
  );

  const add = useCallback(
    (chosen: readonly File[]) => {
      setProblem(null);
      for (const file of chosen) {
        next.current += 1;
        const key = next.current;
        setAdding((now) => [...now, { key, name: file.name, size: file.size, done: 0, whole: null }]);
        // One after the other: each knows what is there before it.
        turn.current = turn.current.then(async () => {
          if (stopped.current.has(key)) return;
          const brought = await bring(file, key);
          changed();
          if ('whole' in brought) {
            setAdding((now) => now.map((each) => (each.key === key ? { ...each, whole: brought.whole } : each)));
            return;
          }
          if (brought.wrong !== null) setProblem(brought.wrong);
          setAdding((now) => now.filter((each) => each.key !== key));
        });
      }
    },
    [bring, changed],
  );

  const waitedFor = adding.filter(({ whole }) => whole === null || !files.some((file) => file.id === whole));
  if (waitedFor.length < adding.length) setAdding(waitedFor);

  const more = tooMuch(way, files);
  const sent = () => setProblem(null);
  return {
    files,
    adding: waitedFor,
    problem: problem ?? more,
    tooMuch: more !== null,
    sent,
    add,
    remove: (file) => {
      setProblem(null);
      void client.call('composer.remove-file', { id, file: file.id }).then(changed);
    },
    stop: ({ key, whole }) => {
      stopped.current.add(key);
      if (whole !== null) void client.call('composer.remove-file', { id, file: whole }).then(changed);
      setAdding((now) => now.filter((each) => each.key !== key));
    },
  };
}

/** Replies that were taken back are joined: together they may be more than goes. */
function tooMuch(way: FileWay, files: readonly DraftFile[]): string | null {
  for (const [place, file] of files.entries()) {
    const why = fileProblem(way, files.slice(0, place), file);
    if (why !== null) return problemWords(way, why, file.name, file.size);
  }
  return null;
}

function problemWords(way: FileWay, why: Problem, name: string, size: number): string {
  const terms = fileTerms[way];
  const most = terms?.kinds?.[supposedKind(name)];
  const tooLargeOfKind = why === 'too-large' && most !== undefined && size > most;
  if (way === 'note' && (why === 'too-many' || why === 'too-large')) return problems.noteProblem(why, { name, most: terms?.most ?? 0, size: limitWords(terms?.together ?? 0) });
  return problems.problem(tooLargeOfKind ? 'kind-too-large' : why, { name, channel: way === 'note' ? '' : words.channels[way], most: terms?.most ?? 0, size: limitWords((tooLargeOfKind ? most : terms?.together) ?? 0) });
}
