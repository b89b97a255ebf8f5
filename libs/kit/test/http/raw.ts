import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A connection in the test's hands: what is written to it is no client's idea of HTTP. */
export async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => {
    socket.destroy()
  })
  await once(socket, 'connect')
  return socket
}

export const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

export interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** All that comes until the other side closes. */
export async function sendRaw(port: number, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = await connectTo(port)
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write(bytes)
  await closed(socket)
  const text = Buffer.concat(chunks).toString()
  const [head = ''] = text.split('\r\n\r\n', 1)
  return { status: Number(head.split(' ')[1]), head, body: text.slice(head.length + 4) }
}
