import { once } from 'node:events'
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export type Lie = '500' | '401' | 'page'
/** `silent`: no byte passes, and connections stay open; `cut`: connections are closed, and new ones are refused. */
export type Mode = 'open' | 'silent' | 'slow' | 'cut' | { readonly lie: Lie }

const SLOW_MS = 400
const LOOPBACK = '127.0.0.1'

/** A proxy: forwards connections to another port of this machine, as its mode says. */
export class Passage {
  readonly #server: Server
  readonly #targetPort: number
  readonly #sockets = new Set<Socket>()
  readonly #waiting = new Set<Socket>()
  #mode: Mode = 'open'

  private constructor(server: Server, targetPort: number) {
    this.#server = server
    this.#targetPort = targetPort
    server.on('connection', (client) => this.#welcome(client))
  }

  static async open(targetPort: number): Promise<Passage> {
    const server = createServer()
    server.listen(0, LOOPBACK)
    await once(server, 'listening')
    return new Passage(server, targetPort)
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  set(mode: Mode): void {
    this.#mode = mode
    if (mode === 'cut' || typeof mode === 'object') this.#closeAll()
    else if (mode === 'silent') for (const socket of this.#sockets) socket.pause()
    else for (const socket of this.#sockets) socket.resume()
    if (mode === 'silent') return
    for (const client of this.#waiting) this.#welcome(client)
    this.#waiting.clear()
  }

  close(): void {
    this.#server.close()
    this.#closeAll()
  }

  #closeAll(): void {
    for (const socket of [...this.#sockets, ...this.#waiting]) socket.destroy()
  }

  #welcome(client: Socket): void {
    client.on('error', () => {}) // 'close' follows
    if (this.#mode === 'silent') return void this.#waiting.add(client)
    if (this.#mode === 'cut') return void client.destroy()
    if (typeof this.#mode === 'object') return void LIARS[this.#mode.lie].emit('connection', client)
    const target = connect({ host: LOOPBACK, port: this.#targetPort, noDelay: true })
    target.on('error', () => {})
    client.setNoDelay(true)
    this.#lead(client, target)
    this.#lead(target, client)
  }

  #lead(from: Socket, to: Socket): void {
    this.#sockets.add(from)
    from.on('data', (bytes) => {
      if (this.#mode === 'slow') setTimeout(() => to.write(bytes), SLOW_MS)
      else to.write(bytes)
    })
    from.on('close', (failed: boolean) => {
      this.#sockets.delete(from)
      if (failed) to.destroy()
      else to.end()
    })
  }
}

const liar = (status: number, type: string, body: string): HttpServer =>
  createHttpServer((_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body)
  })

/** Servers that respond in the registry's place. */
const LIARS: Readonly<Record<Lie, HttpServer>> = {
  '500': liar(500, 'application/json', '{"error_code":50001,"message":"a disk is full"}'),
  '401': liar(401, 'application/json', '{"error_code":40101,"message":"who are you?"}'),
  page: liar(200, 'text/html', '<!doctype html><title>Maintenance</title>'),
}
