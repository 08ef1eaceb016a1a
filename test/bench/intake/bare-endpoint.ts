import { createHmac, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';

// What the hub's webhook is measured against: Fastify that checks the signature and keeps nothing. Started with the
// app's secret; tells its port.

const [appSecret = ''] = process.argv.slice(2);
const server = Fastify();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post('/webhook', async (request, reply) => {
  const given = Buffer.from(String(request.headers['x-hub-signature-256'] ?? ''), 'utf8');
  const right = Buffer.from(`sha256=${createHmac('sha256', appSecret).update(request.body as Buffer).digest('hex')}`, 'utf8');
  if (given.length !== right.length || !timingSafeEqual(given, right)) return reply.code(401).send();
  JSON.parse((request.body as Buffer).toString('utf8'));
  return reply.code(200).send();
});
const address = await server.listen({ host: '127.0.0.1', port: 0 });
process.send?.(`${address}/webhook`);
