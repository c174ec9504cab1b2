// oidc-provider, over TLS, with every client of clients.mjs.
import { createPrivateKey } from 'node:crypto';
import { createServer } from 'node:https';

import Provider, { errors } from 'oidc-provider';

import { jwks, makeClients, scopes } from './clients.mjs';
import { HttpsClient } from './https.mjs';
import { listen, options, serveUntilInputEnds } from './peer.mjs';
import { startResource } from './resource.mjs';

const { pem, port, resourcePort } = options();

const clients = makeClients(pem('seed'), 'form');

function metadata({ id, secret, method, alg, key, certificate, lifetime }) {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: method,
    ...(key && { token_endpoint_auth_signing_alg: alg, jwks: jwks({ alg, key }, pem) }),
    ...(certificate && { tls_client_auth_subject_dn: 'O=errand\nCN=nightly.example' }),
    ...(lifetime && { lifetime }),
  };
}

// The resources that may be named (RFC 8707): one, whose tokens are JWTs.
function resourceServer(ctx, resource) {
  if (resource !== 'https://reports.example') throw new errors.InvalidTarget();
  return { scope: scopes.join(' '), accessTokenFormat: 'jwt', audience: resource };
}

const configuration = {
  cookies: { keys: [pem('seed')] },
  jwks: { keys: [createPrivateKey(pem('signer.key')).export({ format: 'jwk' })] },
  clients: Object.values(clients).map(metadata),
  clientAuthMethods: [...new Set(Object.values(clients).map(({ method }) => method))],
  extraClientMetadata: { properties: ['lifetime'] },
  scopes: ['openid', ...scopes],
  ttl: { ClientCredentials: (ctx, token, client) => client.lifetime ?? 600 },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: { enabled: true, getResourceServerInfo: resourceServer },
    mTLS: {
      enabled: true,
      tlsClientAuth: true,
      getCertificate: ({ socket }) => socket.getPeerX509Certificate(),
      certificateAuthorized: ({ socket }) => socket.authorized,
      certificateSubjectMatches: ({ socket }, property, expected) =>
        socket.getPeerX509Certificate().subject === expected,
    },
  },
};

const server = createServer({
  key: pem('server.key'),
  cert: pem('server.pem'),
  ca: pem('ca.pem'),
  // Clients without a certificate are welcome, too.
  requestCert: true,
  rejectUnauthorized: false,
});
const issuer = `https://localhost:${await listen(server, port)}`;
const answer = new Provider(issuer, configuration).callback();
server.on('request', (request, response) => {
  // The name of RFC 8414 for its metadata, which it serves under that of OpenID Connect only.
  if (request.url === '/.well-known/oauth-authorization-server') request.url = '/.well-known/openid-configuration';
  answer(request, response);
});
const introspection_url = `${issuer}/token/introspection`;

// As RFC 6749 section 2.3.1 has it, which this server insists on.
const formEncoded = (text) => new URLSearchParams([['', text]]).toString().slice(1);
const { id, secret } = clients.resource;
const headers = {
  authorization: 'Basic ' + btoa(`${formEncoded(id)}:${formEncoded(secret)}`),
  'content-type': 'application/x-www-form-urlencoded',
};
const http = new HttpsClient(pem('ca.pem'));
const introspect = async (token) =>
  (await http.send(introspection_url, { method: 'POST', headers, body: `token=${encodeURIComponent(token)}` })).text;

serveUntilInputEnds({
  issuer,
  token_url: `${issuer}/token`,
  introspection_url,
  revocation_url: `${issuer}/token/revocation`,
  resource_url: await startResource(resourcePort, introspect),
  clients,
});
