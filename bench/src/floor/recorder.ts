import { existsSync, openSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { Ready } from './ready.ts'

// Loaded into a service before its own code (node --import): keeps what it sends to Postgres, connection by connection,
// each piece with the number of answers that the service had seen by then. The folder is in the query of its own URL;
// nothing is kept unless it has a file `on`.
const folder = new URL(import.meta.url).searchParams.get('folder') ?? ''
const postgresPort = Number(new URL(process.env.BISTRO_POSTGRES_URL ?? 'postgres://127.0.0.1:0').port)
let connections = 0

const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket
if (existsSync(join(folder, 'on')))
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    connect.apply(this, args) // it would put back a `write` that was replaced before
    if (args.some((arg) => arg === postgresPort)) record(this)
    return this
  } as typeof Socket.prototype.connect

function record(socket: Socket): void {
  const file = openSync(join(folder, `${postgresPort}-${process.pid}-${++connections}.bin`), 'w')
  const ready = new Ready()
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean
  socket.write = (...args: unknown[]) => {
    keep(file, ready.count, Buffer.from(args[0] as Buffer))
    return write(...args)
  }
  const emit = socket.emit.bind(socket) as (event: string, ...args: unknown[]) => boolean
  socket.emit = (event: string, ...args: unknown[]) => {
    if (event === 'data') ready.read(args[0] as Buffer)
    return emit(event, ...args)
  }
}

function keep(file: number, answers: number, bytes: Buffer): void {
  const snapshot = Buffer.alloc(8)
  snapshot.writeUInt32BE(answers, 0)
  snapshot.writeUInt32BE(bytes.length, 4)
  writeSync(file, Buffer.concat([snapshot, bytes]))
}
