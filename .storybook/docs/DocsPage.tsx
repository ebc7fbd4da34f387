import {
  Canvas,
  Controls,
  Description,
  DocsContext,
  Heading,
  Primary,
  Subheading,
  Title,
} from '@storybook/addon-docs/blocks'
import { useContext } from 'react'

/**
 * The page of a part: what it is, its props to play with, and then each state as a user meets it.
 *
 * A state that a story's steps lead to, or that lies over the page, has a frame of its own: steps of several
 * stories in one page would fight for its focus. The frames load when they are scrolled to.
 */
export function DocsPage() {
  const [, ...states] = useContext(DocsContext).componentStories()
  return (
    <>
      <Title />
      <Description of="meta" />
      <Primary />
      <Controls />
      {states.length > 0 && <Heading>States</Heading>}
      {states.map(({ id, name, moduleExport, playFunction, parameters }) => (
        <div key={id}>
          <Subheading>{name}</Subheading>
          <Description of={moduleExport} />
          <Canvas
            of={moduleExport}
            {...(playFunction && {
              story: { inline: false, height: parameters['docs']?.story?.height },
            })}
          />
        </div>
      ))}
    </>
  )
}
