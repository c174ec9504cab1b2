// smtp-server, which takes mails over STARTTLS, over TLS from the beginning, and without TLS; and answers as the address
// that a mail is for or from wants it.
import { once } from 'node:events';
import { createServer } from 'node:http';

import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { listen, options, serveUntilInputEnds } from './peer.mjs';

const { port, pem } = options();
const user = 'errand';
const password = 'pass word/+=\u00e4';

// What came, by the numbers of the sessions.
const mails = [];
const logins = [];

const failure = (responseCode, text) => Object.assign(new Error(text), { responseCode });

// By the beginning of an address.
const replies = {
  nobody: failure(550, '5.1.1 No such user'),
  full: failure(452, '4.2.2 Mailbox full'),
};

const behaviour = {
  disableReverseLookup: true,
  authMethods: ['PLAIN', 'LOGIN'],
  onAuth(auth, session, done) {
    logins.push({ user: auth.username, secure: session.secure });
    if (auth.username === 'later') return done(failure(454, '4.7.0 Temporary authentication failure'));
    const isRight = auth.username === user && auth.password === password;
    return isRight ? done(null, { user }) : done(failure(535, '5.7.8 Bad credentials'));
  },
  onMailFrom({ address }, session, done) {
    done(address.startsWith('nobody') ? failure(553, '5.7.1 Sender refused') : null);
  },
  onRcptTo({ address }, session, done) {
    done(replies[address.split('@')[0]] ?? null);
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', async () => {
      const raw = Buffer.concat(parts);
      const { mailFrom, rcptTo } = session.envelope;
      const { attachments, date, headers, ...parsed } = await simpleParser(raw);
      mails.push({
        sender: mailFrom.address,
        recipients: rcptTo.map(({ address }) => address),
        user: session.user ?? null,
        secure: session.secure,
        raw: raw.toString('latin1'),
        subject: parsed.subject,
        from: parsed.from.value,
        to: parsed.to?.value,
        text: parsed.text,
        html: parsed.html || null,
        message_id: parsed.messageId,
        date: date.toISOString(),
        attachments: attachments.map(({ filename, contentType, content }) =>
          ({ filename, type: contentType, content: content.toString('base64') })),
      });
      if (rcptTo[0].address.startsWith('refused')) return done(failure(554, '5.7.1 Looks like spam'));
      if (rcptTo[0].address.startsWith('busy')) return done(failure(451, '4.3.0 Try again later'));
      return done(null, '2.0.0 Ok: queued as 4RZ');
    });
  },
};

async function serve(settings, at = 0) {
  const server = new SMTPServer({ ...behaviour, ...settings });
  server.on('error', () => {});
  server.listen(at, '127.0.0.1');
  await once(server.server, 'listening');
  return server.server.address().port;
}

const certified = (name) => ({ key: pem(`${name}.key`), cert: pem(`${name}.pem`) });
const http = createServer((request, response) => {
  const facts = request.url === '/mails' ? mails : logins;
  response.end(JSON.stringify(facts.splice(0)));
});

const ports = {
  starttls: await serve(certified('server'), port),
  implicit: await serve({ ...certified('server'), secure: true }),
  plain: await serve({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'], authOptional: true }),
  // The name in its certificate is of another host.
  other_host: await serve(certified('client')),
  no_login: await serve({ ...certified('server'), disabledCommands: ['AUTH'], authOptional: true }),
};
const at = `http://127.0.0.1:${await listen(http, 0)}`;
const portFacts = Object.entries(ports).map(([name, number]) => [`${name}_port`, String(number)]);
serveUntilInputEnds({ ...Object.fromEntries(portFacts), user, password, mails_url: `${at}/mails`, logins_url: `${at}/logins` });
