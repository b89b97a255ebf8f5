export { askEnvironment, askStack, NoStack } from './ask.ts'
export {
  ACTIONS,
  type Action,
  type ControlAnswer,
  type ControlRequest,
  MAX_PARTITIONS,
  type ProcessState,
  type ProcessStatus,
} from './protocol.ts'
