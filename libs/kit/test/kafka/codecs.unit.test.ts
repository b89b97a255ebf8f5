import { gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import kafkajs from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { registerCodecs } from '../../src/kafka/codecs/index.ts'
import { unfoldLz4 } from '../../src/kafka/codecs/lz4.ts'
import { unfoldSnappy } from '../../src/kafka/codecs/snappy.ts'
import { MAX_UNFOLDED_BYTES, Unfolded } from '../../src/kafka/codecs/unfolded.ts'

/** One record, as the broker and librdkafka have compressed it. */
const SNAPPY_FRAMED = `glNOQVBQWQAAAAABAAAAAQAAATS/Dqj6HAAAAAJr6hxUaGUgZ3Vlc3Qgb2YgdGFibGUgMSBoYXMgdGhlIHNhbWUgDQw6JQAIMC4gSjsAADKOOw
AAMVI7AAAzjjsAADJSOwAANI47AAAzUjsAADWOOwAANFI7AAA2jjsAADVSOwAAN447AAA2UjsAADiOOwAAN1I7AAA5jjsAADhSOwAEMTCOPAAAOVY8AJJQAgAxVlECADGWUgJWUwIAMZJU
AgAxVlUCADGSVgIAMVZXAgAxklgCBDE0VjEBkloCADFWWwIAMZJcAgAxVl0CADGSXgIAMVZfAgAxkmACADFWYQIAMpJhAgAxVmICADKSYgIAMlZiAgAykmICADJWYgIAMpJiAgAyVmICAD
KSYgIQMjMuIHj+AQD+AQD+AQD+AQD+AQD+AQA6AQAAAA==`
const SNAPPY_BARE = `vw6o+hwAAAACa+ocVGhlIGd1ZXN0IG9mIHRhYmxlIDEgaGFzIHRoZSBzYW1lIA0MOiUACDAuIEo7AAAyjjsAADFSOwAAM447AAAyUjsAADSOOwAAM1I7
AAA1jjsAADRSOwAANo47AAA1UjsAADeOOwAANlI7AAA4jjsAADdSOwAAOY47AAA4UjsABDEwjjwAADlWPACSUAIAMVZRAgAxllICVlMCADGSVAIAMVZVAgAxklYCADFWVwIAMZJYAgAxVlk
CADGSWgIAMVZbAgAxklwCADFWXQIAMZJeAgAxVl8CADGSYAIAMVZhAgAykmECADFWYgIAMpJiAgAyVmICBDIyjtsCADJWYgIAMpJiAgAyVmICADKSYgIQMjMuIHj+AQD+AQD+AQD+AQD+AQ
D+AQA6AQAAAA==`
const LZ4 = `BCJNGGBAgikBAADzHPocAAAAAmvqHFRoZSBndWVzdCBvZiB0YWJsZSAxIGhhcyB0aGUgc2FtZSAMAAslAD8wLiA7AAAfMjsAER8xOwACHzM7ABEfMjsAAh80OwARHzM7AAIfNTsA
ER80OwACHzY7ABEfNTsAAh83OwARHzY7AAIfODsAER83OwACHzk7ABEfODsAAi8xMDwAER85PAADD1ACEh8xUQIDHzFSAhMPUwIDHzFUAhIfMVUCAx8xVgISHzFXAgMfMVgCEh8xWQIDHzF
aAhIfMVsCAx8xXAISHzFdAgMfMV4CEh8xXwIDHzFgAhIfMWECAx8yYQISHzFiAgMfMmICEh8yYgIDHzJiAhIfMmICAx8yYgISHzJiAgMfMmICEl8yMy4geAEA/3lQeHh4eAAAAAAA`
const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')

const TABLES = Array.from({ length: 24 }, (_, index) => index + 1)
const VALUE = `${TABLES.map((n) => `The guest of table ${n} has the same as the guest of table ${n - 1}. `).join('')}${'x'.repeat(400)}`

describe('what was compressed is read', () => {
  it.each([
    ['snappy as Java frames it', unfoldSnappy, SNAPPY_FRAMED],
    ['snappy without a frame', unfoldSnappy, SNAPPY_BARE],
    ['lz4', unfoldLz4, LZ4],
  ])('%s', (_, unfold, compressed) => {
    const record = unfold(bytesOf(compressed))
    expect(record.toString('latin1', record.indexOf('The guest'), record.length - 1)).toBe(VALUE)
  })

  it.each([
    ['gzip', 'GZIP', gzipSync],
    ['zstd', 'ZSTD', zstdCompressSync],
  ] as const)('%s, and no more of it than a batch may hold', async (_, name, compress) => {
    registerCodecs()
    const { decompress } = kafkajs.CompressionCodecs[kafkajs.CompressionTypes[name]]()
    expect(await decompress(compress(VALUE))).toEqual(Buffer.from(VALUE))
    await expect(decompress(compress(Buffer.alloc(MAX_UNFOLDED_BYTES + 1)))).rejects.toThrow()
  })
})

describe('what is damaged', () => {
  const damaged = (compressed: string) =>
    fc
      .array(fc.tuple(fc.nat(bytesOf(compressed).length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const bytes = bytesOf(compressed)
        for (const [at, value] of changes) bytes[at] = value
        return bytes
      })
  const anything = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array))

  /** Whatever comes out, comes to an end and fits. */
  const fits = (unfold: (bytes: Buffer) => Buffer) => (bytes: Buffer) => {
    try {
      return unfold(bytes).length <= MAX_UNFOLDED_BYTES
    } catch (error) {
      return error instanceof Error
    }
  }

  it.each([
    ['snappy', unfoldSnappy, SNAPPY_FRAMED],
    ['bare snappy', unfoldSnappy, SNAPPY_BARE],
    ['lz4', unfoldLz4, LZ4],
  ])('is refused or read as something else: %s', (_, unfold, compressed) => {
    fc.assert(fc.property(fc.oneof(anything, damaged(compressed)), fits(unfold)), { numRuns: 500 })
  })

  it('gets no memory beyond the bound, and nothing from before the beginning', () => {
    const unfolded = new Unfolded()
    unfolded.append(Buffer.from('ab'))
    unfolded.repeat(2, 5)
    expect(unfolded.bytes.toString()).toBe('abababa')
    expect(() => unfolded.repeat(1, MAX_UNFOLDED_BYTES)).toThrow('exceed')
    expect(() => new Unfolded().repeat(1, 1)).toThrow('before the beginning')
  })
})
