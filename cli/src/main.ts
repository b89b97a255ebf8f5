import { INTERRUPTED_STATUS, main } from './cli.ts'
import { whenNobodyReads } from './terminal/nobody-reads.ts'

whenNobodyReads(process.stdout, () => process.exit(INTERRUPTED_STATUS))
process.exit(await main(process.argv.slice(2)))
