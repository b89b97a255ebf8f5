import { gatewayCall } from '@bistro/http-client'
import type { BodyOf } from '../../api/request.ts'

const MOST = 100
export const eveningsCall = gatewayCall('get', '/api/reservation/evenings', { params: { query: { limit: MOST } } })
export type Evenings = BodyOf<typeof eveningsCall>
