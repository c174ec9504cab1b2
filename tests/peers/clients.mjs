// The clients that both oidc-provider and glewlwyd know, by the way in which they authenticate.
import { createHmac, createPublicKey } from 'node:crypto';

export const scopes = ['reports.read', 'reports.write'];

// By the names that a test asks for. `alg` signs assertions with `key`, which is its `kid` too; `lifetime` is that of
// tokens, in seconds. `resource` asks about tokens.
const methods = {
  basic: { method: 'client_secret_basic' },
  short: { method: 'client_secret_basic', lifetime: 3 },
  post: { method: 'client_secret_post' },
  rs256: { method: 'private_key_jwt', alg: 'RS256', key: 'rsa' },
  ps256: { method: 'private_key_jwt', alg: 'PS256', key: 'rsa' },
  es256: { method: 'private_key_jwt', alg: 'ES256', key: 'ec' },
  tls: { method: 'tls_client_auth', certificate: 'client' },
  resource: { method: 'client_secret_basic' },
};

// Servers and clients disagree on the encoding of these.
const awkward = ' +/%:&=';

// `encoding` is how the server wants id and secret in a Basic header: form or raw.
export function makeClients(seed, encoding) {
  const secret = (name) => createHmac('sha256', seed).update(name).digest('hex') + awkward;
  const make = ([name, client]) => [
    name,
    {
      id: `errand/${name}`,
      ...(client.method.startsWith('client_secret') && { secret: secret(name) }),
      ...(client.method === 'client_secret_basic' && { encoding }),
      ...client,
    },
  ];
  return Object.fromEntries(Object.entries(methods).map(make));
}

// The public half of a client's key as a set of one. `pem` reads a file.
export function jwks({ alg, key }, pem) {
  return { keys: [{ ...createPublicKey(pem(`${key}.pub`)).export({ format: 'jwk' }), alg, kid: key, use: 'sig' }] };
}
