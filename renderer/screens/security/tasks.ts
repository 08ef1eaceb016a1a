/** What the agent can change; one at a time. */
export const securityTasks = ['passphrase', 'authenticator', 'recovery-codes', 'duress', 'no-duress', 'vault-key'] as const;
export type SecurityTask = (typeof securityTasks)[number];
