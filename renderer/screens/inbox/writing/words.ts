import type { Afterwards } from '../../../../shared/domain/canned-reply.ts';
import { count } from '../../../words/counts.ts';

const statuses: Readonly<Record<NonNullable<Afterwards['status']>, string>> = { open: 'Open', pending: 'Pending', resolved: 'Resolved' };

export const words = {
  canned: 'Canned replies',
  noCanned: 'There are no canned replies yet. Your lead writes them in the console.',
  colleagues: 'Colleagues',
  languages: 'Language',
  found: (n: number) => `${count(n, 'suggestion', 'suggestions')}. Arrow keys choose, Enter takes it.`,
  whenSent: (what: string) => `When sent: ${what}.`,
  setTo: (status: NonNullable<Afterwards['status']>) => `set to ${statuses[status]}`,
  assignToMe: 'assign to me',
  notThen: 'Do not do this',
  unfilled: 'A gap is not filled in: write what belongs there.',
  signature: 'Signature',
  addSignature: 'Add a signature',
  editSignature: 'Edit',
  signatureTitle: 'Your signature',
  signatureText: 'Under your e-mails',
  signatureHint: 'The same on all your laptops. Empty: none.',
  signatureSave: 'Save signature',
  cancel: 'Cancel',
  callsYou: 'Calls you',
};
