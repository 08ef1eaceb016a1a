import { X } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import type { CannedReply, Afterwards } from '../../../../shared/domain/canned-reply.ts';
import { fillCannedText, readCannedText } from '../../../../shared/domain/canned-text.ts';
import type { TeamId } from '../../../../shared/domain/ids.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { withRow } from '../../../data/console/follow.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { CheckField, SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { Sheet, SheetPart } from '../../../ui/sheet.tsx';
import { languageName } from '../../inbox/writing/canned-preview.tsx';
import { Question } from '../question.tsx';
import { actionProblemWords } from '../words.ts';
import './canned.css';
import { words } from './words.ts';

type Version = CannedReply['texts'][number] & { readonly key: number };

/** As the contract has it. */
const mostLanguages = 12;

/** One canned reply, to be written or changed: its texts, with a preview of each, and what follows once it is sent. */
export function CannedSheet({ reply, onClose }: { readonly reply: CannedReply | null; readonly onClose: () => void }) {
  const { ask, canned } = useConsole();
  const teams = useFollowed(canned).value?.teams ?? [];
  const [name, setName] = useState(reply?.name ?? '');
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [teamId, setTeamId] = useState<string>(reply?.teamId ?? '');
  const nextKey = useRef(reply?.texts.length ?? 1);
  const [versions, setVersions] = useState<readonly Version[]>(() => (reply?.texts ?? [{ language: navigator.language.slice(0, 2), text: '' }]).map((one, key) => ({ ...one, key })));
  const [afterwards, setAfterwards] = useState<Afterwards>(reply?.afterwards ?? { status: null, assignToMe: false });
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const [removing, setRemoving] = useState(false);
  const change = (key: number, part: Partial<Version>): void => setVersions((before) => before.map((one) => (one.key === key ? { ...one, ...part } : one)));

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    const texts = versions.map(({ language, text }) => ({ language: language.trim(), text: text.trim() }));
    setMissing(name.trim() === '' || shortcut.trim() === '' || texts.some(({ language, text }) => language === '' || text === ''));
    if (name.trim() === '' || shortcut.trim() === '' || texts.some(({ language, text }) => language === '' || text === '' || wrongIn(text) !== null)) return;
    setBusy(true);
    setProblem(null);
    const outcome = await ask('canned.save', { id: reply?.id ?? null, name: name.trim(), shortcut: shortcut.trim().toLowerCase(), teamId: teamId === '' ? null : (teamId as TeamId), texts, afterwards });
    setBusy(false);
    if (outcome.kind !== 'done') {
      setProblem(outcome);
      return;
    }
    canned.put((shown) => ({ ...shown, replies: [...withRow(outcome.value)(shown.replies)] }));
    onClose();
  };

  return (
    <Sheet
      title={reply?.name ?? words.sheet.new}
      onClose={onClose}
      foot={
        <>
          {reply !== null && <Button onClick={() => setRemoving(true)}>{words.sheet.remove}</Button>}
          <Button type="submit" form="canned-form" look="primary" busy={busy}>
            {teamId === '' ? words.sheet.save : words.sheet.saveTeam}
          </Button>
        </>
      }
    >
      <form id="canned-form" className="console-form" onSubmit={(event) => void save(event)}>
        <TextField label={words.sheet.name} value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        <TextField label={words.sheet.shortcut} hint={words.sheet.shortcutHint} value={shortcut} maxLength={30} onChange={(event) => setShortcut(event.target.value)} />
        <SelectField
          label={words.sheet.team}
          value={teamId}
          onChange={(event) => setTeamId(event.target.value)}
          choices={[{ value: '', words: words.everybody }, ...teams.map((team) => ({ value: team.id as string, words: team.name }))]}
        />
        {versions.map((version) => (
          <VersionFields
            key={version.key}
            version={version}
            onChange={(part) => change(version.key, part)}
            onRemove={versions.length === 1 ? null : () => setVersions(versions.filter(({ key }) => key !== version.key))}
          />
        ))}
        {versions.length < mostLanguages && (
          <div>
            <Button onClick={() => setVersions([...versions, { language: '', text: '', key: nextKey.current++ }])}>{words.sheet.addLanguage}</Button>
          </div>
        )}
        <Gaps />
        <SelectField
          label={words.sheet.status}
          value={afterwards.status ?? ''}
          onChange={(event) => setAfterwards({ ...afterwards, status: event.target.value === '' ? null : (event.target.value as NonNullable<Afterwards['status']>) })}
          choices={Object.entries(words.statuses).map(([value, shown]) => ({ value, words: shown }))}
        />
        <CheckField label={words.sheet.assign} checked={afterwards.assignToMe} onChange={(event) => setAfterwards({ ...afterwards, assignToMe: event.target.checked })} />
        <p className="gate-problem" role="alert">
          {problem === null ? (missing ? words.sheet.missing : null) : actionProblemWords(problem)}
        </p>
      </form>
      {removing && reply !== null && (
        <Question
          title={words.sheet.removeTitle(reply.name)}
          consequence={words.sheet.removeMore}
          confirm={words.sheet.removeConfirm}
          onConfirm={async () => {
            const outcome = await ask('canned.remove', { id: reply.id });
            if (outcome.kind === 'done') {
              canned.put((shown) => ({ ...shown, replies: shown.replies.filter(({ id }) => id !== reply.id) }));
              onClose();
            }
            return outcome;
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </Sheet>
  );
}

interface VersionFieldsProps {
  readonly version: Version;
  readonly onChange: (part: Partial<Version>) => void;
  /** Null for the only one. */
  readonly onRemove: (() => void) | null;
}

function VersionFields({ version: { language, text }, onChange, onRemove }: VersionFieldsProps) {
  const { agentName, organisation } = useWorkplace();
  const wrong = wrongIn(text);
  return (
    <fieldset className="canned-version" aria-label={language === '' ? words.sheet.language : languageName(language)}>
      <div className="canned-version-head">
        <TextField label={words.sheet.language} hint={words.sheet.languageHint} value={language} maxLength={6} onChange={(event) => onChange({ language: event.target.value })} />
        {onRemove !== null && (
          <IconButton label={words.sheet.removeLanguage(languageName(language))} onClick={onRemove}>
            <X className="icon" />
          </IconButton>
        )}
      </div>
      <TextArea label={words.sheet.text} rows={5} maxLength={5000} lang={language} value={text} problem={wrong === null ? null : words.sheet.wrongGap(wrong)} onChange={(event) => onChange({ text: event.target.value })} />
      {text.trim() !== '' && wrong === null && (
        <SheetPart title={words.sheet.preview}>
          <p className="canned-preview" lang={language} dir="auto">
            {fillCannedText(text, { ...words.example, 'agent.name': agentName, 'company.name': organisation })}
          </p>
        </SheetPart>
      )}
    </fieldset>
  );
}

function Gaps() {
  return (
    <div className="canned-gaps">
      <p>
        {words.sheet.gaps}. {words.sheet.gapsMore}
      </p>
      <dl>
        {words.variables.map(({ variable, meaning }) => (
          <div key={variable} className="canned-gap">
            <dt>{`{{${variable}}}`}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What in a text is no gap there is, as it is written. */
function wrongIn(text: string): string | null {
  const read = readCannedText(text);
  return read.kind === 'wrong' ? read.written : null;
}
