import { type Backoff, define, NOTHING_YET, type NothingYet } from '@bistro/kit'
import * as correspondence from '../domain/correspondence/index.ts'
import { alertText, mailText, subjectOf } from '../domain/words/index.ts'
import type { Ports, Send, Sending } from './ports.ts'

type Message = correspondence.Message

/** A page is late by seconds at most while its service is up, and a guest waits for the message. */
const QUESTIONS: Backoff = { firstMs: 100, mostMs: 5_000 }

/** The same for every way a message can take. */
const ANY_WAY = {
  backoff: QUESTIONS,
  command: (_: correspondence.Delivered, { letter }: Message) => ({ type: 'ConfirmSent', id: letter.id }) as const,
  refused: (why: string, { letter }: Message) => ({ type: 'ConfirmRefused', id: letter.id, why }) as const,
}

export const mail = define(correspondence.correspondence).effect(correspondence.mail, {
  ...ANY_WAY,
  calls: 'the mail server',
  call: (message, ports: Ports) => sent(message, ports, ports.sendMail, mailText),
})

export const alert = define(correspondence.correspondence).effect(correspondence.alert, {
  ...ANY_WAY,
  calls: 'the operators’ channel',
  call: (message, ports: Ports) => sent(message, ports, ports.sendAlert, alertText),
})

/** Nothing is sent before the page behind its link shows what it says. */
async function sent(
  message: Message,
  { pages }: Ports,
  send: Send,
  text: (message: Message, link: string) => string,
): Promise<correspondence.Delivered | NothingYet> {
  const { letter, recipient } = message
  if (!(await pages.shows(letter.page))) return NOTHING_YET
  const sending: Sending = {
    key: letter.id,
    to: recipient,
    subject: subjectOf(letter.news),
    text: text(message, pages.linkTo(letter.page)),
  }
  return send(sending)
}
