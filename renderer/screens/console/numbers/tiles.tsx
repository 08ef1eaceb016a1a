import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Numbers, Spread } from '../../../../shared/domain/numbers.ts';
import { changeWords, count, durationWords, keptShare, percentWords, satisfiedShare, words } from './words.ts';

interface TileOf {
  readonly key: keyof typeof words.tiles;
  readonly figure: string;
  readonly more: string;
  readonly change: ReturnType<typeof changeWords>;
  /** Which way is the better one; absent where neither is. */
  readonly better?: 'up' | 'down';
}

/** The figures that matter most, each with how it was in as long a time before. */
export function Tiles({ numbers }: { readonly numbers: Numbers }) {
  return (
    <ul className="numbers-tiles" aria-label={words.tiles.label}>
      {tilesOf(numbers).map(({ key, figure, more, change, better }) => (
        <li key={key} className="numbers-tile">
          <h2 className="numbers-tile-name">{words.tiles[key]}</h2>
          <p className="numbers-tile-figure">{figure}</p>
          <p className="numbers-tile-more">{more}</p>
          {change !== null && (
            <p className={`numbers-tile-change ${better === undefined || change.way === 'same' ? '' : change.way === better ? 'numbers-better' : 'numbers-worse'}`}>
              {change.way === 'up' && <ArrowUp className="icon-small" aria-hidden="true" />}
              {change.way === 'down' && <ArrowDown className="icon-small" aria-hidden="true" />}
              {change.words}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function tilesOf({ total, before, standing }: Numbers): readonly TileOf[] {
  const time = (key: 'firstResponse' | 'answer' | 'resolution'): TileOf => ({
    key,
    figure: medianWords(total[key]),
    more: total[key].p90 === null ? words.noneYet : words.nineOfTen(total[key].p90),
    change: changeWords(total[key].median, before?.[key].median, durationWords),
    better: 'down',
  });
  const counted = (key: 'opened' | 'answered' | 'resolved', more: string): TileOf => ({ key, figure: count(total[key]), more, change: changeWords(total[key], before?.[key], count) });
  const kept = keptShare(total);
  const rated: TileOf = {
    key: 'rated',
    figure: percentWords(satisfiedShare(total)),
    more: words.ratings(total.rated),
    change: changeWords(satisfiedShare(total), before === null ? undefined : satisfiedShare(before), percentWords),
    better: 'up',
  };
  return [
    time('firstResponse'),
    time('answer'),
    time('resolution'),
    {
      key: 'kept',
      figure: percentWords(kept),
      more: kept === null ? words.noPromise : words.keptOf(total.kept, total.kept + total.broken),
      change: changeWords(kept, before === null ? undefined : keptShare(before), percentWords),
      better: 'up',
    },
    { key: 'open', figure: count(standing.open), more: words.overdue(standing.overdue), change: null },
    counted('opened', words.reopened(total.reopened)),
    counted('answered', ''),
    counted('resolved', ''),
    // Where nobody is asked, there is nothing to say of it.
    ...(total.rated.count + (before?.rated.count ?? 0) === 0 ? [] : [rated]),
  ];
}

const medianWords = ({ median }: Spread): string => (median === null ? '–' : durationWords(median));
