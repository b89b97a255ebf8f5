import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assertBrokers, assertMode, recordBrokers, recordMode } from '../src/data-mode.ts'
import { type Engine, explain } from '../src/docker/engine.ts'
import { chooseMode, type Machine, nextAttempt } from '../src/mode.ts'
import { dataPaths } from '../src/paths.ts'
import { settingsFrom } from '../src/settings.ts'

const JAVA = 'openjdk version "17.0.15" 2025-04-15'
const ANSWERS: Engine = { state: 'answers', version: '28.1' }
const SILENT: Engine = { state: 'silent', why: 'its engine does not answer', advice: 'sudo systemctl start docker' }
const ABSENT: Engine = { state: 'absent', why: 'Docker is not installed', advice: 'see the manual' }

const machine = (java: string | undefined, maven: string | undefined, engine: Engine): Machine => ({
  versionOf: async (program) => (program === 'java' ? java : maven),
  findEngine: async () => engine,
})

describe('a mode that nobody has asked for', () => {
  it('is local where Java and Maven are, whatever Docker does', async () => {
    expect(await chooseMode('', machine(JAVA, 'Maven 3', ANSWERS))).toMatchObject({ mode: 'local', javaVersion: JAVA })
    expect(await chooseMode(undefined, machine(JAVA, 'Maven 3', SILENT))).toMatchObject({ mode: 'local' })
  })

  it.each([
    [undefined, 'Maven 3', 'this machine lacks Java 17 or later (found: none)'],
    ['openjdk version "11.0.2"', 'Maven 3', 'this machine lacks Java 17 or later (found: openjdk version "11.0.2")'],
    [JAVA, undefined, 'this machine lacks Maven (mvn)'],
  ])('is docker where an engine answers (Java %s, Maven %s)', async (java, maven, why) => {
    const reason = `${why}, and Docker 28.1 answers`
    expect(await chooseMode(undefined, machine(java, maven, ANSWERS))).toMatchObject({ mode: 'docker', reason })
  })

  it('is memory where none does, and says what to type if one could', async () => {
    const silent = await chooseMode(undefined, machine(undefined, 'Maven 3', SILENT))
    expect(silent.mode).toBe('memory')
    expect(silent.reason).toMatch(
      /Docker is installed, but its engine does not answer. To use it: sudo systemctl start docker$/,
    )
    const absent = await chooseMode(undefined, machine(undefined, 'Maven 3', ABSENT))
    expect(absent).toMatchObject({ mode: 'memory', reason: expect.stringMatching(/, and Docker is not installed$/) })
  })
})

describe('a mode that BISTRO_STACK names', () => {
  const everything = machine(JAVA, 'Maven 3', ANSWERS)
  const nothing = machine(undefined, undefined, SILENT)

  it.each(['local', 'docker', 'memory'])('is taken: %s', async (mode) => {
    expect(await chooseMode(mode, everything)).toMatchObject({ mode, reason: `BISTRO_STACK=${mode} asks for it` })
  })

  it('is refused if there is no such mode', async () => {
    const refused = chooseMode('remote', everything)
    await expect(refused).rejects.toThrow("Unknown mode 'remote'. BISTRO_STACK is local, docker or memory.")
  })

  it('is refused if this machine cannot run it, with what to type and the mode to try next', async () => {
    await expect(chooseMode('local', nothing)).rejects.toMatchObject({
      message: 'BISTRO_STACK=local needs Java 17 or later (found: none) and Maven (mvn).',
      next: 'npm run doctor',
      instead: 'BISTRO_STACK=memory npm start   (without Kafka)',
    })
    await expect(chooseMode('docker', nothing)).rejects.toMatchObject({
      message: 'BISTRO_STACK=docker needs a Docker engine, but its engine does not answer.',
      next: 'sudo systemctl start docker',
      instead: 'BISTRO_STACK=memory npm start   (without Kafka)',
    })
  })
})

describe('after a mode that has failed', () => {
  it.each([
    ['local', ANSWERS, 'BISTRO_STACK=docker npm start'],
    ['local', SILENT, 'BISTRO_STACK=memory npm start   (without Kafka)'],
    ['docker', ANSWERS, 'BISTRO_STACK=memory npm start   (without Kafka)'],
    ['memory', ANSWERS, undefined],
  ] as const)('%s comes the next that can be had', async (failed, engine, next) => {
    expect(await nextAttempt(failed, machine(JAVA, 'Maven 3', engine))).toBe(next)
  })
})

describe('a data directory', () => {
  const root = mkdtempSync(join(tmpdir(), 'bistro-mode-'))
  afterAll(() => rmSync(root, { recursive: true }))

  it('stays with the mode in which it was first brought up', () => {
    assertMode(dataPaths(root), 'local')
    assertMode(dataPaths(root), 'docker') // a start that failed has decided nothing
    recordMode(dataPaths(root), 'docker')
    assertMode(dataPaths(root), 'docker')
    expect(() => assertMode(dataPaths(root), 'local')).toThrow('belongs to mode docker')
  })
})

describe('three brokers', () => {
  const one = settingsFrom({})
  const three = settingsFrom({ BISTRO_BROKERS: '3' })
  const roots: string[] = []
  const emptyData = () => {
    const root = mkdtempSync(join(tmpdir(), 'bistro-brokers-'))
    roots.push(root)
    return dataPaths(root)
  }
  afterAll(() => roots.forEach((root) => void rmSync(root, { recursive: true })))

  it.each(['docker', 'memory'] as const)('are refused in mode %s', (mode) => {
    expect(() => assertBrokers(emptyData(), mode, three)).toThrow('BISTRO_BROKERS=3 needs mode local')
    assertBrokers(emptyData(), mode, one)
  })

  it('stay three, and one stays one: the replicas of a topic are decided when it is made', () => {
    const paths = emptyData()
    assertBrokers(paths, 'local', one)
    assertBrokers(paths, 'local', three) // a start that failed has decided nothing
    recordMode(paths, 'local')
    recordBrokers(paths, three)
    assertBrokers(paths, 'local', three)
    expect(() => assertBrokers(paths, 'local', one)).toThrow('was made with BISTRO_BROKERS=3')
  })

  it('are refused on data from before there were any', () => {
    const paths = emptyData()
    recordMode(paths, 'local')
    assertBrokers(paths, 'local', one)
    expect(() => assertBrokers(paths, 'local', three)).toThrow('was made with BISTRO_BROKERS=1')
  })
})

describe('an engine that does not answer', () => {
  it('is told from one that is not installed, and from one that may not be used', () => {
    expect(explain({ code: 'ENOENT', message: 'spawn docker ENOENT' })).toMatchObject({ state: 'absent' })
    const stopped = { code: 1, message: 'failed', stderr: 'Cannot connect to the Docker daemon at unix:///x.sock.\n' }
    expect(explain(stopped)).toMatchObject({ state: 'silent', why: 'its engine does not answer' })
    const forbidden = {
      code: 1,
      message: 'failed',
      stderr: 'permission denied while trying to connect to the Docker API',
    }
    expect(explain(forbidden)).toMatchObject({ advice: expect.stringContaining('usermod -aG docker') })
    expect(explain({ killed: true, message: '' })).toMatchObject({ why: 'its engine did not answer within 5 s' })
  })
})
