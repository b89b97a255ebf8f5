import { arrange, type Manifest, ORDINARY, readEvents, reserve, watchSagas } from '@bistro/client'
import type { Progress } from '../support/stack-host.ts'
import { verdict } from './figures.ts'
import { onOwnStack } from './on-own-stack.ts'

// Cold: a new data directory each time, with the settings of a person who watches; everything was downloaded before.
const RUNS = 3
const DELIVERED_TIMEOUT_MS = 60_000
const MAX_TO_DELIVERED_S = 25
const MAX_SERVICES_S = 5
const A_PERSON_WATCHES = {} // the defaults

async function measure(run: number): Promise<void> {
  const startedMs = performance.now()
  const sinceStartSeconds = (): number => (performance.now() - startedMs) / 1000
  const steps: Progress[] = []
  await onOwnStack(
    async ({ manifest }) => {
      const ready = sinceStartSeconds()
      await delivered(manifest)
      console.log(`run ${run}: ${stepsIn(steps)}; ready after ${ready.toFixed(1)} s`)
      verdict('cold start to the first OrderDelivered', sinceStartSeconds(), MAX_TO_DELIVERED_S, 's')
      verdict('first service spawned to last one ready', secondsOf(steps, 'services'), MAX_SERVICES_S, 's')
    },
    { settings: A_PERSON_WATCHES, onProgress: (step) => steps.push(step) },
  )
}

async function delivered(manifest: Manifest): Promise<void> {
  const reader = await readEvents(manifest)
  const { body } = await reserve(manifest, await arrange(manifest, ORDINARY), ORDINARY)
  const sagaId = String(body.reservationId)
  const ended = await watchSagas(reader).until(sagaId, ({ type }) => type === 'OrderDelivered', DELIVERED_TIMEOUT_MS)
  await reader.close()
  if (!ended) throw new Error(`saga ${sagaId} was not delivered in ${DELIVERED_TIMEOUT_MS} ms`)
}

const stepsIn = (steps: readonly Progress[]): string =>
  steps
    .flatMap((step) => (step.kind === 'done' ? [`${step.name} ${(step.elapsedMs / 1000).toFixed(1)}`] : []))
    .join(', ')

function secondsOf(steps: readonly Progress[], name: string): number {
  const step = steps.find((step) => step.kind === 'done' && step.name === name)
  return step?.kind === 'done' ? step.elapsedMs / 1000 : Number.NaN
}

for (let run = 1; run <= RUNS; run++) await measure(run)
