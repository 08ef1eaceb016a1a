import type { z } from 'zod';
import { RedactionPolicy } from '../redaction/policy/policy.ts';
import { FieldsPolicy } from './customer-field.ts';
import { MistakePolicy } from './mistake.ts';
import { OrdersPolicy } from './order-action.ts';
import { PolicyTerms } from './policy-terms.ts';
import { PosturePolicy } from './posture.ts';
import { ReleasePolicy } from './release.ts';
import { RevealPolicy } from './reveal.ts';

/**
 * What the company decides for its devices. Signed by the hub as a statement of type `policy`; its
 * version only grows, so that a device never goes back to an older one.
 */
export const Policy = PolicyTerms.extend({
  /** What becomes of personal data in messages. */
  redaction: RedactionPolicy.prefault({}),
});
export type Policy = z.infer<typeof Policy>;

/** What a new organisation starts with. */
export const firstPolicy: Policy = {
  version: 1,
  offlineLeaseHours: 72,
  hubSessionHours: 12,
  backfillDays: 90,
  cacheMessages: 0,
  cacheMebibytes: 0,
  autoLockMinutes: 5,
  passphraseOnlyMinutes: 0,
  duressPassphrase: false,
  attemptLimit: 10,
  totp: { algorithm: 'sha1', digits: 6 },
  passphraseMinimum: 15,
  minimumAppVersion: '0.1.0',
  minimumOs: { debian: '12', ubuntu: '22.04', fedora: '41', macos: '14', windows: '10.0.22631' },
  attachments: 'looked-into',
  pictures: 'leave',
  redaction: RedactionPolicy.parse({}),
  release: ReleasePolicy.parse({}),
  reveal: RevealPolicy.parse({}),
  fields: FieldsPolicy.parse({}),
  orders: OrdersPolicy.parse({}),
  mistakes: MistakePolicy.parse({}),
  othersData: 'stop',
  sentFiles: 'stop',
  refusedFiles: '',
  startConversations: 'allow',
  startsPerHour: 30,
  forwardDomains: [],
  undoSendSeconds: 10,
  notices: 'something',
  presence: 'show',
  lookIn: 'announce',
  handOverNote: 'optional',
  approvers: 1,
  unlistedMachines: 'refuse',
  posture: PosturePolicy.parse({}),
};

/**
 * For trying out, with customers who are made up: the guided tour drives the workstation from outside, which is a debugger's
 * way in, and whoever plays the customer as well should not wait long for the answer.
 */
export const tryItPolicy: Policy = { ...firstPolicy, attachments: 'deliver', undoSendSeconds: 3, posture: { ...firstPolicy.posture, debugger: { failed: 'allow', unknown: 'allow' } } };
