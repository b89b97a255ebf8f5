import { type App, type Business, type Current, type Running, serve } from '../http/server.ts'
import type { MailSettings } from '../settings.ts'
import { type Box, openBox } from './box.ts'
import { pageOf } from './page.ts'
import { SearchQuery, WebhookBody } from './schemas.ts'
import { listenForMails } from './smtp.ts'

const DEFAULT_PAGE = 20
const SHOWN_ON_PAGE = 100
const CSP = "default-src 'none'; style-src 'unsafe-inline'"

interface Mailroom extends Business {
  readonly box: Box
  readonly smtpPort: number
}

/**
 * Starts the mail server and the operators' channel, and resolves when both are ready. Throws errors of the ports or the data
 * folder. `close` leaves all messages on disk.
 */
export async function createMail(settings: MailSettings): Promise<Running & { readonly smtpPort: number }> {
  let smtpPort = settings.smtpPort
  const running = await serve<Mailroom>(settings, {
    name: 'mail',
    open: async (log) => {
      const box = await openBox(settings.dataDir, log)
      const smtp = await listenForMails({ host: settings.host, port: settings.smtpPort }, box, log)
      smtpPort = smtp.port
      return {
        ...{ box, smtpPort },
        get failure() {
          return box.failure
        },
        interrupt: () => {},
        close: async () => {
          await smtp.close()
          await box.close()
        },
      }
    },
    addRoutes,
  })
  return { ...running, smtpPort }
}

function addRoutes(app: App, current: Current<Mailroom>): void {
  app.get('/messages', { schema: { querystring: SearchQuery } }, ({ query: { limit, ...query } }) =>
    current().box.find({ ...query, limit: limit === undefined ? DEFAULT_PAGE : Number(limit) }),
  )
  app.post('/webhooks/operators', { schema: { body: WebhookBody } }, async (request, reply) => {
    const key = request.headers['idempotency-key']
    const { text } = request.body
    const [subject = ''] = text.split('. ', 1)
    await current().box.take({
      key: typeof key === 'string' && key !== '' ? key : undefined,
      ...{ way: 'webhook', from: 'webhook', to: 'operators', subject, text },
    })
    return reply.type('text/plain').send('ok')
  })
  app.get('/', async (_, reply) => {
    const { items } = await current().box.find({ limit: SHOWN_ON_PAGE })
    return reply.type('text/html').header('content-security-policy', CSP).send(pageOf(items))
  })
}
