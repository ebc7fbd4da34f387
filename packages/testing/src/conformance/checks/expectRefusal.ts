import { problems } from '@kit/core/problems'
import type { Visitor } from '../createVisitor.ts'

/**
 * Checks a refusal. It must have one of the contract's codes for this fault, the status of that code, and no cookie
 * that grants anything. Any other 4xx may have a different reason.
 *
 * @returns what is wrong, or `undefined`.
 */
export function expectRefusal(
  { request, status, json, cookies }: Visitor.Answer,
  ...codes: readonly string[]
): string | undefined {
  const code = String(json['code'])
  const wanted = codes.join(' or ')
  if (status < 400) return `${request} was answered with ${status} instead of ${wanted}`
  if (!codes.includes(code))
    return `${request} was refused with ${status} ${code} instead of ${wanted}`
  const listed = Object.entries(problems).find(([name]) => name === code)?.[1].status
  if (listed !== status)
    return `${request} was refused with ${code} and ${status} instead of ${listed}`
  const granting = cookies.find(
    (cookie) => !/max-age=0(?:;|$)|expires=thu, 01 jan 1970/i.test(cookie),
  )
  return (
    granting && `${request} was refused with ${code}, and set the cookie ${granting.split('=')[0]}`
  )
}

/** Whether a browser is signed in. */
export async function isSignedIn(visitor: Visitor): Promise<boolean> {
  const { json } = await visitor.send('GET', '/session')
  return Boolean(json['session'])
}
