/** The far ends of the channels: what they were sent, in order. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Request {
  /** The first part of the path: which channel it was for. */
  readonly channel: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Mail {
  readonly user: string | undefined;
  readonly encrypted: boolean;
  readonly message: ParsedMail;
}

/** Slack, Teams, PagerDuty, SNS and webhooks behind one port, a mail server behind another. */
export async function startFakes(password: string) {
  const requests: Request[] = [];
  const mails: Mail[] = [];

  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const channel = request.url?.split('/')[1] ?? '';
    requests.push({ channel, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const [status, answer] = answers[channel] ?? [200, ''];
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));

  const smtp = new SMTPServer({
    logger: false, // it would warn of its own certificate, which is good enough here
    onAuth: (auth, _, done) =>
      auth.password === password ? done(null, { user: auth.username }) : done(new Error('wrong password')),
    onData: async (stream, session, done) => {
      mails.push({ user: session.user, encrypted: session.secure, message: await simpleParser(stream) });
      done();
    },
  });
  // Alertmanager hangs up without a farewell
  smtp.on('error', () => {});
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));

  return {
    requests,
    mails,
    httpUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    smtpHost: `127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    stop: async () => {
      http.closeAllConnections();
      await Promise.all([new Promise((done) => http.close(done)), new Promise<void>((done) => smtp.close(done))]);
    },
  };
}

/** What each of them answers to a message it takes. */
const answers: Readonly<Record<string, readonly [status: number, body: string]>> = {
  slack: [200, 'ok'],
  teams: [202, ''],
  pagerduty: [202, '{"status":"success"}'],
  sns: [200, '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'],
};
