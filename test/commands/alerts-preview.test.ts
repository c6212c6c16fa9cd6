import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { obsctl } from '../helpers/project.js';

const preview = (...args: string[]) => obsctl(repository, ['alerts', 'preview', ...args]);
const json = async (...args: string[]) => JSON.parse((await preview(...args, '--format', 'json')).stdout);

describe('obsctl alerts preview', () => {
  it('shows the message of an alert as Slack would get it, routed as the tree says', async () => {
    const report = await json('HighCpuUsage', '--channel', 'slack', '--env', 'prod');
    expect(report).toMatchObject({
      schema: 'obsctl/alerts-preview/v1',
      ok: true,
      status: 'firing',
      labels: { alertname: 'HighCpuUsage', environment: 'prod', severity: 'critical' },
      messages: [{ channel: 'slack', receiver: 'oncall-platform', to: '#alerts-critical', problems: [] }],
    });
    expect(report.receivers).toContain('oncall-platform');
    const [attachment] = JSON.parse(report.messages[0].body).attachments;
    expect(attachment.title).toMatch(/^\[FIRING:1\] HighCpuUsage · node · prod\//);
    expect(attachment.text).toContain('*Suggested action:*');
  });

  it('shows the end of an alert too, and every channel without --channel', async () => {
    const report = await json('ServiceDown', '--status', 'resolved', '--env', 'prod');
    const channels = report.messages.map(({ channel }: { channel: string }) => channel);
    expect(channels).toEqual(expect.arrayContaining(['slack', 'email', 'sns', 'pagerduty', 'webhook']));
    const slack = report.messages.find(({ channel }: { channel: string }) => channel === 'slack');
    expect(slack.parts[0].text).toMatch(/^\[RESOLVED\] ServiceDown/);
  });

  it('writes a page with all channels that needs nothing beside it', async () => {
    const file = join(tmpdir(), `obsctl-preview-${process.pid}.html`);
    try {
      const { code, stdout } = await preview('ServiceDown', '--env', 'prod', '--html', file);
      expect({ code, stdout }).toEqual({
        code: 0,
        stdout: `ServiceDown  firing in prod, routed to incident-log, emergency\nwritten: ${file}\n`,
      });
      const page = readFileSync(file, 'utf8');
      expect(page).not.toMatch(/<script|<link|src="http|@import/);
      for (const channel of ['slack', 'email', 'msteamsv2', 'sns', 'pagerduty', 'webhook']) {
        expect(page).toContain(`<h2>${channel} `);
      }
    } finally {
      if (existsSync(file)) rmSync(file);
    }
  });

  it('says what it knows where a name is wrong', async () => {
    const alert = await preview('HighCpuUsag', '--env', 'prod');
    expect(alert).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean HighCpuUsage?') });
    const channel = await preview('HighCpuUsage', '--channel', 'discord', '--env', 'prod');
    expect(channel).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no receiver of prod has a channel discord'),
    });
    const slack = await preview('HighCpuUsage', '--channel', 'slak', '--env', 'prod');
    expect(slack).toMatchObject({ code: 2, stderr: expect.stringContaining('did you mean slack?') });
    const none = await preview('Nothing', '--env', 'prod');
    expect(none.stderr.match(/ConnectionBudgetHigh/g)).toHaveLength(1);
  });
});
