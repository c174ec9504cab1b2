// A service that tokens are for: it asks the peer about each, as RFC 7662 has it.
import { createServer } from 'node:http';

import { listen } from './peer.mjs';

// GET /seen tells what the peer said of each token since it was last asked. Anything else is answered with 200 for an
// active token, 401 for another, and 503 while the peer cannot be asked. `introspect` gives the text of its answer.
export async function startResource(port, introspect) {
  const seen = [];
  const inspect = async ({ headers }) => {
    const [scheme, token] = (headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || !token) return 401;
    const facts = JSON.parse(await introspect(token));
    seen.push(facts);
    return facts.active ? 200 : 401;
  };
  const server = createServer(async (request, response) => {
    const status = request.url === '/seen' ? 200 : await inspect(request).catch(() => 503);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === '/seen' ? seen.splice(0) : {}));
  });
  return `http://127.0.0.1:${await listen(server, port)}`;
}
