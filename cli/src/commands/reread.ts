import { answerTo, operatorRoutesOf } from '@bistro/client'
import { StackError } from '@bistro/client/errors'
import { SERVICES } from '@bistro/client/names'
import type { Command } from '../cli.ts'
import { needManifest } from '../session/manifest.ts'
import { noArguments, noOptions, UsageError } from '../terminal/arguments.ts'
import { say } from '../terminal/style.ts'

const BEGUN_STATUS = 202

export const command: Command = {
  usage: ['npm run reread -- <service> <topic>    makes a running service read a topic again, from its oldest record'],
  example: 'npm run reread -- order bistro.payment.v1',
  run: async (args) => {
    noOptions(args)
    const [service = '', topic = '', ...unknown] = args
    noArguments(unknown)
    const name = SERVICES.find((known) => known === service)
    if (service === '') throw new UsageError('Missing service, for example order.')
    if (!name) throw new UsageError(`Unknown service '${service}'. Services: ${SERVICES.join(', ')}.`)
    if (topic === '') throw new UsageError(`Missing topic: one of those that ${name} reads.`)
    const { status, body } = await answerTo('POST /reread', () =>
      operatorRoutesOf(needManifest(), name).POST('/reread', { body: { topic } }),
    )
    if (status !== BEGUN_STATUS) throw new StackError(String(body.detail))
    say(
      `${service} reads ${topic} again. Events that it has applied should change nothing: compare with npm run replay. Its log says when it has finished: logs/${service}.log in the data directory (.bistro), or docker compose logs ${service}.`,
    )
    return 0
  },
}
