import { useCallback, useState, type KeyboardEvent } from 'react';
import type { maxTemplateValue, Template } from '../../../../shared/domain/template.ts';
import { hasHeaderFile } from '../../../../shared/template/header-file.ts';
import { isFilled, problemWithValue, templateText } from '../../../../shared/template/fill-template.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useDraftCheck } from '../../../data/draft-check.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Picker } from '../../../ui/picker.tsx';
import { Skeleton } from '../../../ui/spinner.tsx';
import { failureWords } from '../../../words/failures.ts';
import { classNames } from '../../../ui/class-names.ts';
import { DraftFindings } from '../draft-findings.tsx';
import { AttachFiles } from '../writing/attach-files.tsx';
import { DraftFileList } from '../writing/draft-file-list.tsx';
import { useDraftFiles } from '../writing/use-draft-files.ts';
import { TemplatePreview } from './template-preview.tsx';
import { useAnswer } from './use-answer.ts';
import { templateChoices, templateWords as words } from './template-words.ts';
import { saidAgain } from '../../../words/said.ts';

/** The contract's limit; its file brings the schema library, which a page without eval has no use for. */
const longest: typeof maxTemplateValue = 1_024;

/** One of the approved templates, with its variables filled in, as the answer. */
export function TemplateReply({ opened, onLeave }: { readonly opened: OpenConversation; readonly onLeave: () => void }) {
  const { client, opened: shown } = useDesk();
  const { id } = opened;
  const { answer: listed, again } = useAnswer(useCallback(() => askHub(client, 'template.list', { conversation: id }), [client, id]));
  const [chosen, setChosen] = useState<Template | null>(null);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const values = (chosen?.fields ?? []).flatMap(({ key }) => ((typed[key] ?? '').trim() === '' ? [] : [{ key, value: (typed[key] ?? '').trim() }]));
  const whole = chosen !== null && isFilled(chosen, values, longest);
  const text = chosen === null ? '' : templateText(chosen, values);
  const findings = useDraftCheck(client, id, 'reply', whole ? text : '');
  const stopped = findings.some(({ stops }) => stops);
  const draftFiles = useDraftFiles(opened, 'reply');
  const media = chosen?.media;
  const files = media === undefined ? [] : draftFiles.files;
  const ready = whole && hasHeaderFile(media, files) && draftFiles.adding.length === 0;

  const send = async (): Promise<void> => {
    if (busy || chosen === null || !ready || stopped) return;
    setBusy(true);
    setProblem(null);
    const answer = await client.call('conversation.template', { id, template: chosen, values, files: files.map((file) => file.id) });
    setBusy(false);
    if (!answer.ok) {
      setProblem(failureWords(answer.error));
      return;
    }
    setChosen(null);
    setTyped({});
    draftFiles.sent();
    shown.refresh();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  switch (listed?.kind) {
    case undefined:
      return (
        <div className="template-reply">
          <Skeleton lines={2} />
        </div>
      );
    case 'refused':
    case 'unreachable':
    case 'not-served':
      return (
        <div className="template-reply">
          <p className="template-hint" role="alert">
            {listed.kind === 'refused' ? saidAgain(listed.message) : listed.kind === 'unreachable' ? words.offline : failureWords(listed.failure)}
          </p>
          <Button onClick={again}>{words.askAgain}</Button>
        </div>
      );
    case 'done':
      return (
        // Keys that end the whole, from whichever field has the focus.
        // eslint-disable-next-line jsx-a11y/no-static-element-interactions
        <div className="template-reply" onKeyDown={onKeyDown}>
          <Picker
            label={words.template}
            placeholder={words.choose}
            choicesFor={(asked) => templateChoices(listed.value.templates, asked)}
            nothing={listed.value.templates.length === 0 ? words.none : words.nothing}
            {...(listed.value.others === 0 ? {} : { hint: words.others(listed.value.others) })}
            chosen={chosen === null ? null : (templateChoices([chosen], '')[0] ?? null)}
            onChoose={(choice) => {
              setChosen(choice === null ? null : (listed.value.templates.find((one) => templateChoices([one], '')[0]?.value === choice.value) ?? null));
              setTyped({});
              setProblem(null);
            }}
          />
          {chosen !== null && (
            <>
              <div className="template-fields">
                {chosen.fields.map((field) => {
                  const value = typed[field.key] ?? '';
                  const wrong = value.trim() === '' ? null : problemWithValue(value.trim(), longest);
                  return (
                    <TextField
                      key={field.key}
                      label={words.field(field, chosen)}
                      {...(field.example === '' ? {} : { placeholder: words.example(field.example) })}
                      problem={wrong === null ? null : words.wrong[wrong]}
                      value={value}
                      dir="auto"
                      onChange={(event) => setTyped({ ...typed, [field.key]: event.target.value })}
                    />
                  );
                })}
              </div>
              {media !== undefined && <DraftFileList kind="reply" {...draftFiles} />}
              <TemplatePreview template={chosen} values={values} file={media !== undefined && hasHeaderFile(media, files) ? (files[0] ?? null) : null} />
              <DraftFindings findings={findings} text={text} onShow={() => undefined} />
            </>
          )}
          <div className="composer-foot template-foot">
            {media !== undefined && <AttachFiles way="whatsapp" onFiles={draftFiles.add} />}
            <output className={classNames('composer-state', (problem ?? (media === undefined ? null : draftFiles.problem)) !== null && 'composer-problem')}>
              {problem ?? (media === undefined ? null : (draftFiles.problem ?? (hasHeaderFile(media, files) ? null : words.needs[media])))}
            </output>
            <Button look="primary" busy={busy} disabled={!busy && (!ready || stopped)} onClick={() => void send()}>
              {words.send}
            </Button>
          </div>
        </div>
      );
  }
}
