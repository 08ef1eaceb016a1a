import type { FiguresRow, Numbers } from '../../../../shared/domain/numbers.ts';
import { count, keptShare, percentWords, rowName, satisfiedShare, timeOrDash, words } from './words.ts';

type Key = keyof typeof words.columns;

const cells: Readonly<Record<Key, (row: Pick<FiguresRow, 'figures' | 'standing'>) => string>> = {
  opened: ({ figures }) => count(figures.opened),
  assigned: ({ figures }) => count(figures.assigned),
  answered: ({ figures }) => count(figures.answered),
  resolved: ({ figures }) => count(figures.resolved),
  firstResponse: ({ figures }) => timeOrDash(figures.firstResponse.median),
  answer: ({ figures }) => timeOrDash(figures.answer.median),
  kept: ({ figures }) => percentWords(keptShare(figures)),
  rated: ({ figures }) => percentWords(satisfiedShare(figures)),
  open: ({ standing }) => count(standing.open),
};

/** A row for each part: conversations begin in a channel or a team, and are given to an agent. */
export function PartsTable({ by, rows, own }: { readonly by: NonNullable<Numbers['by']>; readonly rows: readonly FiguresRow[]; readonly own: boolean }) {
  const columns: readonly Key[] = [by === 'agent' ? 'assigned' : 'opened', 'answered', 'resolved', 'firstResponse', 'answer', 'kept', 'rated', 'open'];
  const title = own ? words.own : words.parts[by];
  return (
    <div className="numbers-parts">
      <h2 className="numbers-plot-title">{title}</h2>
      {rows.length === 0 ? (
        <p className="console-text">{own ? words.ownNone : words.emptyTime}</p>
      ) : (
        // It moves sideways where the window is narrow; the keyboard has to reach it for that.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="numbers-scroll" aria-label={title} tabIndex={0}>
          <table className="numbers-table">
            <thead>
              <tr>
                <th scope="col">{words.breakdowns[by]}</th>
                {columns.map((key) => (
                  <th key={key} scope="col">
                    {words.columns[key]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">{rowName(row, by)}</th>
                  {columns.map((key) => (
                    <td key={key}>{cells[key](row)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className="console-hint">{words.medians}</p>
    </div>
  );
}
