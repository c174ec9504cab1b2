// Requests that trust the authority of make-keys alone.
import { Agent, request } from 'node:https';

export class HttpsClient {
  #agent;

  constructor(ca) {
    // Each request on a connection of its own: a kept one may be closed just when it is used again.
    // The peers listen on 127.0.0.1, and node 18 would not look beyond the first address of localhost, which may be ::1.
    this.#agent = new Agent({ ca, keepAlive: false, family: 4 });
  }

  // Gives { status, headers, text }.
  send(url, { method = 'GET', headers = {}, body = '' } = {}) {
    return new Promise((resolve, reject) => {
      const length = { 'content-length': Buffer.byteLength(body) };
      const sent = request(url, { method, headers: { ...headers, ...length }, agent: this.#agent });
      sent.on('error', reject).on('response', (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('error', reject).on('data', (part) => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
      });
      sent.end(body);
    });
  }
}
