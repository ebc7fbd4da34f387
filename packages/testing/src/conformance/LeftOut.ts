/** Thrown by a check that cannot run here, with the reason. It says nothing about the route. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut'
}
