// The main job by Globus' own client: gets a token and lists the endpoints of the service account, where the variables
// that `errand sandbox` exports lead to. Prints a line for each, and asks in the end whether the token still lives,
// before and after its revocation.
import { auth, transfer } from '@globus/sdk';

const { GLOBUS_CLIENT_ID: id, GLOBUS_CLIENT_SECRET: secret } = process.env;
const headers = { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };

async function answered(exchange) {
  const response = await exchange;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

const scope = transfer.CONFIG.SCOPES.ALL;
const { access_token: token } = await answered(
  auth.oauth2.token.token({ payload: { grant_type: 'client_credentials', scope }, headers }),
);

const limit = 100;
for (let offset = 0, more = true; more; offset += limit) {
  const query = { filter_scope: 'my-endpoints', limit, offset };
  const page = await answered(transfer.endpointSearch({ query, headers: { Authorization: `Bearer ${token}` } }));
  for (const endpoint of page.DATA) console.log(`[${endpoint.id}] ${endpoint.display_name}`);
  more = page.has_next_page;
}

const isActive = async () => (await answered(auth.oauth2.token.introspect({ payload: { token }, headers }))).active;
console.log(`active: ${await isActive()}`);
await answered(auth.oauth2.token.revoke({ payload: { token }, headers }));
console.log(`active: ${await isActive()}`);
