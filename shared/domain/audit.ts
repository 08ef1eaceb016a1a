import { z } from 'zod';
import { Timestamp } from './ids.ts';

/** Kinds of entries that whoever reads the audit log can choose between, and how the names of their actions begin. */
export const auditKinds = {
  access: ['agent', 'team', 'console'],
  laptops: ['device', 'invite', 'inventory', 'session', 'share', 'totp', 'verifier', 'code', 'recovery-codes', 'one-time-code', 'signal-session'],
  rules: ['policy', 'routing', 'sender', 'canned', 'signature'],
  conversations: ['conversation', 'delivery', 'intake'],
  customers: ['customer', 'order'],
  hidden: ['reveal', 'mistake', 'file'],
  exports: ['export', 'numbers'],
  hub: ['hub', 'organisation', 'master-key', 'backup', 'channel', 'shop'],
} as const;
export type AuditKind = keyof typeof auditKinds;
export const AuditKind = z.enum(Object.keys(auditKinds) as [AuditKind, ...AuditKind[]]);

/** An entry as it is hashed, exported and verified. */
export const AuditEntry = z.object({
  position: z.number().int().min(1),
  at: Timestamp,
  /** `hub`, `agent:ID`, `device:ID` or `command:UID`, the operating system's user at the hub. */
  actor: z.string().min(1).max(120),
  action: z.string().min(1).max(80),
  subject: z.string().max(200),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
