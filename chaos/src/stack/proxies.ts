import { pathToFileURL } from 'node:url'
import type { PartName } from '@bistro/client'
import type { StackOptions } from '@bistro/stack'
import type { Route } from '../routes.ts'
import { type Mode, Passage } from './passage.ts'

const REDIRECT = pathToFileURL(new URL('../preload/redirect.ts', import.meta.url).pathname)

/** The proxies of a run, and the flags that make services use them. */
export class Proxies {
  readonly #proxies: ReadonlyMap<string, Passage>
  readonly flags: NonNullable<StackOptions['flags']>

  private constructor(proxies: ReadonlyMap<string, Passage>, flags: Proxies['flags']) {
    this.#proxies = proxies
    this.flags = flags
  }

  /** @param portOf where a process of the stack will listen */
  static async open(routes: readonly Route[], portOf: (name: PartName) => number): Promise<Proxies> {
    const proxies = new Map<string, Passage>()
    const ports = new Map<string, URLSearchParams>()
    for (const { name, service, to } of routes) {
      const port = portOf(to === 'postgres' ? `postgres-${service}` : to)
      const proxy = await Passage.open(port)
      proxies.set(name, proxy)
      const own = ports.get(service) ?? new URLSearchParams()
      own.set(String(port), String(proxy.port))
      ports.set(service, own)
    }
    const flags = [...ports].map(([service, query]) => [service, ['--import', `${REDIRECT}?${query}`]])
    return new Proxies(proxies, Object.fromEntries(flags))
  }

  set(route: string, mode: Mode): void {
    this.#proxies.get(route)?.set(mode)
  }

  close(): void {
    for (const proxy of this.#proxies.values()) proxy.close()
  }
}
