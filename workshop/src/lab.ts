import type { World } from './world.ts'

/**
 * One lab: a folder `workshop/labs/NN-name`. Beside `lab.ts` it has the text for the learner (`README.md`) and for the trainer (`trainer.md`), and three
 * states of the code: `start/`, `solution/` and `wrong/`, each a tree as the product's. A file `<path>.patch` is a unified diff of the product's `<path>`
 * (in `start`) or of the start state's (in `solution` and `wrong`); any other file is new. Where there is no `solution/` folder the product is the solution.
 */
export interface Lab {
  /** As in the name of its folder. */
  readonly number: number
  readonly title: string
  /** What most learners need, beside the start of the stack. */
  readonly minutes: number
  /** Where the console shows the lab's effect: a path such as `/attention`. */
  readonly page: string
  /** `stack`: a running stack of the copy; `code`: only the copy. */
  readonly needs: 'stack' | 'code'
  /** BISTRO_* settings of the stack. BISTRO_FAULTS=on and a fast card provider and carrier are always set. */
  readonly settings?: Readonly<Record<string, string>>
  /** What is asked where the lab has no code to change. */
  readonly questions?: readonly Question[]
  /** From a nudge to the place; only the third may say what to write. */
  readonly hints: readonly [string, string, string]
  /** What the first check that is wrong says in the start state: its `what`, and what `saw` must match. */
  readonly atFirst: Mistake
  /** The same for the plausible but wrong solution. */
  readonly wrongly: Mistake
  /** Once the files of `solution/` or `wrong/` are in a copy, `npm run generate` is typed there: further files follow from them. */
  readonly generates?: true
  /** What a learner does beside changing code: CI does it once `solution/` is in place and its processes run, before it verifies. */
  readonly solve?: Act
  /** The same for the plausible but wrong solution, once `wrong/` is in place. */
  readonly mistake?: Act
  /** Judges behaviour only. @throws CouldNotCheck where nothing can be said */
  verify(world: World): Promise<readonly Check[]>
}

/** Commands and requests; returns answers by the names of their questions. */
export type Act = (world: World) => Promise<Readonly<Record<string, string>>>

export interface Question {
  /** A word; `npm run lab -- answer NAME TEXT` takes it. */
  readonly name: string
  readonly text: string
}

export interface Mistake {
  readonly what: string
  readonly saw: RegExp
}

/** One thing that must be seen. */
export interface Check {
  /** As a sentence: "Nothing is charged twice". */
  readonly what: string
  readonly expected: string
  readonly saw: string
  readonly isRight: boolean
  /** Where to look: a page of the console, a command, a file. */
  readonly where: string
}

/** The stack is down, a port is taken, the code does not compile, the disk is full: this says nothing of the learner's work. */
export class CouldNotCheck extends Error {
  /** What to type. */
  readonly next: string

  constructor(message: string, next: string, options?: ErrorOptions) {
    super(message, options)
    this.next = next
  }
}
