import { useEffect, useMemo, useRef, useState } from 'react';
import type { Policy } from '../../../../shared/domain/policy.ts';
import type { ConsoleOutcome, ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { takesPolicy } from '../../../data/console/device-list.ts';
import { changedFields, formOf, readForm } from '../../../data/console/policy-form.ts';
import { useStore } from '../../../data/store.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Question } from '../question.tsx';
import { Section } from '../section.tsx';
import { actionProblemWords } from '../words.ts';
import { ChecksTable, FieldGroups, SystemsTable } from './policy-fields.tsx';
import { KindFields } from './kind-fields.tsx';
import { OrderFields } from './order-fields.tsx';
import { PanelFields } from './panel-fields.tsx';
import { PatternFields } from './pattern-fields.tsx';
import { PolicyJump } from './policy-jump.tsx';
import { PolicyPreview, usePreview } from './policy-preview.tsx';
import './policy.css';
import { SuggestionList } from './suggestion-list.tsx';
import { words } from './words.ts';

/** The policy as a form: what is changed is marked, whom it affects is shown, and then it is signed and sent. */
export function PolicySection() {
  const { policy, draft } = useConsole();
  const shown = useFollowed(policy);
  const { base } = useStore(draft.state);
  useEffect(() => {
    if (shown.value !== null) draft.arrived(shown.value);
  }, [draft, shown.value]);
  return (
    <Section title={words.title} shown={{ ...shown, value: base }} onRetry={policy.retry} count={base === null ? undefined : words.version(base.version)}>
      {(edited) => <PolicyEditor base={edited} />}
    </Section>
  );
}

function PolicyEditor({ base }: { readonly base: Policy }) {
  const console = useConsole();
  const { draft } = console;
  const { form, newer } = useStore(draft.state);
  const devices = useFollowed(console.devices).value ?? [];
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const before = useMemo(() => formOf(base), [base]);
  const changed = useMemo(() => new Set(changedFields(before, form)), [before, form]);
  const read = useMemo(() => readForm(form, base), [form, base]);
  const wrong = useMemo(() => new Set(read.kind === 'wrong' ? read.fields : []), [read]);
  const [asking, setAsking] = useState(false);
  const preview = usePreview(read.kind === 'whole' && changed.size > 0 ? read.draft : null);
  const edit = (field: string, text: string): void => {
    draft.type(field, text);
    setProblem(null);
    setSent(null);
  };
  const fields = { before, form, changed, wrong, edit };

  const lockedOut = preview.outcome?.kind === 'done' ? preview.outcome.value.effects.filter(({ before: was, after }) => was !== 'refuse' && after === 'refuse') : [];
  const place = useRef<HTMLFormElement>(null);

  const send = async (): Promise<ConsoleOutcome<unknown> | null> => {
    if (busy || read.kind === 'wrong') return null;
    setBusy(true);
    setProblem(null);
    const outcome = await console.ask('policy.set', read.draft);
    setBusy(false);
    if (outcome.kind === 'done') {
      draft.sent(outcome.value);
      console.policy.put(() => outcome.value);
      console.devices.refresh();
      setSent(outcome.value.version);
      setAsking(false);
    } else {
      setProblem(outcome);
      // It may have been refused because somebody else was quicker.
      console.policy.refresh();
    }
    return outcome;
  };

  return (
    <div className="policy">
      <div className="policy-parts">
        <form
          ref={place}
          className="policy-form"
          onSubmit={(event) => {
            event.preventDefault();
          }}
        >
          {newer !== null && (
            <Banner
              meaning="caution"
              role="alert"
              title={words.newer(newer.version)}
              action={
                <Button
                  onClick={() => {
                    draft.takeNewer();
                    setProblem(null);
                  }}
                >
                  {words.takeNewer}
                </Button>
              }
            >
              {words.newerMore}
            </Banner>
          )}
          <PolicyJump form={place} />
          <SuggestionList form={form} edit={edit} />
          <FieldGroups {...fields} />
          <KindFields {...fields} />
          <PatternFields {...fields} />
          <PanelFields {...fields} />
          <OrderFields {...fields} />
          <SystemsTable {...fields} known={devices.flatMap(({ posture }) => posture.osId ?? [])} />
          <ChecksTable {...fields} />
        </form>
        <PolicyPreview preview={preview} wrong={wrong.size > 0} changed={changed.size > 0} />
      </div>
      <footer className="policy-foot">
        <output className="policy-changed">
          {wrong.size > 0 ? words.wrong(wrong.size) : sent !== null && changed.size === 0 ? words.sent(sent) : words.changed(changed.size)}
        </output>
        <span className="gate-problem policy-problem" role="alert">
          {problem === null ? null : actionProblemWords(problem)}
        </span>
        <Button
          disabled={changed.size === 0}
          onClick={() => {
            draft.discard();
            setProblem(null);
          }}
        >
          {words.discard}
        </Button>
        <Button look="primary" busy={busy} disabled={!busy && (changed.size === 0 || wrong.size > 0 || newer !== null || !preview.isCurrent)} onClick={() => (lockedOut.length > 0 ? setAsking(true) : void send())}>
          {words.send(devices.filter(takesPolicy).length)}
        </Button>
      </footer>
      {asking && read.kind === 'whole' && (
        <Question
          title={words.lockOut.title(lockedOut.length)}
          consequence={words.lockOut.consequence(lockedOut)}
          confirm={words.lockOut.confirm}
          onConfirm={async () => (await send()) ?? { kind: 'unreachable' }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
