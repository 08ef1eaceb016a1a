import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { type Filter, isFiltering, type View } from '../../../../shared/domain/filter.ts';
import type { SavedViewId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { ActionMenu } from '../../../ui/action-menu.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { words as inboxWords } from '../words.ts';
import { FilterChips } from './filter-chips.tsx';
import { SavedViewDialog } from './saved-view-dialog.tsx';
import { words } from './words.ts';

export interface ShowList {
  (view: View, filter?: Filter, saved?: SavedViewId | null): void;
}

/** Renames or removes the saved view that is shown. */
export function SavedViewMenu({ id, onShow }: { readonly id: SavedViewId; readonly onShow: ShowList }) {
  const desk = useDesk();
  const toast = useToast();
  const saved = useStore(desk.savedViews.list).find((one) => one.id === id);
  const [renaming, setRenaming] = useState(false);
  if (saved === undefined) return null;
  const remove = async (): Promise<void> => {
    const failed = await desk.savedViews.remove(id);
    toast({ words: failed === null ? words.saved.removed(saved.name) : failureWords(failed) });
    if (failed === null) onShow(saved.view, saved.filter);
  };
  const actions = [
    { value: 'rename' as const, words: words.saved.rename },
    { value: 'remove' as const, words: words.saved.remove },
  ];
  return (
    <>
      <ActionMenu label={words.saved.actions(saved.name)} actions={actions} onAct={(what) => (what === 'rename' ? setRenaming(true) : void remove())}>
        <Ellipsis className="icon" aria-hidden="true" />
      </ActionMenu>
      {renaming && (
        <SavedViewDialog
          title={words.saved.rename}
          name={saved.name}
          onClose={() => setRenaming(false)}
          onKeep={async (name) => {
            const failed = await desk.savedViews.rename(id, name);
            return failed === null ? null : failureWords(failed);
          }}
        />
      )}
    </>
  );
}

/** Under the list's head while it is narrowed; nothing otherwise. */
export function ListFilter({ onShow }: { readonly onShow: ShowList }) {
  const desk = useDesk();
  const { view, filter, saved } = useStore(desk.list.state);
  const [saving, setSaving] = useState(false);
  if (!isFiltering(filter)) return null;
  return (
    <>
      <FilterChips filter={filter} onFilter={(next) => onShow(view, next)} onSave={saved === null ? () => setSaving(true) : null} />
      {saving && (
        <SavedViewDialog
          title={words.saved.save}
          name={filter.tag ?? inboxWords.views.names[view]}
          onClose={() => setSaving(false)}
          onKeep={async (name) => {
            const kept = await desk.savedViews.save(name, view, filter);
            if ('failure' in kept) return failureWords(kept.failure);
            onShow(view, filter, kept.id);
            return null;
          }}
        />
      )}
    </>
  );
}
