import type { Campaign } from './campaign.ts';
import { runTests } from './vitest-run.ts';

/** Signed bodies of every shape against the hub's own listener: so many by each of the two providers. */
export const webhooks: Campaign = {
  count: 10_000,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/integration/hub/inbox/any-webhook.test.ts'], { SEALDESK_SOAK_RUNS: String(count) });
    return { counts: { bodies: 2 * count, ...counts }, failures };
  },
};

/** Kills the hub as built at random while WhatsApp delivers and replies leave. */
export const webhookKills: Campaign = {
  count: 20,
  run: async (count) => {
    const { counts, failures } = await runTests(['test/integration/hub/inbox/webhook-kills.test.ts'], { SEALDESK_SOAK_KILLS: String(count) });
    return { counts: { kills: count, ...counts }, failures };
  },
};
