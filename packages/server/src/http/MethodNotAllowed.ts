import { AuthError } from '@kit/core'
import { problems } from '@kit/core/problems'

/** The error `method_not_allowed`, with the methods that are allowed. */
export class MethodNotAllowed extends AuthError {
  readonly allow: string

  constructor(methods: readonly string[]) {
    const { status, title } = problems.method_not_allowed
    super('method_not_allowed', { status, message: title })
    this.allow = methods.join(', ')
  }
}
