import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const HEAD_BYTES = 8
/** The message with which a client ends its connection; it gets no response. */
const TERMINATE = Buffer.from([0x58, 0, 0, 0, 4])

/** Bytes to send together, once the server has sent this number of responses since the login. */
export interface Turn {
  readonly answers: number
  readonly bytes: Buffer
}

/** What one connection of a service sent after it had logged in. */
export interface Lane {
  /** Of the server. */
  readonly port: number
  /** The session's settings, as the login had them. */
  readonly options: string
  readonly schedule: readonly Turn[]
}

export const readLanes = (folder: string): Lane[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => laneIn(Number(name.split('-')[0]), readFileSync(join(folder, name))))
    .filter(({ schedule }) => schedule.length > 0)

/** The first response ends the login, which has its own secrets and is not replayed. */
function laneIn(port: number, recorded: Buffer): Lane {
  const pieces = [...piecesOf(recorded)]
  const schedule: { answers: number; parts: Buffer[] }[] = []
  for (const { answers, bytes } of pieces.filter((piece) => piece.answers > 0 && !piece.bytes.equals(TERMINATE))) {
    const last = schedule.at(-1)
    if (last?.answers === answers - 1) last.parts.push(bytes)
    else schedule.push({ answers: answers - 1, parts: [bytes] })
  }
  return {
    port,
    options: optionsIn(pieces[0]?.bytes.toString('latin1') ?? ''),
    schedule: schedule.map(({ answers, parts }) => ({ answers, bytes: Buffer.concat(parts) })),
  }
}

function* piecesOf(recorded: Buffer): Generator<Turn> {
  for (let at = 0; at + HEAD_BYTES <= recorded.length; ) {
    const end = at + HEAD_BYTES + recorded.readUInt32BE(at + 4)
    yield { answers: recorded.readUInt32BE(at), bytes: recorded.subarray(at + HEAD_BYTES, end) }
    at = end
  }
}

/** A startup message is pairs of texts, each ended by a zero. */
function optionsIn(startup: string): string {
  const texts = startup.slice(HEAD_BYTES).split('\0')
  const at = texts.indexOf('options')
  return at === -1 ? '' : (texts[at + 1] ?? '')
}
