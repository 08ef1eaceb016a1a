import { channels } from './channels.ts';
import { console } from './console.ts';
import { devices } from './devices.ts';
import { enrol } from './enrol.ts';
import { failureBoundary } from './failure-boundary.ts';
import { failures } from './failures.ts';
import { inventory } from './inventory.ts';
import { invites } from './invites.ts';
import { palette } from './palette.ts';
import { passphrase } from './passphrase.ts';
import { people } from './people.ts';
import { policy } from './policy.ts';
import { preferences } from './preferences.ts';
import { repair } from './repair.ts';
import { said } from './said.ts';
import { secondFactor } from './second-factor.ts';
import { security } from './security.ts';
import { starting } from './starting.ts';
import { stopped } from './stopped.ts';
import { times } from './times.ts';
import { tries } from './tries.ts';
import { ui } from './ui.ts';
import { unlock } from './unlock.ts';
import { workstation } from './workstation.ts';

export const catalogue = {
  channels,
  console,
  devices,
  enrol,
  failureBoundary,
  failures,
  inventory,
  invites,
  palette,
  passphrase,
  people,
  policy,
  preferences,
  repair,
  said,
  secondFactor,
  security,
  starting,
  stopped,
  times,
  tries,
  ui,
  unlock,
  workstation,
};

/** What every other language has to say as well. */
export type English = typeof catalogue;
