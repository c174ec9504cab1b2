// Debian's glewlwyd, over TLS, with every client of clients.mjs, set up through its own administration API.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { jwks, makeClients, scopes } from './clients.mjs';
import { HttpsClient } from './https.mjs';
import { freePort, options, serveUntilInputEnds } from './peer.mjs';
import { startResource } from './resource.mjs';

const { keys, pem, port: wanted, resourcePort, state } = options();
const port = wanted || (await freePort());
const origin = `https://localhost:${port}`;
const clients = makeClients(pem('seed'), 'raw');
// Who may ask about the tokens of others.
const inspectScope = 'tokens.inspect';
const http = new HttpsClient(pem('ca.pem'));

const database = `${state}/glewlwyd.db`;
const isNew = !existsSync(database);
if (isNew) {
  const schema = readFileSync('/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3');
  execFileSync('sqlite3', [database], { input: `BEGIN;\n${schema}\nCOMMIT;\n` });
}

function start() {
  const template = readFileSync(new URL('glewlwyd.conf', import.meta.url), 'utf8');
  const file = `${state}/glewlwyd.conf`;
  writeFileSync(file, template.replaceAll('@STATE@', state).replaceAll('@KEYS@', keys).replaceAll('@PORT@', port));
  // It ends with this process, however this one ends.
  const command = ['--pdeathsig', 'KILL', 'glewlwyd', `--config-file=${file}`];
  return spawn('setpriv', command, { stdio: ['ignore', 'inherit', 'inherit'] });
}

async function waitUntilServing(child) {
  while (child.exitCode === null) {
    const answer = await http.send(`${origin}/api/.well-known/x`).catch(() => undefined);
    if (answer) return;
    await pause(20);
  }
  throw new Error(`glewlwyd ended with ${child.exitCode}`);
}

// Posts to the administration API, with the cookie of `administrator` if there is one.
async function post(path, body, administrator = '') {
  const headers = { 'content-type': 'application/json', cookie: administrator };
  const answer = await http.send(`${origin}/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (answer.status !== 200) throw new Error(`glewlwyd answered ${answer.status} to ${path}: ${answer.text}`);
  return answer;
}

// One that issues tokens of this lifetime, in seconds, at /api/<name>.
const issuer = (name, lifetime) => ({
  module: 'oidc',
  name,
  display_name: name,
  order_rank: 0,
  parameters: {
    iss: `${origin}/api/${name}`,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: pem('signer.key'),
    cert: pem('signer.pub'),
    'access-token-duration': lifetime,
    'refresh-token-duration': 600,
    'code-duration': 60,
    'allow-non-oidc': true,
    'auth-type-client-enabled': true,
    'auth-type-code-enabled': false,
    'auth-type-token-enabled': false,
    'auth-type-password-enabled': false,
    'auth-type-device-enabled': false,
    'auth-type-refresh-enabled': false,
    'introspection-revocation-allowed': true,
    'introspection-revocation-allow-target-client': true,
    'introspection-revocation-auth-scope': [inspectScope],
    'request-parameter-allow': true,
    'request-maximum-exp': 300,
    'client-jwks-parameter': 'jwks',
    'client-cert-source': 'TLS',
    'subject-type': 'public',
    'allowed-scope': ['openid', ...scopes],
  },
});

const scope = (name) => ({ name, display_name: name, description: name, password_required: false });

const registration = ({ id, secret, method, alg, key, certificate }) => ({
  client_id: id,
  client_secret: secret,
  confidential: true,
  enabled: true,
  authorization_type: ['client_credentials'],
  token_endpoint_auth_method: [method],
  scope: id === clients.resource.id ? [inspectScope] : scopes,
  ...(key && { token_endpoint_signing_alg: alg, jwks: jwks({ alg, key }, pem) }),
  ...(certificate && { tls_client_auth_san_dns: 'nightly.example' }),
});

async function setUp() {
  const login = await post('auth/', { username: 'admin', password: 'password' });
  const [cookie] = login.headers['set-cookie'][0].split(';');
  for (const name of [...scopes, inspectScope]) await post('scope/', scope(name), cookie);
  await post('mod/plugin/', issuer('oidc', 600), cookie);
  await post('mod/plugin/', issuer('short', clients.short.lifetime), cookie);
  for (const client of Object.values(clients)) await post('client/', registration(client), cookie);
}

async function postForm(url, authorization, form) {
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
  return (await http.send(url, { method: 'POST', headers, body: new URLSearchParams(form).toString() })).text;
}

// A client may ask about its own tokens only, and about all of an issuer with a token from there.
async function introspect(token) {
  const { iss } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url'));
  // Raw, not form-encoded, as this server wants it.
  const basic = 'Basic ' + btoa(`${clients.resource.id}:${clients.resource.secret}`);
  const grant = { grant_type: 'client_credentials', scope: inspectScope };
  const { access_token } = JSON.parse(await postForm(`${iss}/token`, basic, grant));
  return postForm(`${iss}/introspect`, `Bearer ${access_token}`, { token });
}

const child = start();
await waitUntilServing(child);
if (isNew) await setUp();
serveUntilInputEnds(
  {
    issuer: `${origin}/api/oidc`,
    token_url: `${origin}/api/oidc/token`,
    short_token_url: `${origin}/api/short/token`,
    introspection_url: `${origin}/api/oidc/introspect`,
    revocation_url: `${origin}/api/oidc/revoke`,
    resource_url: await startResource(resourcePort, introspect),
    clients,
  },
  () => child.on('exit', () => process.exit(0)).kill('SIGKILL'),
);
