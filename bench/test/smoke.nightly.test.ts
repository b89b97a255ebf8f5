import { describe } from 'vitest'
import { isOften, smokeEach } from './smoked.ts'

describe.concurrent('a bench works', () => smokeEach((name) => !isOften(name)))
