import { attachments } from './attachments.ts';
import { audit } from './audit.ts';
import { blockSender } from './block-sender.ts';
import { canned } from './canned.ts';
import { channels } from './channels.ts';
import { console } from './console.ts';
import { copies } from './copies.ts';
import { customer } from './customer.ts';
import { devices } from './devices.ts';
import { enrol } from './enrol.ts';
import { failureBoundary } from './failure-boundary.ts';
import { failures } from './failures.ts';
import { findingTypes } from './finding-types.ts';
import { findings } from './findings.ts';
import { forwarding } from './forwarding.ts';
import { inbox } from './inbox.ts';
import { inventory } from './inventory.ts';
import { invites } from './invites.ts';
import { joining } from './joining.ts';
import { letters } from './letters.ts';
import { marks } from './marks.ts';
import { newConversation } from './new-conversation.ts';
import { numbers } from './numbers.ts';
import { orders } from './orders.ts';
import { outbound } from './outbound.ts';
import { palette } from './palette.ts';
import { passphrase } from './passphrase.ts';
import { people } from './people.ts';
import { policy } from './policy.ts';
import { preferences } from './preferences.ts';
import { queue } from './queue.ts';
import { repair } from './repair.ts';
import { routing } from './routing.ts';
import { saidByHub } from './said-by-hub.ts';
import { saidToIt } from './said-to-it.ts';
import { said } from './said.ts';
import { samePerson } from './same-person.ts';
import { secondFactor } from './second-factor.ts';
import { security } from './security.ts';
import { spelling } from './spelling.ts';
import { starting } from './starting.ts';
import { stopped } from './stopped.ts';
import { teams } from './teams.ts';
import { templates } from './templates.ts';
import { times } from './times.ts';
import { together } from './together.ts';
import { transcript } from './transcript.ts';
import { tries } from './tries.ts';
import { ui } from './ui.ts';
import { unlock } from './unlock.ts';
import { verify } from './verify.ts';
import { workstation } from './workstation.ts';
import { writing } from './writing.ts';

export const catalogue = {
  attachments,
  audit,
  blockSender,
  canned,
  channels,
  console,
  copies,
  customer,
  devices,
  enrol,
  failureBoundary,
  failures,
  findingTypes,
  findings,
  forwarding,
  inbox,
  inventory,
  invites,
  joining,
  letters,
  marks,
  newConversation,
  numbers,
  orders,
  outbound,
  palette,
  passphrase,
  people,
  policy,
  preferences,
  queue,
  repair,
  routing,
  said,
  saidByHub,
  saidToIt,
  samePerson,
  secondFactor,
  security,
  spelling,
  starting,
  stopped,
  teams,
  templates,
  times,
  together,
  transcript,
  tries,
  ui,
  unlock,
  verify,
  workstation,
  writing,
};

/** What every other language has to say as well. */
export type English = typeof catalogue;
