import { controlSocket, dataDirFrom } from '@bistro/stack/paths'

/** Where the stack on the data directory of the environment takes orders. */
export const ownSocket = (): string => controlSocket(dataDirFrom(process.env.BISTRO_DATA_DIR))
