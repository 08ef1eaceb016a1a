import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { Gate } from '../../ui/gate.tsx';
import './stopped.css';
import { headings, stoppedWords, type Stopped } from './words.ts';

/** Every state in which Sealdesk does not go on by itself. */
export function StoppedScreen({ state, below }: { readonly state: Stopped; readonly below: string | null }) {
  const words = stoppedWords(state);
  const Icon = words.meaning === 'danger' ? OctagonAlert : TriangleAlert;
  return (
    <Gate
      focusTitle
      icon={<Icon className={`gate-icon gate-icon-${words.meaning}`} aria-hidden="true" />}
      title={words.title}
      lead={<p>{words.happened}</p>}
      below={below ?? undefined}
    >
      {words.detail.length > 0 && (
        <ul className="stopped-detail">
          {words.detail.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <section className="stopped-part">
        <h2>{headings.safe}</h2>
        <p>{words.safe}</p>
      </section>
      <section className="stopped-part">
        <h2>{headings.todo}</h2>
        <p>{words.todo}</p>
      </section>
    </Gate>
  );
}
