import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import kafkajs from 'kafkajs'

// kafkajs knows gzip alone. To write the records of a producer that compresses otherwise, and to read them in the audit.
const { CompressionCodecs, CompressionTypes } = kafkajs
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async ({ buffer }: { buffer: Buffer }) => zstdCompressSync(buffer),
  decompress: async (bytes: Buffer) => zstdDecompressSync(bytes),
})
