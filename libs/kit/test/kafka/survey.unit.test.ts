import kafkajs, { type Kafka } from 'kafkajs'
import { expect, it } from 'vitest'
import { createSurvey } from '../../src/kafka/survey.ts'

const { AssignerProtocol } = kafkajs
const assignment = (partitions: Record<string, number[]>) =>
  AssignerProtocol.MemberAssignment.encode({ version: 0, assignment: partitions, userData: Buffer.alloc(0) })

function doubleAdmin() {
  const connections: string[] = []
  let isAway = false
  const ask = <T>(answer: T) => (isAway ? Promise.reject(new Error('socket closed')) : Promise.resolve(answer))
  const admin = () => ({
    connect: async () => void connections.push('opened'),
    disconnect: async () => void connections.push('closed'),
    fetchTopicOffsets: () =>
      ask([
        { partition: 1, low: '5', high: '9' },
        { partition: 0, low: '0', high: '3' },
      ]),
    fetchOffsets: () =>
      ask([
        {
          topic: 't',
          partitions: [
            { partition: 0, offset: '-1' },
            { partition: 1, offset: '7' },
          ],
        },
      ]),
    describeGroups: () =>
      ask({
        groups: [
          {
            groupId: 'payment',
            members: [
              { memberId: 'payment-host-4004-x', memberAssignment: assignment({ t: [1] }) },
              { memberId: 'joining', memberAssignment: Buffer.alloc(0) },
            ],
          },
        ],
      }),
  })
  return { client: { admin } as unknown as Kafka, connections, away: (is: boolean) => (isAway = is) }
}

it('tells the bounds of partitions in order, how far a group has read them, and who reads them', async () => {
  const survey = createSurvey(doubleAdmin().client)
  expect(await survey.partitions(['t'])).toEqual([
    { topic: 't', partition: 0, begin: 0n, end: 3n },
    { topic: 't', partition: 1, begin: 5n, end: 9n },
  ])
  expect(await survey.readers('payment', ['t'])).toEqual([
    { group: 'payment', topic: 't', partition: 0 },
    { group: 'payment', topic: 't', partition: 1, position: 7n },
  ])
  expect(await survey.members(['payment'])).toEqual(new Map([['payment t 1', 'payment-host-4004-x']]))
})

it('uses one connection, and opens another one after an error', async () => {
  const { client, connections, away } = doubleAdmin()
  const survey = createSurvey(client)
  await survey.partitions(['t'])
  await survey.readers('payment', ['t'])
  away(true)
  await expect(survey.partitions(['t'])).rejects.toMatchObject({ code: 'log-unavailable' })
  away(false)
  await survey.partitions(['t'])
  await survey.close()
  expect(connections).toEqual(['opened', 'closed', 'opened', 'closed'])
})
