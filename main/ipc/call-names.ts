import type { IpcCallName, IpcEventName, ipcChannels } from '../../shared/contract/ipc/index.ts';

/**
 * The names of the contract as plain values, for the preload: with the contract itself it would
 * carry every schema into every page. The types keep both in step; a name missing here, or one too
 * many, does not compile.
 */
export const callNames: Readonly<Record<IpcCallName, true>> = {
  'application.about': true,
  'application.copying': true,
  'sync.state': true,
  'session.state': true,
  'session.sealing-key': true,
  'session.unlock': true,
  'session.lock': true,
  'session.code': true,
  'session.forgotten': true,
  'security.show': true,
  'security.change-passphrase': true,
  'security.new-authenticator': true,
  'security.confirm-authenticator': true,
  'security.new-recovery-codes': true,
  'security.set-duress-passphrase': true,
  'security.rotate-vault-key': true,
  'enrolment.begin': true,
  'enrolment.offered': true,
  'enrolment.cancel': true,
  'enrolment.start-over': true,
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
  'console.device.list': true,
  'console.device.show': true,
  'console.device.approve': true,
  'console.device.deny': true,
  'console.device.suspend': true,
  'console.device.reinstate': true,
  'console.device.reset-totp': true,
  'console.device.revoke': true,
  'console.device.wipe': true,
  'console.invite.make': true,
  'console.invite.list': true,
  'console.invite.cancel': true,
  'console.inventory.list': true,
  'console.inventory.import': true,
  'console.inventory.remove': true,
  'console.policy.show': true,
  'console.policy.preview': true,
  'console.policy.set': true,
  'console.agent.list': true,
  'console.agent.offboard': true,
};

export const eventNames: Readonly<Record<IpcEventName, true>> = {
  'session.changed': true,
  'session.idle-warning': true,
  'sync.changed': true,
  'inbox.changed': true,
  'console.changed': true,
  'enrolment.offered': true,
};

export const channels: typeof ipcChannels = { call: 'sealdesk:call', event: 'sealdesk:event' };
