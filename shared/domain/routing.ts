import { z } from 'zod';
import { BusinessHours } from './business-hours.ts';
import { Priority } from './conversation.ts';
import { languageTags } from '../language/languages.ts';
import { AgentId, TeamId } from './ids.ts';
import { Satisfaction } from './satisfaction.ts';
import { ServiceLevel } from './service-level.ts';
import { Tags } from './tag.ts';

/** What an agent is good at, as the company calls it: "german", "returns". Compared in lower case. */
export const Skill = z.string().trim().min(1).max(40).transform((skill) => skill.toLowerCase());
const Skills = z.array(Skill).max(10).default([]);

/** A whole address, or all of a domain: "@shop.example". In lower case. */
export const SenderPattern = z
  .string()
  .trim()
  .max(254)
  .regex(/^[^\s@]*@[^\s@]+\.[^\s@]+$/, 'An address, or "@" and a domain.')
  .transform((sender) => sender.toLowerCase());

/**
 * Who gets it. `in-turn`: whoever has waited longest for one of this rule's. `least-busy`: whoever has the fewest open
 * conversations. Both look among those of the team who are at work and have all the skills; where there is nobody, it
 * stays unassigned.
 */
export const Assignment = z.discriminatedUnion('to', [
  z.object({ to: z.literal('nobody') }),
  z.object({ to: z.literal('agent'), agent: AgentId }),
  z.object({ to: z.literal('in-turn'), skills: Skills }),
  z.object({ to: z.literal('least-busy'), skills: Skills }),
]);
export type Assignment = z.infer<typeof Assignment>;

const AutomaticText = z.string().trim().min(1).max(4_000);

/** Holds where every condition that is given holds; one without conditions holds always. */
export const RuleConditions = z.object({
  /** Ids of channels. */
  channels: z.array(z.string().min(1).max(64)).max(50).default([]),
  senders: z.array(SenderPattern).max(500).default([]),
  /** One of them stands in the subject or the text, as a word or several; case and accents do not count. */
  words: z.array(z.string().trim().min(1).max(80)).max(100).default([]),
  /** Within the business hours, or outside them. */
  hours: z.enum(['open', 'closed']).optional(),
});

export const RoutingRule = z.object({
  name: z.string().trim().min(1).max(80),
  active: z.boolean().default(true),
  when: RuleConditions.prefault({}),
  does: z
    .object({
      /** The channel's own team where it is not said. */
      team: TeamId.optional(),
      assign: Assignment.prefault({ to: 'nobody' }),
      priority: Priority.optional(),
      tags: Tags.default([]),
      /** Answered at once with this text; at most once a day for each customer, and never to a program or to whom nothing vouches for. */
      acknowledge: AutomaticText.optional(),
      /** The same to customers who write these languages; the others get the one above. */
      acknowledgeIn: z.partialRecord(z.enum(languageTags), AutomaticText).optional(),
      /** Out of everybody's way: stored, and resolved from the beginning. */
      setAside: z.boolean().default(false),
    })
    .refine(({ acknowledge, acknowledgeIn }) => acknowledge !== undefined || Object.keys(acknowledgeIn ?? {}).length === 0, { path: ['acknowledge'], message: 'An automatic answer in one language needs one for all others.' })
    .prefault({}),
});
export type RoutingRule = z.infer<typeof RoutingRule>;

/**
 * What becomes of conversations that begin: the rules are looked through from the top, and the first that holds decides.
 * Where none does, a conversation goes to its channel's team, unassigned.
 */
export const Routing = z
  .object({
    /** Without them, a rule that asks for hours never holds. */
    hours: BusinessHours.nullable().default(null),
    /** How soon customers are to be answered, by priority; also where no rule holds. */
    serviceLevel: ServiceLevel.prefault({}),
    /** Whether customers are asked how it went. */
    satisfaction: Satisfaction.prefault({}),
    rules: z.array(RoutingRule).max(100),
  })
  .refine(({ rules }) => new Set(rules.map(({ name }) => name.toLowerCase())).size === rules.length, 'Two rules have the same name.')
  .refine(({ hours, rules }) => hours !== null || rules.every(({ when }) => when.hours === undefined), 'A rule asks for business hours, and there are none.');
export type Routing = z.infer<typeof Routing>;

