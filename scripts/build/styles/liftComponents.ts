/**
 * Moves the rules of the layer `kit.components` out of their layer, for apps whose resets are not in a layer
 * and would win. Tokens stay in their layer: no reset sets them, and presets and apps have to override them.
 * The rules for every part get the specificity of a class, so that they win over an app's rule for `p`, `ul` or
 * `h2`.
 */
export function liftComponents(styles: string): string {
  return styles
    .replace(/^@layer kit\.components \{\n([\s\S]*?)^\}$/gm, '$1')
    .replace(/^ *:where(\(\[class\^="kit-"\], \[class\*=" kit-"\]\) \{)$/gm, ':is$1')
}
