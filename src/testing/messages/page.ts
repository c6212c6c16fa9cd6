import { escapeHtml } from '../../gotemplate/builtins.js';
import type { AlertPreview, ChannelMessage } from '../../types/messages.js';

/** A page that shows each message about as its channel does. It loads nothing from anywhere. */
export function messagePage({ alert, environment, status, labels, receivers, messages }: AlertPreview): string {
  const chips = Object.entries(labels).map(
    ([name, value]) => `<span class="chip">${escapeHtml(`${name}=${value}`)}</span>`,
  );
  const rank = ({ channel }: ChannelMessage) => (order.indexOf(channel) + 1 || order.length) - 1;
  const cards = [...messages]
    .sort((a, b) => rank(a) - rank(b))
    .map(
      (message) =>
        `<section><h2>${escapeHtml(message.channel)} <small>to ${escapeHtml(message.to)}, receiver ${escapeHtml(message.receiver)}${receivers.includes(message.receiver) ? '' : ', to whom this alert is not routed'}</small></h2>\n` +
        `${(drawings[message.channel] ?? listed)(message)}\n${remarks(message)}</section>`,
    );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(`${alert}, ${status}`)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(alert)} <small>${status} in ${escapeHtml(environment)}</small></h1>
<p>Routed to ${escapeHtml(receivers.join(', ') || 'nobody')}. Labels and values are examples.</p>
<p>${chips.join(' ')}</p></header>
<main>
${cards.join('\n')}
</main>
</body>
</html>
`;
}

/** What people see first comes first. */
const order = ['slack', 'email', 'msteamsv2', 'sns', 'pagerduty', 'webhook'];

const part = ({ parts }: ChannelMessage, name: string) => parts.find((one) => one.name === name)?.text ?? '';

const drawings: Readonly<Record<string, (message: ChannelMessage) => string>> = {
  slack: (message) => {
    const named: Readonly<Record<string, string>> = { danger: '#a30200', good: '#2eb67d', warning: '#daa038' };
    const color = named[part(message, 'color')] ?? part(message, 'color');
    const bar = /^#[0-9a-fA-F]{3,8}$/.test(color) ? color : '#dddddd';
    const buttons = [...part(message, 'buttons').matchAll(/^\[(.*)\] (.*)$/gm)].map(([, text = '', url = '']) => {
      return `<a class="button" href="${address(url)}">${escapeHtml(text)}</a>`;
    });
    const title = `<a href="${address(part(message, 'link'))}">${escapeHtml(part(message, 'title'))}</a>`;
    return `<div class="slack" style="border-color:${bar}"><b>${title}</b><div>${slackText(part(message, 'text'))}</div><p>${buttons.join(' ')}</p></div>`;
  },
  email: (message) => {
    const text = part(message, 'text');
    const page = message.html === undefined ? '' : `<iframe sandbox srcdoc="${escapeHtml(message.html)}"></iframe>`;
    const plain = text === '' ? '' : `<details><summary>as text</summary><pre>${escapeHtml(text)}</pre></details>`;
    return `<div class="mail"><b>${escapeHtml(part(message, 'subject'))}</b>${page}${plain}</div>`;
  },
  msteamsv2: (message) => {
    const color = part(message, 'color') === 'Good' ? '#237b4b' : '#c4314b';
    return `<div class="teams"><b style="color:${color}">${escapeHtml(part(message, 'title'))}</b><div>${markdown(part(message, 'text'))}</div></div>`;
  },
  sns: (message) => `<div class="phone"><div>${escapeHtml(part(message, 'message'))}</div></div>`,
};

/** Every piece under its name. */
function listed({ parts }: ChannelMessage): string {
  const rows = parts.map(
    ({ name, text }) => `<tr><th>${escapeHtml(name)}</th><td><pre>${escapeHtml(text)}</pre></td></tr>`,
  );
  return `<table>${rows.join('')}</table>`;
}

function remarks({ notes, problems }: ChannelMessage): string {
  const wrong = problems.map(
    ({ field, message }) => `<p class="problem">${escapeHtml(`${field} cannot be rendered: ${message}`)}</p>`,
  );
  return [...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`), ...wrong].join('\n');
}

/** Only where a link leads to the web. */
function address(url: string): string {
  return /^https?:\/\//.test(url) ? escapeHtml(url) : '#';
}

/** Bold text, links and dates; a message has escaped its three characters itself. */
function slackText(text: string): string {
  return escapeHtml(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
    .replaceAll(/\*([^*\n]+)\*/g, '<b>$1</b>')
    .replaceAll(/&lt;!date\^\d+\^[^|]*\|([^&]*)&gt;/g, '$1')
    .replaceAll(/&lt;(https?:[^|&]*(?:&amp;[^|&]*)*)\|([^&]*)&gt;/g, '<a href="$1">$2</a>')
    .replaceAll('\n', '<br>');
}

function markdown(text: string): string {
  return escapeHtml(text.trim())
    .replaceAll(/\*\*([^*\n]+)\*\*/g, '<b>$1</b>')
    .replaceAll(/\[([^\]\n]*)\]\((https?:[^)\n]*)\)/g, '<a href="$2">$1</a>')
    .replaceAll(/^# (.*)$/gm, '<b>$1</b>')
    .replaceAll(/^\s*- (.*)$/gm, '• $1')
    .replaceAll(/\n{2,}/g, '<br><br>')
    .replaceAll('\n', '<br>');
}

const style = `
body{margin:0;background:#f2f3f5;color:#1d1f23;font:14px/1.45 system-ui,sans-serif}
header{padding:20px 28px;background:#fff;border-bottom:1px solid #dfe1e5}
h1{margin:0;font-size:22px}h2{margin:0 0 10px;font-size:15px}small{font-weight:normal;color:#60646c}
.chip{display:inline-block;margin:2px 0;padding:1px 7px;border-radius:9px;background:#e8eaee;font:12px monospace}
main{display:grid;align-items:start;grid-template-columns:repeat(auto-fit,minmax(460px,1fr));grid-auto-flow:dense;gap:20px;padding:20px 28px}
section{padding:16px;border-radius:8px;background:#fff;box-shadow:0 1px 2px #0002;overflow:auto}
section:has(iframe){grid-column:1/-1}
.slack{padding:2px 12px;border-left:4px solid}
.button{display:inline-block;padding:3px 10px;border:1px solid #bbb;border-radius:4px;color:inherit;text-decoration:none}
.teams{padding:12px;border:1px solid #e1e1e1;border-radius:4px;background:#fafafa}
.mail iframe{width:100%;height:640px;margin-top:8px;border:1px solid #dfe1e5}
.phone{max-width:300px;padding:18px;border-radius:20px;background:#e5e5ea}
.phone div{padding:9px 13px;border-radius:16px;background:#fff;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th{padding:3px 10px 3px 0;text-align:left;vertical-align:top;color:#60646c;white-space:nowrap}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.4 ui-monospace,monospace}
.note{margin:10px 0 0;color:#60646c;font-size:12px}.problem{margin:10px 0 0;color:#b3261e}
`;
