'use client'

import type { ReactNode, Ref } from 'react'
import { useFirstWords } from '../../locales/useFirstWords.ts'
import { useExpectedMethods } from '../../session/useExpectedMethods.ts'
import { useSession } from '../../session/useSession.ts'
import { Icon } from '../parts/icons.tsx'
import { type HeadingLevel, Title } from '../parts/Title.tsx'
import { describeMethods } from './describeMethods.ts'
import { useStepBack } from './useStepBack.ts'

/**
 * The title above the sign-in methods with a description, or a title with a back button if a step has replaced
 * the methods.
 */
export function SignInHeader(props: SignInHeaderProps) {
  const { id, titleRef, headingLevel, logo, title, description } = props
  const words = useFirstWords()
  const methods = useExpectedMethods()
  const { status } = useSession()
  const goBack = useStepBack()
  return (
    <header>
      {logo !== undefined && <div className="kit-logo">{logo}</div>}
      <div className="kit-heading">
        {goBack !== undefined && (
          <button
            type="button"
            className="kit-back"
            aria-label={words.signIn.back}
            onClick={goBack}
          >
            <Icon name="back" />
          </button>
        )}
        <Title id={id} ref={titleRef} level={headingLevel}>
          {title ?? words.signIn.title}
        </Title>
      </div>
      {status !== 'signed-in' && methods.length > 0 && goBack === undefined && (
        <p className="kit-description">{description ?? describeMethods(methods, words)}</p>
      )}
    </header>
  )
}

interface SignInHeaderProps {
  id: string
  titleRef?: Ref<HTMLDivElement> | undefined
  headingLevel: HeadingLevel | undefined
  logo: ReactNode
  title: ReactNode
  description: ReactNode
}
