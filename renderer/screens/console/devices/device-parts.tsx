import type { ReactNode } from 'react';
import type { Device } from '../../../data/console/console.tsx';
import { Facts, SheetPart, type Fact } from '../../../ui/sheet.tsx';
import { figures } from '../../../words/counts.ts';
import { saidAgain } from '../../../words/said.ts';
import { wholeTime, dayAndTime } from '../../../words/times.ts';
import { words as consoleWords } from '../words.ts';
import './device-parts.css';
import { CheckMark, InventoryMark } from './marks.tsx';
import { words } from './words.ts';

const known = (text: string | null): string => (text === null || text === '' ? words.sheet.unknown : text);

export function MachinePart({ device }: { readonly device: Device }) {
  const { posture } = device;
  const model = [posture.manufacturer, posture.model].filter((part) => part !== null && part !== '').join(' ');
  return (
    <SheetPart title={words.sheet.machine}>
      <Facts
        facts={[
          { label: words.sheet.model, value: known(model) },
          { label: words.sheet.serial, value: known(posture.serial) },
          { label: words.sheet.uuid, value: known(posture.hardwareUuid) },
          { label: words.sheet.inventory, value: <InventoryMark device={device} /> },
          { label: words.sheet.system, value: posture.osVersion },
          { label: words.sheet.app, value: posture.appVersion },
          { label: words.sheet.hostName, value: posture.hostName },
          { label: words.sheet.keychain, value: known(posture.keychainBackend) },
        ]}
      />
    </SheetPart>
  );
}

export function ChecksPart({ device, now }: { readonly device: Device; readonly now: number }) {
  return (
    <SheetPart title={words.sheet.checks}>
      <ul className="checks">
        {device.checks.map(({ check, state, verdict, detail }) => (
          <li key={check} className="check">
            <span className="check-name">{words.checks[check]}</span>
            <CheckMark state={state} verdict={verdict} />
            <span className="check-detail">{saidAgain(detail)}</span>
          </li>
        ))}
      </ul>
      <p className="console-hint">{words.sheet.checksAt(dayAndTime(device.postureAt, now))}</p>
    </SheetPart>
  );
}

/** How the laptop is opened, as the hub counts it. */
export function UnlockPart({ unlock }: { readonly unlock: NonNullable<Device['unlock']> }) {
  return (
    <SheetPart title={words.sheet.unlocking}>
      <Facts
        facts={[
          { label: words.sheet.failures, value: unlock.failures === 0 ? words.sheet.failuresNone : figures(unlock.failures) },
          { label: words.sheet.authenticator, value: words.sheet.authenticators[unlock.authenticator] },
          { label: words.sheet.recoveryCodes, value: words.sheet.recoveryCodesOf(unlock.recoveryCodesLeft) },
        ]}
      />
    </SheetPart>
  );
}

export function LifePart({ device, now }: { readonly device: Device; readonly now: number }) {
  const at = (time: number | null, otherwise: string): ReactNode => (time === null ? otherwise : <time title={wholeTime(time)}>{dayAndTime(time, now)}</time>);
  const facts: readonly (Fact | false)[] = [
    { label: words.sheet.roles, value: consoleWords.rolesOf(device.roles) },
    device.reason !== null && { label: words.sheet.reason, value: device.reason },
    { label: words.sheet.asked, value: at(device.createdAt, '') },
    device.decidedAt !== null && { label: words.sheet.decided, value: at(device.decidedAt, '') },
    ...(device.approvals.length > 0 && device.state !== 'pending'
      ? [{ label: words.sheet.approval, value: device.approvals.map(({ by, at: when }) => words.sheet.approvedBy(by, dayAndTime(when, now))).join(' ') }]
      : []),
    { label: words.sheet.contact, value: device.online ? words.online : at(device.lastContactAt, words.never) },
    device.certificateUntil !== null && { label: words.sheet.certificate, value: at(device.certificateUntil, '') },
    { label: words.sheet.lease, value: at(device.leaseUntil, words.noLeaseNow) },
  ];
  return (
    <SheetPart title={words.sheet.life}>
      <Facts facts={facts.filter((fact) => fact !== false)} />
    </SheetPart>
  );
}
