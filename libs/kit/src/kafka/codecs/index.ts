import { promisify } from 'node:util'
import { unzip, zstdDecompress } from 'node:zlib'
import kafkajs from 'kafkajs'
import { unfoldLz4 } from './lz4.ts'
import { unfoldSnappy } from './snappy.ts'
import { MAX_UNFOLDED_BYTES } from './unfolded.ts'

const { CompressionCodecs, CompressionTypes } = kafkajs
const BOUNDED = { maxOutputLength: MAX_UNFOLDED_BYTES }

/**
 * The broker stores this system's topics uncompressed. But an operator may alter a topic, so this client can read every
 * codec. It writes none.
 */
export function registerCodecs(): void {
  const read = (decompress: (bytes: Buffer) => Promise<Buffer>) => () => ({ decompress })
  CompressionCodecs[CompressionTypes.GZIP] = read((bytes) => promisify(unzip)(bytes, BOUNDED))
  CompressionCodecs[CompressionTypes.Snappy] = read(async (bytes) => unfoldSnappy(bytes))
  CompressionCodecs[CompressionTypes.LZ4] = read(async (bytes) => unfoldLz4(bytes))
  CompressionCodecs[CompressionTypes.ZSTD] = read((bytes) => promisify(zstdDecompress)(bytes, BOUNDED))
}
