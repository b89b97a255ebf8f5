import { call, type Manifest } from '@bistro/client'

/** A message as notification lists it. */
export interface Told {
  readonly id: string
  readonly kind: string
  readonly to: string
  readonly status: string
}

/** What the mail server has taken. */
export interface Mail {
  readonly key: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly copies: number
}

/** What notification has to tell about a reservation, oldest event first. */
export async function toldOf({ services }: Manifest, reservationId: string): Promise<readonly Told[]> {
  const { body } = await call(`${services.notification.url}/messages?reservationId=${reservationId}&limit=100`)
  return (body.items as Told[]).toReversed()
}

/** What arrived, newest first: with a text in it. */
export async function mailsWith({ mail }: Manifest, text: string): Promise<readonly Mail[]> {
  const { body } = await call(`${mail?.url}/messages?limit=100&q=${encodeURIComponent(text)}`)
  return body.items as Mail[]
}

/** The address of the page that a mail links to. */
export const linkIn = ({ text }: Pick<Mail, 'text'>): string => /http\S+/.exec(text)?.[0] ?? ''
