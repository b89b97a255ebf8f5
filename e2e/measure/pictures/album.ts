import { setTimeout as delay } from 'node:timers/promises'
import { ORDINARY } from '@bistro/client'
import { askStack } from '@bistro/client/control'
import type { Page } from 'playwright-core'
import { pageUrl } from '../../support/door.ts'
import type { HostedStack } from '../../support/hosted-stack.ts'
import { Camera } from './camera.ts'
import { Scene } from './scene.ts'

const DECLINED = { ...ORDINARY, cardToken: 'tok_declined' }
const REFUND_REFUSED = { ...ORDINARY, cardToken: 'tok_refund_never', postcode: '00000' }
const TALL = 900
/** How long an event is on its way on the map's first leg. */
const IN_FLIGHT_MS = 900

/** First what goes well, then what does not. */
export async function takeAll(stack: HostedStack, folder: string): Promise<void> {
  const camera = await Camera.open((path) => pageUrl(stack.manifest, path), folder)
  const scene = new Scene(stack.manifest)
  try {
    const happy = await takeTheGood(camera, scene)
    await takeTheBroken(camera, scene, { ...stack, happy })
  } finally {
    await camera.close()
  }
}

/** @returns a saga that went well */
async function takeTheGood(camera: Camera, scene: Scene): Promise<string> {
  const happy = await scene.play(ORDINARY)
  const declined = await scene.play(DECLINED)
  await scene.crowd()
  await camera.take({ name: 'saga-happy', path: `/sagas/${happy}`, shows: 'CreditDebited' })
  await camera.take({ name: 'saga-compensated', path: `/sagas/${declined}`, shows: 'CreditReleased' })
  const at = await scene.timeOf(happy, 'PaymentProcessed')
  const past = `/sagas/${happy}?at=${encodeURIComponent(at)}`
  await camera.take({ name: 'saga-as-of', path: past, shows: 'as of then', from: 250, height: 1040 })
  await camera.take({ name: 'partitions', path: '/partitions', shows: 'Kafka’s client says the same', height: TALL })
  const moment = async (page: Page): Promise<void> => {
    await page.getByText('looked').waitFor()
    await scene.crowd({ isOver: false })
    await delay(IN_FLIGHT_MS)
  }
  await camera.take({ name: 'wall', path: '/', shows: '.v1', moment })
  return happy
}

interface Broken extends Pick<HostedStack, 'controlSocket'> {
  readonly happy: string
}

async function takeTheBroken(camera: Camera, scene: Scene, { controlSocket, happy }: Broken): Promise<void> {
  const act = (action: 'stop' | 'start', name: 'payment' | 'shipping') => askStack(controlSocket, { action, name })
  const refused = await scene.begin(REFUND_REFUSED)
  await scene.until(refused, ({ status }) => status === 'cancelled')
  await act('stop', 'payment')
  const stuck = await scene.begin(ORDINARY)
  await scene.until(stuck, (saga) => saga.stuck)
  await camera.take({ name: 'saga-stuck', path: `/sagas/${stuck}`, shows: 'payment has yet to read' })
  await act('start', 'payment')
  await scene.forgeAhead(happy)
  await act('stop', 'shipping')
  await scene.until(await scene.begin(ORDINARY), (saga) => saga.stuck)
  await camera.take({ name: 'attention', path: '/attention', shows: /^[1-9] stuck saga/, height: TALL })
  await act('start', 'shipping')
  await scene.breakOnPurpose({ seed: 7, faults: [{ name: 'duplicate', rate: 0.3 }] })
  await camera.take({ name: 'faults', path: '/faults', shows: /^Broken on purpose/ })
}
