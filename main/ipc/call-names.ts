import type { IpcCallName, IpcEventName, ipcChannels } from '../../shared/contract/ipc/index.ts';

/**
 * The names of the contract as plain values, for the preload: with the contract itself it would
 * carry every schema into every page. The types keep both in step; a name missing here, or one too
 * many, does not compile.
 */
export const callNames: Readonly<Record<IpcCallName, true>> = {
  'application.about': true,
  'sync.state': true,
  'session.state': true,
  'session.unlock': true,
  'session.lock': true,
  'session.code': true,
  'enrolment.begin': true,
  'enrolment.offered': true,
  'enrolment.cancel': true,
  'enrolment.choose-passphrase': true,
  'enrolment.provision-totp': true,
  'enrolment.confirm-totp': true,
  'inbox.list': true,
  'inbox.counts': true,
  'inbox.agents': true,
  'conversation.open': true,
  'conversation.read': true,
  'conversation.reply': true,
  'conversation.note': true,
  'conversation.status': true,
  'conversation.assign': true,
  'conversation.draft': true,
  'search.messages': true,
};

export const eventNames: Readonly<Record<IpcEventName, true>> = {
  'session.changed': true,
  'sync.changed': true,
  'inbox.changed': true,
  'enrolment.offered': true,
};

export const channels: typeof ipcChannels = { call: 'sealdesk:call', event: 'sealdesk:event' };
