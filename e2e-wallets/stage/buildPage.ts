import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { withVersions } from './withVersions.ts'

/**
 * Builds the pages as an app's bundler does: minified, in chunks that load on demand.
 *
 * @param versions - a folder of `versions`. Without one, the workspace's versions are used.
 * @param folder - where the files are written.
 */
export async function buildPage(versions: string | undefined, folder: string): Promise<Built> {
  const { metafile } = await build({
    entryPoints: {
      main: join(import.meta.dirname, '../page/main.tsx'),
      engines: join(import.meta.dirname, '../page/engines.tsx'),
    },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    outdir: folder,
    metafile: true,
    define: { 'process.env.NODE_ENV': '"production"' },
    // The modal of WalletConnect's SDK. A page that loads it fails.
    external: ['@reown/appkit/core'],
    plugins: versions === undefined ? [] : [withVersions(versions)],
    logLevel: 'silent',
  })
  const parts = Object.entries(metafile.outputs)
  const ofSdk = parts.filter(([, { inputs }]) =>
    Object.keys(inputs).some((path) => path.includes('/@walletconnect/')),
  )
  return { folder, sdkFiles: ofSdk.map(([path]) => `/${basename(path)}`) }
}

export interface Built {
  /** The folder of the files. */
  folder: string
  /** The paths of files that contain code of WalletConnect's SDK. */
  sdkFiles: readonly string[]
}
