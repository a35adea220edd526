import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** In development the console runs beside a server; `YUTANG_API` names it. */
const server = process.env.YUTANG_API ?? 'http://127.0.0.1:7788';

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': server, '/v1': server } },
  build: {
    target: 'es2022',
    // The map is for whoever debugs an installation; browsers do not load it by themselves.
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
});
