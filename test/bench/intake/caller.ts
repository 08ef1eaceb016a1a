import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { type SignedBody, signedWebhooks } from './signed-webhooks.ts';

// The provider's end, in a process of its own: so that what it measures waits for nobody else's work.

/** `perSecond` null: as fast as so many connections go. */
const Job = z.object({ url: z.url(), appSecret: z.string(), first: z.int(), count: z.int().positive(), connections: z.int().positive(), perSecond: z.number().positive().nullable() });
export type Job = z.infer<typeof Job>;

export const Called = z.object({
  /** From the first call to the last answer. */
  seconds: z.number(),
  /** From when each was due to its answer, in milliseconds. */
  waits: z.array(z.number()),
  /** Answers other than 200. */
  refused: z.int(),
});
export type Called = z.infer<typeof Called>;

async function call({ url, appSecret, first, count, connections, perSecond }: Job): Promise<Called> {
  const bodies = signedWebhooks(appSecret, first, count);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waits: number[] = [];
  let refused = 0;
  const one = async (body: SignedBody, due: number): Promise<void> => {
    const status = await post(url, agent, body);
    waits.push(performance.now() - due);
    if (status !== 200) refused += 1;
  };
  const started = performance.now();
  if (perSecond === null) {
    const left = bodies.values();
    await Promise.all(Array.from({ length: connections }, async () => {
      for (const body of left) await one(body, performance.now());
    }));
  } else {
    const sent: Promise<void>[] = [];
    for (const [index, body] of bodies.entries()) {
      const due = started + (index * 1000) / perSecond;
      if (due > performance.now()) await pause(due - performance.now());
      // From when it was due: one that had to wait for the sender was waited for all the same.
      sent.push(one(body, due));
    }
    await Promise.all(sent);
  }
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return { seconds, waits, refused };
}

function post(url: string, agent: Agent, { body, signature }: SignedBody): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, 'X-Hub-Signature-256': signature } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

process.on('message', (job) => {
  void call(Job.parse(job)).then((called) => process.send?.(called));
});
