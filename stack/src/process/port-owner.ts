import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'

const LISTENING = '0A'

/** Who listens on a local port, such as `java (pid 812)`; undefined where the system does not tell. Linux only. */
export function portOwner(port: number): string | undefined {
  const inodes = listeningInodes(port)
  if (inodes.size === 0) return undefined
  const pid = pidsOfSystem().find((candidate) => holdsSocket(candidate, inodes))
  return pid === undefined ? undefined : `${commandOf(pid)} (pid ${pid})`
}

function listeningInodes(port: number): Set<string> {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => read(file).split('\n').slice(1))
  const found = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) && columns[3] === LISTENING)
  return new Set(found.map((columns) => `socket:[${columns[9]}]`))
}

function pidsOfSystem(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))
  } catch {
    return []
  }
}

function holdsSocket(pid: string, sockets: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(linkOf(`/proc/${pid}/fd/${fd}`)))
  } catch {
    return false // gone meanwhile, or another user's
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** By its arguments: Node calls its main thread, which `comm` would tell, MainThread. */
const commandOf = (pid: string): string => basename(read(`/proc/${pid}/cmdline`).split('\0')[0] ?? '') || 'a program'

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
