/**
 * Tables of trust: the organisation, people, devices, their keys and mailboxes, policy and audit.
 *
 * Column types exist in SQLite and PostgreSQL alike: text, 64-bit integers, bytes. Times are
 * milliseconds since 1970. `sealed` columns are `Envelope.sealSystem` output; the context each is
 * sealed under is `table.column:row id`.
 */
export interface OrganisationTable {
  /** Always 1: one hub serves one organisation. */
  id: number;
  name: string;
  /** Whether this is a try-it organisation, for newcomers and tests: chat also over plain loopback HTTP. */
  try_it: number;
  /** The organisation root's public key, as `PublicKeyText`: the newest, where it was rotated. */
  root_key: string;
  /** The `root-rotation` statements that led to it, oldest first, as a JSON array. */
  rotations: string;
  /** The `hub-certificate` statement, as JSON. */
  hub_certificate: string;
  /** Sealed: the hub's private key. */
  hub_key: Uint8Array;
  /** Sealed: the hub's Signal identity key pair. */
  signal_identity: Uint8Array;
  registration_id: number;
  /** The self-signed TLS certificate, PEM; used unless the start names another. */
  tls_certificate: string;
  /** Sealed: its private key, PEM. */
  tls_key: Uint8Array;
  /** Sealed: fixed text, by which a wrong master key is noticed at start. */
  key_check: Uint8Array;
  created_at: number;
}

/** The last serial given to a statement of each type. */
export interface StatementSerialTable {
  type: string;
  last: number;
}

/** The port a listener got when it asked for any, so that devices find the hub again after a restart. */
export interface ListenerTable {
  name: string;
  port: number;
}

export interface AgentTable {
  id: string;
  email_index: Uint8Array;
  /** Sealed: name and e-mail address, as JSON. */
  profile: Uint8Array;
  /** Role names as a JSON array. */
  roles: string;
  status: 'active' | 'suspended';
  created_at: number;
  /** Sealed: what stands under this agent's e-mails; null: nothing. */
  signature: Uint8Array | null;
}

export interface TeamTable {
  id: string;
  /** Sealed. */
  name: Uint8Array;
  /** Keyed hash of the name in lower case, so that no two teams share one. */
  name_index: Uint8Array;
  created_at: number;
}

export interface AgentTeamTable {
  agent_id: string;
  team_id: string;
}

export interface InviteTable {
  id: string;
  /** SHA-256 of the code's first eight letters: finds the invite that a wrong code was aimed at. */
  lookup: Uint8Array;
  /** SHA-256 of the whole code, which is kept nowhere. */
  code_hash: Uint8Array;
  agent_id: string;
  created_at: number;
  expires_at: number;
  failures: number;
  used_at: number | null;
  burned_at: number | null;
  cancelled_at: number | null;
  /** Role names as a JSON array; null: whatever roles the agent has. */
  roles: string | null;
  /** The one machine it is for; null: any. */
  inventory_id: string | null;
  /** The device that used it. */
  device_id: string | null;
}

/**
 * A machine the company owns. Serial number and note tell who works on what, so the record is sealed
 * and found by blind indexes, as people are. A removed one keeps its name for old invites and has no
 * index any more, so that nothing finds it.
 */
export interface InventoryTable {
  id: string;
  /** Sealed: tag, serial number, hardware UUID, model, note, as JSON. */
  record: Uint8Array;
  /** Of the normalised values; null where there is none. */
  tag_index: Uint8Array | null;
  serial_index: Uint8Array | null;
  uuid_index: Uint8Array | null;
  added_at: number;
  removed_at: number | null;
}

export interface DeviceTable {
  id: string;
  agent_id: string;
  /** What it is apart from a suspension, and again when that is taken back. */
  state: 'pending' | 'approved' | 'active' | 'denied' | 'revoked' | 'wiped';
  /** The device's public key, as `PublicKeyText`. */
  device_key: string;
  /** Sealed: name and posture, as JSON. */
  profile: Uint8Array;
  /** Sealed: the `device-certificate` in force. */
  certificate: Uint8Array | null;
  /** The `lease` in force, as JSON. */
  lease: string | null;
  /** Sealed: the `revocation` or `wipe-order` to be delivered. */
  pending_order: Uint8Array | null;
  /** The `wipe-receipt`, as JSON. */
  receipt: string | null;
  created_at: number;
  decided_at: number | null;
  last_contact_at: number | null;
  /** The invite's role names as a JSON array; null: whatever roles the agent has. */
  roles: string | null;
  invite_id: string | null;
  /** When the posture in the profile was reported. */
  posture_at: number;
  /** Sealed: the newest `suspension`, as JSON; it may say that the device was reinstated. */
  suspension: Uint8Array | null;
  /** Null unless it is suspended now. */
  suspended_at: number | null;
}

/** One row per person who has approved a device. */
export interface DeviceApprovalTable {
  device_id: string;
  /** As the audit log names who acts. */
  approver: string;
  at: number;
}

/** What a device needs from the hub to unlock. The row goes when the device is revoked. */
export interface DeviceUnlockTable {
  device_id: string;
  /** Sealed: the hub share in force; null when it was destroyed at the attempt limit. */
  share: Uint8Array | null;
  share_generation: number;
  /** Null for one made before this was noted. */
  share_made_at: number | null;
  /** Sealed: the share before, until the device has opened its vault with the new one. */
  previous_share: Uint8Array | null;
  /** Sealed: SHA-256 of the verifier. */
  verifier: Uint8Array | null;
  /** Sealed: SHA-256 of the one that is to follow; whichever of the two is used first ends the other. */
  next_verifier: Uint8Array | null;
  /** Sealed: TOTP secret and its terms, as JSON. */
  totp: Uint8Array | null;
  /** The newest accepted step (RFC 6238 section 5.2). */
  totp_step: number | null;
  /** Sealed: digests of the recovery codes that are not spent, as JSON; null where there are none. */
  recovery: Uint8Array | null;
  /** Sealed: IT's reset, as JSON; there until another authenticator is set up. */
  reset: Uint8Array | null;
  failures: number;
  /** Until then no code is looked at. */
  retry_at: number;
}

/** Wrong tries in a row of an agent, on whatever device. No row: none. */
export interface AgentFailuresTable {
  agent_id: string;
  failures: number;
  /** Until then no code is looked at on any device of the agent. */
  retry_at: number;
}

export interface HubSessionTable {
  /** SHA-256 of the token. */
  token_hash: Uint8Array;
  device_id: string;
  opened_at: number;
  until: number;
  /** A code of the authenticator, a recovery code, or IT's reset code; `totp` as well once another authenticator was set up in it. */
  opened_by: 'totp' | 'recovery' | 'reset';
  /** When the device was last heard on a connection that the session was open on. */
  last_seen_at: number;
}

/** The hub's side of the Signal session with a device, and the device's place in its mailbox. */
export interface SignalSessionTable {
  device_id: string;
  /** Sealed: libsignal's session record; null while there is none. */
  record: Uint8Array | null;
  /** The device's Signal identity key, as `PublicKeyText`. */
  identity_key: string | null;
  /** Epoch of the device's vault, from its last pre-keys. */
  epoch: number;
  /** The last sequence number given to a mail; grows for ever. */
  last_seq: number;
  /** The device has stored everything up to here. */
  acknowledged_seq: number;
  started_at: number | null;
}

export interface MailboxTable {
  device_id: string;
  seq: number;
  kind: 'prekey' | 'signal';
  /** Ciphertext; the plaintext is kept nowhere. */
  body: Uint8Array;
  queued_at: number;
}

/** A purge stays here until the device has acknowledged the mail it went with. */
export interface UnconfirmedPurgeTable {
  device_id: string;
  conversation_id: string;
  /** Null while the device has no session to send it in. */
  seq: number | null;
  /** The customer who was erased; null: the agent may not see it any more, and nothing else. */
  customer_id: string | null;
}

export interface PolicyTable {
  version: number;
  /** The `policy` statement, as JSON. */
  statement: string;
  created_at: number;
}

export interface AuditTable {
  position: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  /** A JSON object of plain values. */
  detail: string;
  hash: string;
}

/** Data keys of customers, wrapped by the master key. */
export interface CustomerKeyTable {
  customer_id: string;
  /** Null once destroyed. */
  wrapped: Uint8Array | null;
  created_at: number;
  destroyed_at: number | null;
}

export interface TrustTables {
  organisation: OrganisationTable;
  statement_serials: StatementSerialTable;
  listeners: ListenerTable;
  agents: AgentTable;
  teams: TeamTable;
  agent_teams: AgentTeamTable;
  invites: InviteTable;
  devices: DeviceTable;
  device_approvals: DeviceApprovalTable;
  inventory: InventoryTable;
  device_unlock: DeviceUnlockTable;
  agent_failures: AgentFailuresTable;
  hub_sessions: HubSessionTable;
  signal_sessions: SignalSessionTable;
  mailbox: MailboxTable;
  unconfirmed_purges: UnconfirmedPurgeTable;
  policies: PolicyTable;
  audit: AuditTable;
  customer_keys: CustomerKeyTable;
}
