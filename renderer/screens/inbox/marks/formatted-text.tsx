import { type ReactNode } from 'react';
import { type Block, type Line, type Run, saysItsAddress, shownAddress } from '../../../../shared/marks/marked-text.ts';
import './marks.css';

/** What was written with marks, as it looks. Links are text here too: nothing in it can be followed. */
export function FormattedText({ blocks, id }: { readonly blocks: readonly Block[]; readonly id?: string }) {
  return (
    <div id={id} className="message-text formatted-text">
      {blocks.map((block, index) => (
        <BlockOf key={`${index}-${block.kind}`} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'lines':
      return <div dir="auto">{linesOf(block.lines)}</div>;
    case 'quote':
      return (
        <blockquote className="formatted-quote" dir="auto">
          {linesOf(block.lines)}
        </blockquote>
      );
    case 'bullets':
      return <ul className="formatted-list" dir="auto">{itemsOf(block.lines)}</ul>;
    case 'numbers':
      return (
        <ol className="formatted-list" start={block.first} dir="auto">
          {itemsOf(block.lines)}
        </ol>
      );
  }
}

const linesOf = (lines: readonly Line[]): ReactNode => lines.map((line, index) => [index > 0 && '\n', ...runsOf(line, `${index}`)]);

const itemsOf = (lines: readonly Line[]): ReactNode =>
  lines.map((line, index) => (
    <li key={`${index}-${line.length}`}>
      {runsOf(line, `${index}`)}
    </li>
  ));

const runsOf = (line: Line, within: string): ReactNode[] => line.map((run, index) => <RunOf key={`${within}-${index}-${run.kind}`} run={run} />);

function RunOf({ run }: { readonly run: Run }): ReactNode {
  switch (run.kind) {
    case 'text':
      return run.text;
    case 'code':
      return <code className="formatted-code">{run.text}</code>;
    case 'strong':
      return <strong>{runsOf(run.runs, 'strong')}</strong>;
    case 'emphasis':
      return <em>{runsOf(run.runs, 'emphasis')}</em>;
    case 'strike':
      return <s>{runsOf(run.runs, 'strike')}</s>;
    case 'link':
      return (
        <>
          <span className="formatted-link">{run.text}</span>
          {!saysItsAddress(run) && <span className="formatted-address"> ({shownAddress(run.address)})</span>}
        </>
      );
  }
}
