import type { Received } from './box.ts'

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; color: #222; background: #faf9f7; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
  h1 { font-size: 1.3rem } article { background: #fff; border: 1px solid #ddd; border-radius: 6px; padding: .8rem 1rem; margin: .8rem 0 }
  h2 { font-size: 1rem; margin: 0 } p.who { color: #666; margin: 0 0 .4rem; font-size: .85rem } pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 }
`

/** What was received, newest first, for a person. It reads itself anew every five seconds. */
export const pageOf = (messages: readonly Received[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5">
<title>Mail</title><style>${STYLE}</style>
</head>
<body>
<h1>What guests and operators were sent</h1>
${messages.map(articleOf).join('\n') || '<p>Nothing yet. Make a reservation: npm run order</p>'}
</body>
</html>
`

const articleOf = ({ way, to, subject, text, at, copies }: Received): string => `<article>
<h2>${escaped(subject)}</h2>
<p class="who">${way === 'mail' ? 'mail to' : 'channel'} ${escaped(to)}, <time>${escaped(at.slice(0, 19).replace('T', ' '))} UTC</time>${copies > 1 ? `, came ${copies} times` : ''}</p>
<pre>${withLinks(escaped(text))}</pre>
</article>`

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
const withLinks = (html: string): string => html.replaceAll(/https?:\/\/[^\s<&"]+/g, '<a href="$&">$&</a>')
