import { join } from 'node:path'
import { build } from 'esbuild'

/** The page as an app's bundler makes it: minified, in parts that are loaded when they are asked for. */
export async function buildPage(): Promise<Built> {
  const { outputFiles, metafile } = await build({
    entryPoints: { main: join(import.meta.dirname, '../page/main.tsx') },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    outdir: '/',
    write: false,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // Not installed: a page that asked for it would fail.
    external: ['@reown/appkit/core'],
    logLevel: 'silent',
  })
  const parts = Object.entries(metafile.outputs)
  const ofSdk = parts.filter(([, { inputs }]) =>
    Object.keys(inputs).some((path) => path.includes('/@walletconnect/')),
  )
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [path, contents])),
    sdkFiles: new Set(ofSdk.map(([path]) => `/${path.split('/').pop()}`)),
  }
}

interface Built {
  /** By path. */
  files: ReadonlyMap<string, Uint8Array>
  /** The paths that have something of WalletConnect's SDK in them. */
  sdkFiles: ReadonlySet<string>
}
