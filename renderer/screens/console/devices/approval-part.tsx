import type { Device } from '../../../data/console/console.tsx';
import { SafetyNumber } from '../../../ui/safety-number.tsx';
import { SheetPart } from '../../../ui/sheet.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { words } from './words.ts';

/** What is compared before a laptop is approved, and who has approved it so far. */
export function ApprovalPart({ device, now }: { readonly device: Device; readonly now: number }) {
  const { approvals, approvalsNeeded } = device;
  return (
    <SheetPart title={words.sheet.safetyNumber}>
      <SafetyNumber label={words.sheet.safetyNumber} digits={device.safetyNumber} />
      <p className="console-text">{words.sheet.compare}</p>
      {approvalsNeeded > 1 && (
        <p className="console-text">
          {words.sheet.approvalsNeeded(approvals.length, approvalsNeeded)} {approvals.map(({ by, at }) => words.sheet.approvedBy(by, dayAndTime(at, now))).join(' ')}{' '}
          {approvals.length > 0 && words.sheet.another}
        </p>
      )}
    </SheetPart>
  );
}
