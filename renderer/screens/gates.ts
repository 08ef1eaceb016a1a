/** The screens before the inbox, but for the one that most launches begin with: it does not wait for these. */
export { AuthenticatorScreen } from './enrol/authenticator.tsx';
export { InviteScreen } from './enrol/invite.tsx';
export { PassphraseScreen } from './enrol/passphrase.tsx';
export { PendingScreen } from './enrol/pending.tsx';
export { RepairScreen } from './repair/repair.tsx';
export { EndedAuthenticatorScreen } from './security/ended-authenticator.tsx';
export { StoppedScreen } from './stopped/stopped.tsx';
