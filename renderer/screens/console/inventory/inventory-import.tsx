import { useId, useRef, useState } from 'react';
import type { ConsoleOutput } from '../../../../shared/contract/console/index.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { previewInventory, type InventoryPreview } from '../../../data/console/inventory-csv.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { actionProblemWords, words as consoleWords } from '../words.ts';
import './inventory-import.css';
import { csvProblemWords, words } from './words.ts';

interface Chosen {
  readonly csv: string;
  readonly preview: InventoryPreview;
}

/** The contract's most for one import, in characters. */
const most = 2_000_000;

/** A file is chosen and read in the page, looked at, and sent as a whole. The hub takes all of it or nothing. */
export function InventoryImport({ onClose }: { readonly onClose: () => void }) {
  const console = useConsole();
  const id = useId();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  /** The file's name: the browser would say it, and that there is none, in a language of its own. */
  const [named, setNamed] = useState<string | null>(null);
  const [unusable, setUnusable] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const [result, setResult] = useState<ConsoleOutput<'inventory.import'> | null>(null);
  /** Grows with every choice: a large file may be read more slowly than the next one is chosen. */
  const turn = useRef(0);

  const choose = async (file: File | undefined): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    setChosen(null);
    setNamed(file?.name ?? null);
    setUnusable(null);
    setProblem(null);
    setResult(null);
    if (file === undefined) return;
    try {
      const csv = file.size > 4 * most ? null : await file.text();
      if (mine !== turn.current) return;
      if (csv === null || csv.length > most) {
        setUnusable(words.importing.tooLarge);
        return;
      }
      const preview = previewInventory(csv);
      setChosen({ csv, preview });
      setUnusable(unusableWords(preview));
    } catch {
      if (mine === turn.current) setUnusable(words.importing.unreadable);
    }
  };
  const send = async (csv: string): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const outcome = await console.ask('inventory.import', { csv });
    setBusy(false);
    console.inventory.refresh();
    console.devices.refresh();
    if (outcome.kind === 'done') setResult(outcome.value);
    else setProblem(outcome);
  };
  const preview = chosen?.preview.kind === 'ready' ? chosen.preview : null;

  return (
    <Sheet
      title={words.importing.title}
      onClose={onClose}
      foot={
        result !== null ? (
          <Button onClick={onClose}>{words.importing.close}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{consoleWords.keep}</Button>
            {chosen !== null && preview !== null && (
              <Button look="primary" busy={busy} onClick={() => void send(chosen.csv)}>
                {words.importing.import(preview.count)}
              </Button>
            )}
          </>
        )
      }
    >
      <p className="console-text">{words.importing.lead}</p>
      <div className="field">
        <span className="field-label" id={`${id}-label`}>
          {words.importing.file}
        </span>
        <div className="import-file">
          <input
            id={id}
            type="file"
            accept=".csv,text/csv"
            className="import-input"
            onChange={(event) => void choose(event.target.files?.[0])}
            aria-labelledby={`${id}-label ${id}-name`}
            aria-describedby={`${id}-problem`}
          />
          <span className="button button-plain import-choose" aria-hidden="true">
            <span className="button-words">{words.importing.choose}</span>
          </span>
          <span id={`${id}-name`} className="import-name">
            {named ?? words.importing.noFile}
          </span>
        </div>
        <div className="field-problem" id={`${id}-problem`} role="alert">
          {unusable ?? (problem === null ? null : actionProblemWords(problem))}
        </div>
      </div>
      {preview !== null && result === null && (
        <figure className="import-preview">
          <figcaption className="sheet-part-title">{words.importing.preview(preview.rows.length, preview.count)}</figcaption>
          {/* Scrolls by itself where a file has many columns. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <section className="import-scroll" aria-label={words.importing.preview(preview.rows.length, preview.count)} tabIndex={0}>
            <table className="import-table">
              <thead>
                <tr>
                  {preview.headings.map((heading) => (
                    <th key={heading} scope="col">
                      {heading}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {preview.rows.map((fields) => (
                  <tr key={fields.join('\n')}>
                    {preview.headings.map((heading, column) => (
                      <td key={heading}>{fields[column]}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </figure>
      )}
      <output>{result !== null && <Banner meaning="success" title={words.importing.done(result.added, result.changed, result.same)} />}</output>
    </Sheet>
  );
}

function unusableWords(preview: InventoryPreview): string | null {
  switch (preview.kind) {
    case 'ready':
      return null;
    case 'empty':
      return words.importing.empty;
    case 'no-headings':
      return words.importing.noHeadings;
    case 'not-csv':
      return csvProblemWords(preview.problem);
  }
}
