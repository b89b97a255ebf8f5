import type { Saga } from '../model.ts'

/** What one service writes because the order was cancelled. */
export interface Undo {
  readonly service: string
  readonly undos: readonly string[]
}

export const undosOf = ({ reactions, services }: Saga): Undo[] =>
  Object.values(services).flatMap(({ name }) => {
    const own = reactions.filter(({ service, cause }) => service === name && cause.name === 'OrderCancelled')
    const undos = [...new Set(own.flatMap(({ events }) => events.map(({ type }) => type)))]
    return undos.length > 0 ? [{ service: name, undos }] : []
  })
