import { SealdeskError } from '../../shared/domain/errors.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import { type Acting, assign, changeTag, setPriority, setStatus } from './agent-actions.ts';
import type { QueryInput } from './vault-query.ts';

/** The same done to many conversations, each by its own command, in one transaction. Those that cannot be changed are named, and the rest is done. */
export function changeMany(acting: Acting, { ids, change }: QueryInput<'inbox.change'>): VaultOutput<'inbox.change'> {
  return toEach(ids, (id) => {
    switch (change.do) {
      case 'status':
        return setStatus(acting, { id, status: change.status, until: change.until });
      case 'priority':
        return setPriority(acting, { id, priority: change.priority });
      case 'tag':
        return changeTag(acting, { id, tag: change.tag, change: change.change });
    }
  });
}

export function assignMany(acting: Acting, { ids, assigneeId }: QueryInput<'inbox.assign'>): VaultOutput<'inbox.assign'> {
  return toEach(ids, (id) => assign(acting, { id, assigneeId }));
}

/** An action throws before it changes anything. */
function toEach(ids: readonly ConversationId[], act: (id: ConversationId) => null): { done: number; notDone: ConversationId[] } {
  const different = [...new Set(ids)];
  const notDone = different.filter((id) => {
    try {
      act(id);
      return false;
    } catch (error) {
      if (error instanceof SealdeskError) return true;
      throw error;
    }
  });
  return { done: different.length - notDone.length, notDone };
}
