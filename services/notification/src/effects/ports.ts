import type { Delivered, Page } from '../domain/correspondence/index.ts'

/** The pages behind the links in messages. */
export interface Pages {
  /** Whether the page shows by now what the message tells. */
  shows(page: Page): Promise<boolean>
  linkTo(page: Page): string
}

/** A text to somebody; the key is the same however often it is sent. */
export interface Sending {
  readonly key: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** Calls throw without a response, and may be repeated. CallRefused is a permanent refusal. */
export type Send = (sending: Sending) => Promise<Delivered>

export interface Ports {
  readonly pages: Pages
  readonly sendMail: Send
  readonly sendAlert: Send
}
