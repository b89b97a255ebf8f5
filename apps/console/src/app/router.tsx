import { createBrowserRouter, type RouteObject } from 'react-router'
import { Loading } from '../ui/index.ts'
import { Failed } from './failed.tsx'
import { Layout } from './layout.tsx'
import { Missing } from './missing.tsx'

type Page = () => Promise<{ default: React.ComponentType }>

/** Each page is loaded when it is first opened. A page's file exports its component as `default`. */
const page = (path: string, load: Page): RouteObject => ({
  path,
  lazy: async () => ({ Component: (await load()).default }),
  errorElement: <Failed />,
})

export const createRouter = () =>
  createBrowserRouter([
    {
      Component: Layout,
      errorElement: <Failed />,
      HydrateFallback: () => <Loading what="the page" />,
      children: [
        page('/', () => import('../pages/wall/wall.tsx')),
        page('/sagas', () => import('../pages/sagas/sagas.tsx')),
        page('/sagas/:id', () => import('../pages/saga/saga.tsx')),
        page('/reserve', () => import('../pages/reserve/reserve.tsx')),
        page('/attention', () => import('../pages/attention/attention.tsx')),
        page('/views', () => import('../pages/views/views.tsx')),
        page('/partitions', () => import('../pages/partitions/partitions.tsx')),
        page('/faults', () => import('../pages/faults/faults.tsx')),
        { path: '*', Component: Missing },
      ],
    },
  ])
