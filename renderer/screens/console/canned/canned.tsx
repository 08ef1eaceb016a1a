import { MessageSquareQuote } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { CannedReply } from '../../../../shared/domain/canned-reply.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { languageName } from '../../inbox/writing/canned-preview.tsx';
import { ListSection } from '../list-section.tsx';
import { NothingHere } from '../section.tsx';
import { CannedSheet } from './canned-sheet.tsx';
import { words } from './words.ts';

/** Texts that colleagues answer with: who writes them, writes them here. */
export function CannedSection() {
  const { canned, views } = useConsole();
  const shown = useFollowed(canned);
  const { canned: query } = useStore(views);
  const [making, setMaking] = useState(false);
  const teams = useMemo(() => new Map<string, string>((shown.value?.teams ?? []).map(({ id, name }) => [id, name])), [shown.value]);
  const forWhom = (reply: CannedReply): string => (reply.teamId === null ? words.everybody : (teams.get(reply.teamId) ?? ''));
  const rows = (shown.value?.replies ?? [])
    .filter((reply) => matches(query, [reply.name, reply.shortcut, forWhom(reply), ...reply.texts.map(({ text }) => text)]))
    .sort((one, other) => one.name.localeCompare(other.name));
  const columns: readonly Column<CannedReply>[] = [
    { key: 'shortcut', heading: words.columns.shortcut, share: 0.8, cell: ({ shortcut }) => `/${shortcut}` },
    { key: 'team', heading: words.columns.team, room: 'some', share: 0.8, cell: forWhom },
    { key: 'languages', heading: words.columns.languages, room: 'medium', cell: ({ texts }) => texts.map(({ language }) => languageName(language)).join(', ') },
  ];
  return (
    <>
      <ListSection
        title={words.title}
        followed={canned}
        shown={{ ...shown, value: shown.value?.replies ?? null }}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, canned: next }))}
        actions={
          <Button look="primary" onClick={() => setMaking(true)}>
            {words.make}
          </Button>
        }
        table={{ label: words.table, heading: words.columns.name, nameOf: ({ name }) => name, columns }}
        nothing={
          <NothingHere query={query} icon={<MessageSquareQuote aria-hidden="true" />} title={words.none}>
            <p>{words.noneMore}</p>
          </NothingHere>
        }
      >
        {(reply, onClose) => <CannedSheet key={reply.id} reply={reply} onClose={onClose} />}
      </ListSection>
      {making && <CannedSheet reply={null} onClose={() => setMaking(false)} />}
    </>
  );
}
