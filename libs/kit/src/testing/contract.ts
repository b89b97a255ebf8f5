import { expect, test } from 'vitest'
import type { AnyCommand, AnyEvent, Service } from '../model/index.ts'
import { breakingChanges, type Conversation, committedDocuments } from './openapi/index.ts'
import { type Cases, fieldsRead, NOTHING, react } from './react.ts'

/** Tests of one consumed event, for `describe.each`. */
export const reactsTo =
  <T extends string, C extends AnyCommand>(
    service: Service,
    consumes: Readonly<Record<T, readonly string[]>>,
    cases: Cases<T, C>,
  ) =>
  ({ type, data }: AnyEvent): void => {
    const { when, leadsTo } = cases[type as T]

    test('it does what it should', () => {
      expect(react(service, { type, data }, when)).toEqual({ ...NOTHING, ...leadsTo })
    })

    test('it reads the fields that it declares, all of them', () => {
      expect(fieldsRead(service, { type, data }, when)).toEqual([...consumes[type as T]].sort())
    })
  }

/** @param folder the service's, where its documents are committed */
export function keepsItsDocument(talk: () => Conversation, folder: string): void {
  test('the document is the committed one, and takes nothing away from the released one', () => {
    const { document } = talk()
    const { current, released } = committedDocuments(folder)
    expect(breakingChanges(released, document)).toEqual([])
    expect(document, 'Type: npm run generate').toEqual(current)
  })
}
