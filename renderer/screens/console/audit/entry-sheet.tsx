import type { AuditName } from '../../../../shared/contract/console/audit.ts';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import { Facts, Sheet, SheetPart } from '../../../ui/sheet.tsx';
import { wholeTime } from '../../../words/times.ts';
import { actionWords, detailWords, whomWords, whoWords, words } from './words.ts';

/** One entry with all that it holds, also as the log has it: whoever looks it up elsewhere finds it by that. */
export function EntrySheet({ entry, names, onClose }: { readonly entry: AuditEntry; readonly names: ReadonlyMap<string, AuditName>; readonly onClose: () => void }) {
  const details = detailWords(entry, names);
  const whom = whomWords(entry, names);
  return (
    <Sheet title={actionWords(entry.action)} subtitle={words.sheet.entry(entry.position)} onClose={onClose}>
      <SheetPart title={words.sheet.what}>
        <Facts
          facts={[
            { label: words.sheet.when, value: wholeTime(entry.at) },
            { label: words.sheet.who, value: whoWords(entry, names) },
            ...(whom === '' ? [] : [{ label: words.sheet.whom, value: whom }]),
          ]}
        />
      </SheetPart>
      {details.length > 0 && (
        <SheetPart title={words.sheet.details}>
          <Facts facts={details} />
        </SheetPart>
      )}
      <SheetPart title={words.sheet.asLogged}>
        <Facts
          facts={[
            { label: words.sheet.name, value: <code className="audit-hash">{entry.action}</code> },
            { label: words.sheet.who, value: <code className="audit-hash">{entry.actor}</code> },
            { label: words.sheet.id, value: <code className="audit-hash">{entry.subject}</code> },
          ]}
        />
      </SheetPart>
    </Sheet>
  );
}
