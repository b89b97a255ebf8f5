import { describe, expect, it } from 'vitest'
import { ON_FIRST_TOPIC, Publication, type PublishedEvent, placeOf } from './publication.ts'
import { Sequencer } from './sequencer.ts'
import type { StoredEvent } from './stored.ts'

const published = (version: number, id = `id${version}`, text = 'bytes'): PublishedEvent => ({
  topic: 'bistro.order.v1',
  stream: 's1',
  version,
  id,
  type: 'OrderRequested',
  value: Buffer.from(text),
})
const stored = (version: number): StoredEvent => ({
  ...published(version),
  service: 'order',
  position: version,
  aggregate: 'order',
  time: new Date(0),
  published: true,
  bytes: Buffer.from('bytes'),
})

function compare(
  versions: readonly number[],
  records: readonly PublishedEvent[],
  onTheirWay: ReadonlySet<string> = new Set(),
  publishing = ON_FIRST_TOPIC,
) {
  const publication = new Publication('order', publishing)
  for (const version of versions) publication.addStored(stored(version))
  for (const record of records) publication.addPublished(record)
  return publication.faults(onTheirWay).map(({ fault, version }) => `${fault} ${version}`)
}

describe('what is stored and what is published', () => {
  it('are the same, however often and in whatever order', () =>
    expect(compare([1, 2], [published(2), published(1), published(2)])).toEqual([]))
  it('differ by a gap in the store', () => expect(compare([1, 3], [published(1), published(3)])).toEqual(['gap 3']))
  it('differ by an event that is not on the topic', () =>
    expect(compare([1, 2], [published(1)])).toEqual(['missing 2']))
  it('need not be the same beyond what a follower has passed, nor in the same shape', () => {
    const publishing = { isFirst: false, reach: 2, shape: () => Buffer.from('other') }
    const other = (version: number) => published(version, `id${version}`, 'other')
    expect(compare([1, 2, 3], [other(1), other(2)], new Set(), publishing)).toEqual([])
    expect(compare([1, 2, 3], [other(1), other(3)], new Set(), publishing)).toEqual(['missing 2'])
    expect(compare([1], [published(1)], new Set(), publishing)).toEqual(['different 1'])
  })
  it('do not differ yet by one that is on its way', () =>
    expect(compare([1, 2], [published(1)], new Set([placeOf('s1', 2)]))).toEqual([]))
  it('differ by an event that is not stored', () =>
    expect(compare([1], [published(1), published(2)])).toEqual(['extra 2']))
  it('differ by a private event that is on the topic', () => {
    const publication = new Publication('order')
    publication.addStored({ ...stored(1), published: false })
    publication.addPublished(published(1))
    expect(publication.faults(new Set())).toMatchObject([{ fault: 'private', version: 1, type: 'OrderRequested' }])
    expect(publication.unknown).toEqual([])
  })
  it('differ by an id', () => expect(compare([1], [published(1, 'other')])).toEqual(['different 1']))
  it('differ by bytes', () => expect(compare([1], [published(1, 'id1', 'other')])).toEqual(['different 1']))
})

it('an event that was stored after the first look is recognised', () => {
  const publication = new Publication('order')
  publication.addPublished(published(1))
  expect(publication.unknown).toHaveLength(1)
  publication.recognise('s1', 1, 'id1', Buffer.from('bytes'))
  expect(publication.faults(new Set())).toEqual([])
})

it('a sequencer lets each version through once and in order', () => {
  const sequencer = new Sequencer()
  const versions = [3, 1, 1, 5, 2, 3, 4].flatMap((version) => sequencer.take('order', published(version)))
  expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5])
})
