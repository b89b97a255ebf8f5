import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { int } from './protocol.ts'

/** A member that goes by a name of its own is recognised after a restart: https://cwiki.apache.org/confluence/x/kRg0BQ (KIP-345). */
const driver = createRequire(import.meta.url)
const ConsumerGroup = driver('kafkajs/src/consumer/consumerGroup') as new (
  options: object,
) => { joinAndSync(): Promise<void>; heartbeat(options: object): Promise<void>; leave(): Promise<void> }
const Encoder = driver('kafkajs/src/protocol/encoder')
const { MemberAssignment } = driver('kafkajs/src/consumer/assignerProtocol')
const roundRobin = driver('kafkajs/src/consumer/assigners/roundRobinAssigner')
const OffsetManager = driver('kafkajs/src/consumer/offsetManager') as new (
  options: object,
) => { setDefaultOffset(place: object): Promise<void>; nextOffset(topic: string, partition: number): string }
const InstrumentationEventEmitter = driver('kafkajs/src/instrumentation/emitter')

const text = (value: string): Buffer => Buffer.concat([int(2, value.length), Buffer.from(value)])
const ID = 'x'.repeat(8)

/** A coordinator that answers joins from a list and notes what it is asked. */
function group(joins: readonly { readonly memberId: string; readonly leaderId: string }[]) {
  const asked: [string, object][] = []
  const note = (name: string, request: object): void => void asked.push([name, request])
  const answers = [...joins]
  const coordinator = {
    joinGroup: async (request: object) => {
      note('join', request)
      return { generationId: 1, members: [], groupProtocol: 'RoundRobinAssigner', ...answers.shift() }
    },
    syncGroup: async (request: object) => {
      note('sync', request)
      return { memberAssignment: MemberAssignment.encode({ version: 0, assignment: { t: [0] } }) }
    },
    heartbeat: async (request: object) => note('heartbeat', request),
    leaveGroup: async (request: object) => note('leave', request),
  }
  const cluster = {
    findGroupCoordinator: async () => coordinator,
    refreshMetadata: async () => {},
    findTopicPartitionMetadata: () => [{ partitionId: 0 }],
    committedOffsets: () => ({}),
  }
  const quiet = { debug() {}, info() {}, warn() {}, error() {} }
  const logger = { ...quiet, namespace: () => quiet }
  const member = new ConsumerGroup({
    cluster,
    logger,
    groupId: 'payment',
    groupInstanceId: 'payment-host-4004',
    topics: ['t'],
    topicConfigurations: {},
    assigners: [roundRobin({ cluster })],
    instrumentationEmitter: new InstrumentationEventEmitter(),
  })
  return { member, asked }
}

const namesOf = (asked: readonly [string, object][]): string[] => asked.map(([name]) => name)

describe('a member with an instance', () => {
  it('says it with every request to its group', async () => {
    const { member, asked } = group([{ memberId: `other-${ID}`, leaderId: `other-${ID}` }])
    await member.joinAndSync()
    await member.heartbeat({ interval: -1 })
    await member.leave()
    expect(namesOf(asked)).toEqual(['join', 'sync', 'heartbeat', 'leave'])
    for (const [, request] of asked) expect(request).toMatchObject({ groupInstanceId: 'payment-host-4004' })
  })

  it('joins once more where it led the group before: it deals the partitions again', async () => {
    const [former, present] = [`payment-host-4004-${ID}`, 'payment-host-4004-yyyyyyyy']
    const { member, asked } = group([
      { memberId: present, leaderId: former },
      { memberId: present, leaderId: present },
    ])
    await member.joinAndSync()
    expect(namesOf(asked)).toEqual(['join', 'join', 'sync'])
    expect(asked[1]?.[1]).toMatchObject({ memberId: present })
  })

  it('takes what another leader deals', async () => {
    const { member, asked } = group([{ memberId: `payment-host-4004-${ID}`, leaderId: `payment-host-5004-${ID}` }])
    await member.joinAndSync()
    expect(namesOf(asked)).toEqual(['join', 'sync'])
  })
})

describe('on the wire', () => {
  const instance = 'payment-host-4004'
  const encoded = async (path: string, request: object): Promise<Buffer> => {
    const { encode } = driver(`kafkajs/src/protocol/requests/${path}/request`)(request)
    return (await (encode() as Promise<InstanceType<typeof Encoder>>)).buffer
  }

  it.each([
    [
      'joinGroup/v5',
      {
        groupId: 'g',
        sessionTimeout: 6_000,
        rebalanceTimeout: 7_000,
        memberId: '',
        groupInstanceId: instance,
        protocolType: 'consumer',
        groupProtocols: [],
      },
      [text('g'), int(4, 6_000), int(4, 7_000), text(''), text(instance), text('consumer'), int(4, 0)],
    ],
    [
      'syncGroup/v3',
      { groupId: 'g', generationId: 4, memberId: 'm', groupInstanceId: instance, groupAssignment: [] },
      [text('g'), int(4, 4), text('m'), text(instance), int(4, 0)],
    ],
    [
      'heartbeat/v3',
      { groupId: 'g', groupGenerationId: 4, memberId: 'm', groupInstanceId: instance },
      [text('g'), int(4, 4), text('m'), text(instance)],
    ],
    [
      'leaveGroup/v3',
      { groupId: 'g', members: [{ memberId: 'm', groupInstanceId: instance }] },
      [text('g'), int(4, 1), text('m'), text(instance)],
    ],
  ])('%s is what the protocol says', async (path, request, expected) => {
    expect(await encoded(path, request)).toEqual(Buffer.concat(expected))
  })
})

it('an offset that the log does not have any more is read from the earliest, and nothing is committed for it', async () => {
  const topicOffsets = [{ topic: 't', partitions: [{ partition: 0, offset: '41' }] }]
  const fetchTopicsOffset = async (wanted: object) => {
    expect(wanted).toEqual([{ topic: 't', partitions: [{ partition: 0 }], fromBeginning: true }])
    return topicOffsets
  }
  const offsets = new OffsetManager({
    cluster: { fetchTopicsOffset, committedOffsets: () => ({}) },
    memberAssignment: { t: [0] },
    topicConfigurations: { t: { fromBeginning: true } },
    groupId: 'payment',
  })
  await offsets.setDefaultOffset({ topic: 't', partition: 0 })
  expect(offsets.nextOffset('t', 0)).toBe('41')
})
