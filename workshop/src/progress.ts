import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readIfThere, writePrivateFile } from '@bistro/stack'

export type Verdict = 'right' | 'wrong' | 'could not check'

/** How far a learner has come with a lab. */
export interface LabProgress {
  readonly startedAt?: string
  /** How many of the three were shown. */
  readonly hints?: number
  readonly verified?: { readonly at: string; readonly verdict: Verdict }
  /** When all checks were right for the first time. */
  readonly doneAt?: string
  /** Files that were taken from the solution. */
  readonly taken?: readonly string[]
  /** By the name of the question. */
  readonly answers?: Readonly<Record<string, string>>
}

/** A class that a learner has joined. */
export interface ClassTicket {
  readonly address: string
  readonly key: string
  readonly name: string
  /** Tells two learners of one name apart. */
  readonly seat: string
}

/** Of one machine: the content of `progress.json` in the folder of the labs. */
export interface Progress {
  /** The lab that commands without a number mean: its folder's name. */
  readonly current?: string
  /** By folder. */
  readonly labs: Readonly<Record<string, LabProgress>>
  readonly class?: ClassTicket
}

export class ProgressFile {
  readonly #file: string
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    this.#file = join(folder, 'progress.json')
  }

  read(): Progress {
    const text = readIfThere(this.#file)
    return text === undefined ? { labs: {} } : (JSON.parse(text) as Progress)
  }

  of(lab: string): LabProgress {
    return this.read().labs[lab] ?? {}
  }

  write(progress: Progress): void {
    mkdirSync(this.#folder, { recursive: true })
    writePrivateFile(this.#file, `${JSON.stringify(progress, null, 2)}\n`)
  }

  change(lab: string, change: LabProgress): void {
    const progress = this.read()
    this.write({ ...progress, labs: { ...progress.labs, [lab]: { ...progress.labs[lab], ...change } } })
  }
}
