/**
 * The rules of the layer `kit.components` without it, for apps whose resets are in no layer and would win. The tokens
 * stay in theirs: no reset names them, and presets and apps have to win over them.
 */
export function liftComponents(styles: string): string {
  return styles.replace(/^@layer kit\.components \{\n([\s\S]*?)^\}$/gm, '$1')
}
