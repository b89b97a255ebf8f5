import type { Application } from '@bistro/kit/process'
import Type, { type Static } from 'typebox'
import { breaks } from './breaks.ts'
import { httpPages } from './effects/http-pages.ts'
import type { Ports } from './effects/ports.ts'
import { smtpMail } from './effects/smtp-mail.ts'
import { webhook } from './effects/webhook.ts'
import { routes } from './http/routes.ts'
import { notification } from './service.ts'

const Settings = Type.Object({
  /** With user and password, where the server wants them. */
  BISTRO_SMTP_URL: Type.String({ pattern: '^smtps?://', secret: true, examples: ['smtp://127.0.0.1:4032'] }),
  BISTRO_MAIL_FROM: Type.String({ minLength: 3, default: 'Saga Bistro <reservations@bistro.example>' }),
  /** Of the operators' channel: an incoming webhook as Slack has it. Whoever knows it may write there. */
  BISTRO_ALERT_WEBHOOK_URL: Type.String({
    format: 'uri',
    secret: true,
    examples: ['http://127.0.0.1:4034/webhooks/operators'],
  }),
  /** Where the services are, whose pages messages link to. */
  BISTRO_SERVICES: Type.String({ pattern: '[^,\\s]', examples: ['order=http://127.0.0.1:4003,…'] }),
  /** The public door, for links. */
  BISTRO_SITE_URL: Type.String({ format: 'uri', examples: ['http://127.0.0.1:4000'] }),
})

export const application: Application<Static<typeof Settings>> = {
  name: notification.name,
  settings: Settings,
  breaks,
  build: (settings, connect) => {
    const { BISTRO_SERVICES, BISTRO_SITE_URL, BISTRO_SMTP_URL, BISTRO_MAIL_FROM } = settings
    const ports: Ports = {
      pages: httpPages({ services: placesIn(BISTRO_SERVICES), site: BISTRO_SITE_URL }, connect),
      sendMail: smtpMail({ url: BISTRO_SMTP_URL, from: BISTRO_MAIL_FROM }),
      sendAlert: webhook(settings.BISTRO_ALERT_WEBHOOK_URL, connect),
    }
    return { service: notification, routes, ports }
  },
}

/** `order=http://…,payment=http://…` */
const placesIn = (list: string): ReadonlyMap<string, string> =>
  new Map(
    list.split(',').flatMap((entry) => {
      const at = entry.indexOf('=')
      return at < 0 ? [] : [[entry.slice(0, at).trim(), entry.slice(at + 1).trim()] as const]
    }),
  )
