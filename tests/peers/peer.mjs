// What every peer does alike: how it is started, what it says when it is ready, and when it ends.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

// Standard output is for the one line of serveUntilInputEnds().
console.info = console.error;

// --keys DIRECTORY    what make-keys made
// --port N            where to listen on loopback, 0 for any free port
// --resource-port N   the same for the service whose tokens the peer issues
// --state DIRECTORY   kept by a peer from one start to the next; glewlwyd's only
export function options() {
  const { values } = parseArgs({
    options: {
      keys: { type: 'string' },
      port: { type: 'string', default: '0' },
      'resource-port': { type: 'string', default: '0' },
      state: { type: 'string' },
    },
  });
  return {
    keys: values.keys,
    pem: (name) => readFileSync(join(values.keys, name), 'utf8'),
    port: Number(values.port),
    resourcePort: Number(values['resource-port']),
    state: values.state,
  };
}

// The port that `server` has after it began to listen on `port`.
export async function listen(server, port) {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

// Prints one line of JSON, then ends with whoever holds the other end of standard input.
export function serveUntilInputEnds(facts, stop = () => process.exit(0)) {
  process.stdin.on('end', stop).resume();
  console.log(JSON.stringify({ ...facts, is_ready: true }));
}

// One that nobody listens on now; for a server that cannot choose for itself.
export async function freePort() {
  const server = createServer();
  const port = await listen(server, 0);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
