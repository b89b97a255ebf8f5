import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the pages find a gateway while they are worked on: `npm run dev` in this folder starts the fake one there. */
const GATEWAY = process.env.BISTRO_GATEWAY ?? 'http://127.0.0.1:4090'

export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': GATEWAY } },
  build: {
    target: 'es2024',
    // The content security policy allows no data address for scripts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
