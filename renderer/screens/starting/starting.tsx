import { Gate } from '../../ui/gate.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import './starting.css';
import { words } from './words.ts';

export function StartingScreen() {
  return (
    <Gate title={words.title}>
      <output className="gate-status starting" aria-label={words.title}>
        <Spinner />
      </output>
    </Gate>
  );
}
