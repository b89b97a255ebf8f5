import { main } from './cli.ts'
import { INTERRUPTED_STATUS } from './terminal/interrupts.ts'
import { whenNobodyReads } from './terminal/nobody-reads.ts'

whenNobodyReads(process.stdout, () => process.exit(INTERRUPTED_STATUS))
process.exit(await main(process.argv.slice(2)))
