import type { ConversationId } from '../../shared/domain/ids.ts';

export interface ReadAhead<Page> {
  /** Those that are likely to be opened next, the likeliest first; what was read of others is let go. */
  readonly expect: (ids: readonly ConversationId[]) => void;
  /** What was read of this one, once; null where there is nothing, or it has changed since. */
  readonly take: (id: ConversationId) => Page | null;
  /** They have changed, and are read when they are opened. */
  readonly forget: (ids: readonly ConversationId[]) => void;
}

/** Reads what is likely to be asked for next, so that it is there at once. Never more than was expected last is held. */
export function createReadAhead<Page>(read: (id: ConversationId) => Promise<Page | null>): ReadAhead<Page> {
  /** `page` is null while it is being read. An entry that was put away meanwhile stays away. */
  let held = new Map<ConversationId, { page: Page | null }>();
  return {
    expect(ids) {
      held = new Map(ids.map((id) => [id, held.get(id) ?? begin(id)]));
    },
    take(id) {
      const page = held.get(id)?.page ?? null;
      held.delete(id);
      return page;
    },
    forget(ids) {
      for (const id of ids) held.delete(id);
    },
  };

  function begin(id: ConversationId): { page: Page | null } {
    const entry: { page: Page | null } = { page: null };
    void read(id).then((page) => {
      entry.page = page;
    });
    return entry;
  }
}
