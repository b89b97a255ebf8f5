import { startFakeGateway } from './server.ts'

/** Where `vite.config.ts` looks for a gateway by default. */
const PORT = 4090
const [count = '60', folder] = process.argv.slice(2)

const { url } = await startFakeGateway({ port: PORT, sagas: Number(count), ...(folder ? { folder } : {}) })
console.log(`The fake gateway listens on ${url}, with ${count} sagas. Its operator's token is fake-operator.`)
