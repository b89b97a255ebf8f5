import { streams } from './generated/streams.ts'

/** A service that publishes events: each folder of `schemas/` is one. */
export type Owner = keyof typeof streams

export const isOwner = (name: string): name is Owner => Object.hasOwn(streams, name)

export const owners = Object.keys(streams).filter(isOwner)

/** Fields that identify the owner's streams: each event's first field is one of them. */
export const streamIdsOf = (owner: Owner): readonly string[] => streams[owner]
