/** Thrown by a check that cannot run here, with the reason. It says nothing about the route. */
export class CheckSkipped extends Error {
  override readonly name = 'CheckSkipped'
}
