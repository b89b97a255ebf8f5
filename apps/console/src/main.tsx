import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { takeTokenFromAddress } from './api/operator.ts'
import { isAway, isPassing } from './api/problem.ts'
import { createRouter } from './app/router.tsx'
import { applyTheme } from './app/theme.ts'
import './ui/tokens.css'
import './ui/base.css'
import './ui/ui.css'
import './app/app.css'

const AWAY_RETRY_MS = 2000

applyTheme()
takeTokenFromAddress()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the gateway refuses is refused the next time too; while it is away, the page asks again.
      retry: (failures, error) => isAway(error) && failures < 1,
      retryDelay: AWAY_RETRY_MS,
      // The browser's idea of being offline says nothing of a gateway on this machine.
      networkMode: 'always',
      refetchInterval: ({ state: { error } }) => (isPassing(error) ? AWAY_RETRY_MS : false),
    },
    mutations: { networkMode: 'always' },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={createRouter()} />
    </QueryClientProvider>
  </StrictMode>,
)
