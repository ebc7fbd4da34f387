import {
  type CSSProperties,
  cloneElement,
  createElement,
  type HTMLAttributes,
  type JSX,
  type ReactElement,
  type ReactEventHandler,
  type Ref,
} from 'react'
import { useLanguage } from './useLanguage.ts'

/** The props for the outermost element, which every component has. */
export interface PartProps {
  /** Classes to add to the component's own. */
  className?: string | undefined
  style?: CSSProperties | undefined
  /**
   * Replaces the component's outermost element with an element that receives the component's props, or with the
   * result of a function that receives them.
   *
   * @example
   * <SignIn render={<main id="sign-in" />} />
   * <SignIn render={(props) => <Panel {...props} />} />
   */
  render?: Render | undefined
}

/** An element, or a function that receives the component's props, including `children`. */
export type Render = ReactElement<RenderProps> | ((props: RenderProps) => ReactElement)
type RenderProps = HTMLAttributes<HTMLElement>

/** Renders the outermost element of a component: the default one, or the app's `render`. */
export function Part({ tag, className: own, look, innerRef, ...props }: Props): ReactElement {
  const { className, style, render } = look
  const whole = {
    ...useLanguage(),
    ...props,
    ref: innerRef,
    className: [own, className].filter(Boolean).join(' ') || undefined,
    style: { ...props.style, ...style },
  }
  if (render === undefined) return createElement(tag, whole)
  if (typeof render === 'function') return render(whole)
  const { className: theirs, style: theirStyle } = render.props
  return cloneElement(render, {
    ...whole,
    ...render.props,
    className: [whole.className, theirs].filter(Boolean).join(' '),
    style: { ...whole.style, ...theirStyle },
    children: props.children ?? render.props.children,
  })
}

type Props = RenderProps & {
  type?: 'button' | undefined
  tag: keyof JSX.IntrinsicElements
  look: PartProps
  /** The ref of the rendered element. */
  innerRef?: Ref<HTMLElement> | undefined
  onCancel?: ReactEventHandler<HTMLElement> | undefined
  [data: `data-${string}`]: string | boolean | undefined
}
