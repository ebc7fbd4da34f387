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
 * Each state has a frame of its own: the steps that lead to several of them would fight for the focus of one
 * page. The frames load when they are scrolled to.
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
      {states.map(({ id, name, moduleExport, parameters: { docs } }) => (
        <div key={id}>
          <Subheading>{name}</Subheading>
          <Description of={moduleExport} />
          <Canvas
            of={moduleExport}
            story={{ inline: false, height: docs.story?.height ?? docs.frameHeight }}
          />
        </div>
      ))}
    </>
  )
}
