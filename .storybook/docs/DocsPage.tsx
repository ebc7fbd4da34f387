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
 * The docs page of a component: a description, its props to try out, and each state as a user sees it.
 *
 * Each state has a separate frame, because the steps that lead to several states would compete for one
 * page's focus. The frames load when they are scrolled into view.
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
