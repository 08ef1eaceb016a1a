import { useEffect, useId, useRef, useState } from 'react';
import type { DayFigures } from '../../../../shared/domain/numbers.ts';
import { axis, lineOf, type Place } from './plot-places.ts';
import { count, dayWords, shortDayWords, words } from './words.ts';

export interface Series {
  readonly key: 'opened' | 'answered' | 'resolved' | 'backlog';
  readonly name: string;
}

const height = 180;
const room = { top: 12, bottom: 28, start: 40, end: 12 };

/** Lines over the days, each of a colour and a stroke of its own, and all of it as a table behind. */
export function Plot({ title, days, series }: { readonly title: string; readonly days: readonly DayFigures[]; readonly series: readonly Series[] }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.max(240, element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const most = Math.max(0, ...days.flatMap((day) => series.map(({ key }) => day[key])));
  const { top, ticks } = axis(most);
  const place: Place = { width: width - room.start - room.end, height: height - room.top - room.bottom, days: days.length, top };
  return (
    <figure className="numbers-plot" aria-labelledby={id}>
      <figcaption className="numbers-plot-head">
        <h2 id={id} className="numbers-plot-title">
          {title}
        </h2>
        {series.length > 1 && (
          <ul className="numbers-legend">
            {series.map(({ key, name }) => (
              <li key={key}>
                <svg className="numbers-sample" viewBox="0 0 24 8" aria-hidden="true">
                  <path className={`numbers-line numbers-line-${key}`} d="M0 4H24" />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        )}
      </figcaption>
      <div ref={box} className="numbers-drawing">
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words.plotWords(title, days.length, most)}>
          <g transform={`translate(${room.start} ${room.top})`}>
            {ticks.map((tick) => {
              const y = place.height * (1 - tick / top);
              return (
                <g key={tick}>
                  <path className="numbers-grid" d={`M0 ${y}H${place.width}`} />
                  <text className="numbers-axis" x={-8} y={y} dy="0.32em" textAnchor="end">
                    {count(tick)}
                  </text>
                </g>
              );
            })}
            {namedDays(days.length).map((at) => (
              <text key={at} className="numbers-axis" x={days.length < 2 ? place.width / 2 : (place.width * at) / (days.length - 1)} y={place.height + 20} textAnchor={days.length < 2 ? 'middle' : at === 0 ? 'start' : at === days.length - 1 ? 'end' : 'middle'}>
                {shortDayWords(days[at]?.day ?? '')}
              </text>
            ))}
            {series.map(({ key }) => {
              const line = lineOf(days.map((day) => day[key]), place);
              return (
                <g key={key}>
                  <path className={`numbers-line numbers-line-${key}`} d={line.path} />
                  {line.points.map(({ x, y }) => (
                    <circle key={x} className={`numbers-point-${key}`} cx={x} cy={y} r={3} />
                  ))}
                </g>
              );
            })}
          </g>
        </svg>
      </div>
      <details className="numbers-as-table">
        <summary aria-label={words.asTableOf(title)}>{words.asTable}</summary>
        <table className="numbers-table">
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              {series.map(({ key, name }) => (
                <th key={key} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">{dayWords(day.day)}</th>
                {series.map(({ key }) => (
                  <td key={key}>{count(day[key])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** The first day, the last, and one between where there is room for a name. */
function namedDays(days: number): readonly number[] {
  return [...new Set(days < 3 ? [0, days - 1] : [0, Math.floor((days - 1) / 2), days - 1])].filter((at) => at >= 0);
}
