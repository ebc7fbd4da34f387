import type { Plugin } from 'vite'
import { compileForReact } from './compileForReact.ts'

/** Runs React Compiler over @kit/react in Vite, before TypeScript and JSX are removed. */
export function reactCompilerPlugin(): Plugin {
  return {
    name: 'react-compiler',
    enforce: 'pre',
    async transform(source, id) {
      const [file = ''] = id.split('?')
      if (!/packages\/react\/src\/.*(\.tsx|\/use\w+\.ts)$/.test(file) || file.includes('.test.'))
        return undefined
      const { code, map } = await compileForReact(source, file)
      return { code, map: map as Extract<typeof map, string> | null }
    },
  }
}
