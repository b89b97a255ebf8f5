import type { Timer } from './clock.ts'
import { REGISTRY } from './learning.ts'
import type { Parts } from './parts.ts'

/** One that says the same as this program is asked again after so long. */
const AGREED_MS = 300_000
/** One that does not, or does not answer. */
const TROUBLED_MS = 10_000
const MAX_TOLD = 3

/**
 * Asks the registry in the background, from now on until it is told to end, whether it says the same as this program, which
 * needs no answer to start or to work. The log says each set of differences once.
 * @returns what ends it
 */
export function watchRegistry({
  codec,
  health,
  logger,
  meter,
  clock,
}: Pick<Parts, 'codec' | 'health' | 'logger' | 'meter' | 'clock'>): () => void {
  let told = ''
  let timer: Timer | undefined
  let isOver = false

  async function look(): Promise<boolean> {
    try {
      const differences = await codec.compare()
      meter.registryDiffers(differences.length)
      const text = summaryOf(differences)
      if (text !== told && text !== '')
        logger.error({ differences }, `the schema registry differs from this program: ${text}`)
      told = text
      if (text === '') health.recovered(REGISTRY)
      else health.failed(REGISTRY, text, 'others')
      return text === ''
    } catch (error) {
      health.failed(REGISTRY, (error as Error).message, 'others')
      return false
    }
  }

  async function turn(): Promise<void> {
    const isAgreed = await look()
    if (!isOver) timer = clock.after(isAgreed ? AGREED_MS : TROUBLED_MS, turn)
  }

  void turn()
  return () => {
    isOver = true
    timer?.cancel()
  }
}

function summaryOf(differences: readonly string[]): string {
  const more = differences.length - MAX_TOLD
  return [...differences.slice(0, MAX_TOLD), ...(more > 0 ? [`${more} more differ.`] : [])].join(' ')
}
