import { Gate } from '../../ui/gate.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import './starting.css';
import { words } from './words.ts';

export function StartingScreen() {
  return (
    <Gate title={words.title}>
      <p className="gate-status starting" role="status" aria-label={words.title}>
        <Spinner />
      </p>
    </Gate>
  );
}
