// oauth2-mock-server, over plain HTTP, which answers as its caller wants: `?faults=500,none,html` after the token URL
// gives the first request at that very URL the first fault, and so on; the last one stays.
import { createServer } from 'node:http';

import { OAuth2Server } from 'oauth2-mock-server';

import { listen, options, serveUntilInputEnds } from './peer.mjs';
import { startResource } from './resource.mjs';

const failure = (statusCode, error) => (response) => Object.assign(response, { statusCode, body: { error } });
const body = (fields) => (response) => Object.assign(response.body, fields);

// What becomes of a token response. A field that is undefined is left out.
const edits = {
  none: () => {},
  500: failure(500, 'server_error'),
  503: failure(503, 'temporarily_unavailable'),
  'no-token': body({ access_token: undefined }),
  'null-token': body({ access_token: null }),
  'no-expiry': body({ expires_in: undefined }),
  'zero-expiry': body({ expires_in: 0 }),
  'negative-expiry': body({ expires_in: -1 }),
  'string-expiry': body({ expires_in: '3600' }),
  'text-expiry': body({ expires_in: 'soon' }),
  'huge-expiry': body({ expires_in: 1e30 }),
  'short-expiry': body({ expires_in: 2 }),
  'no-type': body({ token_type: undefined }),
  'mac-type': body({ token_type: 'mac' }),
  'narrow-scope': (response) => body({ scope: response.body.scope.split(' ')[0] })(response),
};

const inASecond = () => new Date(Date.now() + 1000);
const tooMany = (retryAfter) => () => ({ status: 429, headers: retryAfter && { 'Retry-After': retryAfter() } });
const page = (type, text) => () => ({ status: 200, headers: { 'Content-Type': type }, text });

// In place of a token response.
const answers = {
  text: page('text/plain', 'no tokens today'),
  html: page('text/html', '<html>Sign in</html>'),
  huge: page('application/json', `{"x":"${'x'.repeat(33 << 20)}"}`),
  429: tooMany(),
  '429-seconds': tooMany(() => '1'),
  '429-hour': tooMany(() => '3600'),
  '429-negative': tooMany(() => '-1'),
  '429-garbage': tooMany(() => 'soon'),
  '429-date': tooMany(() => inASecond().toUTCString()),
  '429-rfc850': tooMany(() => rfc850(inASecond())),
  '429-asctime': tooMany(() => asctime(inASecond())),
  '429-past': tooMany(() => new Date(0).toUTCString()),
};

// The obsolete forms of RFC 9110 section 5.6.7. `Wed, 25 Nov 2026 16:18:00 GMT` is the usual one.
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
function rfc850(date) {
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${days[date.getUTCDay()]}, ${day}-${month}-${year.slice(2)} ${time} GMT`;
}
function asctime(date) {
  const [weekday, day, month, year, time] = date.toUTCString().split(' ');
  return `${weekday.slice(0, 3)} ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`;
}

// How often each URL was posted to.
const counts = new Map();

function nextFault(url) {
  const count = counts.get(url.href) ?? 0;
  counts.set(url.href, count + 1);
  const faults = (url.searchParams.get('faults') ?? 'none').split(',');
  return faults[Math.min(count, faults.length - 1)];
}

const { port, resourcePort } = options();
const { issuer, service } = new OAuth2Server();
await issuer.keys.generate('RS256');
service.on('beforeResponse', (response, request) => edits[request.fault](response));

const server = createServer((request, response) => {
  const url = new URL(request.url, issuer.url);
  if (url.pathname === '/counts') return response.end(JSON.stringify(Object.fromEntries(counts)));
  if (url.pathname !== '/token') return service.requestHandler(request, response);
  request.fault = nextFault(url);
  if (request.fault in edits) return service.requestHandler(request, response);
  const unknown = () => ({ status: 404, text: `there is no fault '${request.fault}'` });
  const { status, headers = {}, text } = (answers[request.fault] ?? unknown)();
  return response.writeHead(status, headers).end(text);
});
issuer.url = `http://127.0.0.1:${await listen(server, port)}`;

const introspect = async () => (await fetch(`${issuer.url}/introspect`, { method: 'POST' })).text();
serveUntilInputEnds({
  issuer: issuer.url,
  token_url: `${issuer.url}/token`,
  introspection_url: `${issuer.url}/introspect`,
  revocation_url: `${issuer.url}/revoke`,
  counts_url: `${issuer.url}/counts`,
  resource_url: await startResource(resourcePort, introspect),
  clients: { any: { id: 'errand/any', method: 'client_secret_basic', secret: 'any +/%:&=' } },
});
