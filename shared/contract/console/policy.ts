import { z } from 'zod';
import { DeviceId } from '../../domain/ids.ts';
import { Policy } from '../../domain/policy.ts';
import { Verdict } from '../../domain/posture.ts';
import { consoleCall } from './call.ts';

/** The whole document; `version`, where given, must be the one that was edited. */
export const PolicyDraft = Policy.omit({ version: true }).extend({ version: Policy.shape.version.optional() }).strict();
export type PolicyDraft = z.infer<typeof PolicyDraft>;

/** What a draft would change for one device. */
export const PolicyEffect = z.object({
  device: DeviceId,
  name: z.string(),
  agentName: z.string(),
  before: Verdict,
  after: Verdict,
  /** In sentences: what would be warned of or refused, a shorter lease, a newer Sealdesk that is needed. */
  changes: z.array(z.string()),
});
export type PolicyEffect = z.infer<typeof PolicyEffect>;

/** How often something of a type was hidden in customers' messages, and would have been. */
export const RedactionChange = z.object({ type: z.string().max(40), before: z.number().int().min(0), after: z.number().int().min(0) });
export type RedactionChange = z.infer<typeof RedactionChange>;

export const RedactionPreview = z.object({ messages: z.number().int().min(0), changes: z.array(RedactionChange) });
export type RedactionPreview = z.infer<typeof RedactionPreview>;

/** A form of what two people brought back as destroyed by mistake, that a policy may leave alone from now on. Never what it was. */
export const PatternSuggestion = z.object({
  /** What it was taken for. */
  type: z.string().max(40),
  /** In the syntax of RE2. */
  pattern: z.string().min(1).max(500),
  /** Something of that form, made up. */
  example: z.string().min(1).max(200),
  times: z.number().int().min(1),
});
export type PatternSuggestion = z.infer<typeof PatternSuggestion>;

export const policyConsoleCalls = {
  'policy.show': consoleCall({ permission: 'policy.edit', input: z.null(), output: Policy }),
  /** Signs nothing and changes nothing. */
  'policy.preview': consoleCall({
    permission: 'policy.edit',
    input: PolicyDraft,
    /** `redaction`: on the newest messages of customers, in numbers; null where the draft changes nothing about it. */
    output: z.object({ fields: z.array(z.string()), effects: z.array(PolicyEffect), redaction: RedactionPreview.nullable() }),
  }),
  'policy.suggestions': consoleCall({ permission: 'policy.edit', input: z.null(), output: z.array(PatternSuggestion).max(100) }),
  /** It is suggested no more, until two people bring such a thing back again. */
  'policy.discard': consoleCall({ permission: 'policy.edit', input: PatternSuggestion.pick({ type: true, pattern: true }), output: z.null() }),
  'policy.set': consoleCall({ permission: 'policy.edit', input: PolicyDraft, output: Policy }),
};
