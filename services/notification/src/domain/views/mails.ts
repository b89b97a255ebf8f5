import type { View } from '@bistro/kit'
import type { CorrespondenceEvent, Message } from '../correspondence/index.ts'
import { subjectOf } from '../words/index.ts'

/** A message to a guest or to the operators. */
export type Mail = {
  /** The id of the event that it tells of: UUID v7, so lists are newest first. */
  readonly id: string
  readonly reservationId: string
  readonly kind: string
  readonly recipient: string
  readonly subject: string
  readonly at: string
  readonly status: 'waiting' | 'sent' | 'refused'
}

const rowOf =
  (status: Mail['status']) =>
  (_: Mail | null, { letter, recipient, reservationId }: Message): Mail => ({
    ...{ id: letter.id, reservationId, kind: letter.news.kind, recipient, subject: subjectOf(letter.news) },
    ...{ at: letter.at, status },
  })
const key = ({ letter }: Message): string => letter.id

export const mails: View<Mail, CorrespondenceEvent> = {
  name: 'mails',
  source: 'own',
  key: 'id',
  gauge: { name: 'bistro_messages', help: 'Messages to guests and operators, sent or waiting' },
  on: {
    MessageDue: { key, row: rowOf('waiting') },
    MessageSent: { key, row: rowOf('sent') },
    MessageRefused: { key, row: rowOf('refused') },
  },
}
