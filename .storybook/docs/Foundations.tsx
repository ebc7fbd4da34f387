import { type ReactNode, useEffect, useState } from 'react'
import { addons } from 'storybook/preview-api'
import { Icon, type IconName } from '../../packages/react/src/components/parts/icons.tsx'
import { SuccessMark } from '../../packages/react/src/components/parts/SuccessMark.tsx'
import tokens from '../../packages/react/src/styles/tokens.css?raw'

/** The names of all custom properties for styling, in the order of the stylesheet. */
const names = [...new Set(Array.from(tokens.matchAll(/(--kit-[\w-]+):/g), ([, name = '']) => name))]

/**
 * A page in the theme and preset that the toolbar has chosen. A page without stories has no decorator for this.
 */
export function Stage({ children }: { children: ReactNode }) {
  const [globals, setGlobals] = useState(readGlobals)
  useEffect(() => {
    const channel = addons.getChannel()
    const update = (news: { globals: Globals }) => setGlobals(news.globals)
    channel.on('globalsUpdated', update)
    return () => channel.off('globalsUpdated', update)
  }, [])
  const { theme = 'light', preset = 'default' } = globals
  return (
    <div className="foundations" data-kit-theme={theme} data-kit-preset={preset}>
      {children}
    </div>
  )
}

type Globals = Readonly<Record<string, string | undefined>>

/** `globals=theme:dark;preset:soft` */
function readGlobals(): Globals {
  const text = new URLSearchParams(location.search).get('globals') ?? ''
  return Object.fromEntries(text.split(';').map((pair) => pair.split(':')))
}

/** The custom properties with the same prefix, each with its value and a button that copies its declaration. */
export function Tokens({ prefix }: { prefix: string }) {
  return (
    <table className="tokens sb-unstyled">
      <tbody>
        {names
          .filter((name) => name.startsWith(prefix))
          .map((name) => (
            <tr key={name}>
              <td>
                <Sample name={name} />
              </td>
              <td>
                <code>{name}</code>
              </td>
              <td>
                <code>{readSource(name)}</code>
              </td>
              <td>
                <button
                  type="button"
                  className="kit-button"
                  data-variant="secondary"
                  onClick={() =>
                    void navigator.clipboard.writeText(`${name}: ${readSource(name)};`)
                  }
                >
                  Copy
                </button>
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}

/** A sample of the property. */
function Sample({ name }: { name: string }) {
  const value = `var(${name})`
  if (name.startsWith('--kit-color-'))
    return <i className="token" style={{ backgroundColor: value }} />
  if (name.startsWith('--kit-radius-'))
    return <i className="token" style={{ borderRadius: value }} />
  if (name.startsWith('--kit-font-size')) return <span style={{ fontSize: value }}>Ag</span>
  if (name.startsWith('--kit-font-weight')) return <span style={{ fontWeight: value }}>Ag</span>
  if (name.startsWith('--kit-font-family')) return <span style={{ fontFamily: value }}>Ag</span>
  if (name.startsWith('--kit-space-') || name.startsWith('--kit-size-'))
    return <i className="token" style={{ inlineSize: value, blockSize: '0.5rem' }} />
  return null
}

/** The value in the stylesheet. */
function readSource(name: string): string {
  const value = tokens.match(new RegExp(`${name}:([^;]+);`))?.[1] ?? ''
  return value.replaceAll(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').trim()
}

const iconNames: readonly IconName[] = [
  'wallet',
  'mail',
  'page',
  'phone',
  'back',
  'chevron',
  'close',
]

/** Every icon with its name. */
export function Icons() {
  return (
    <div className="icons sb-unstyled">
      {iconNames.map((name) => (
        <span key={name}>
          <Icon name={name} /> <code>{name}</code>
        </span>
      ))}
    </div>
  )
}

/** The tick of a finished sign-in. */
export function Motion() {
  const [turn, setTurn] = useState(0)
  return (
    <div className="icons sb-unstyled">
      <SuccessMark key={turn} />
      <button
        type="button"
        className="kit-button"
        data-variant="secondary"
        onClick={() => setTurn(turn + 1)}
      >
        Play again
      </button>
    </div>
  )
}

/** A button and a field in each preset. */
export function Presets() {
  return (
    <div className="presets sb-unstyled">
      {['default', 'minimal', 'soft', 'contrast'].map((preset) => (
        <div key={preset} className="kit-card" data-kit-preset={preset}>
          <b>{preset}</b>
          <button type="button" className="kit-button" data-variant="primary">
            Continue
          </button>
          <button type="button" className="kit-button" data-variant="secondary">
            Sign out
          </button>
        </div>
      ))}
    </div>
  )
}
