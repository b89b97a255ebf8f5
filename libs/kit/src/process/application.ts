import type { TObject } from 'typebox'
import type { Breaks } from '../faults/index.ts'
import type { httpClient } from '../http/index.ts'
import type { Routes } from '../http/types.ts'
import type { Service } from '../model/service.ts'
import type { Codec } from '../runtime/codec.ts'

/** A service as a program: its definition, its routes, and its settings. */
export interface Application<Settings = unknown> {
  readonly name: string
  /**
   * The service's own environment variables, beside the common ones: property names are variable names, types are
   * String and Integer. `examples` are shown when a variable is missing.
   */
  readonly settings: TObject
  /** Safety nets of its own that can be removed on purpose, by name. */
  readonly breaks?: Breaks
  /** @param connect how its effects reach the outside; default: `httpClient` */
  build(
    settings: Settings,
    connect?: typeof httpClient,
  ): {
    readonly service: Service
    readonly routes: Routes
    /** What the service's effects call. */
    readonly ports?: unknown
  }
}

export type ConnectCodec = (settings: { readonly registryUrl: string }) => Codec
