'use client'

import type { OtpDelivery } from '@kit/core'
import { useCountdown } from '../login/useCountdown.ts'

/** Whole seconds until another code can be requested; 0 if it can be now. */
export function useResendWait(delivery: OtpDelivery | undefined, now: () => number): number {
  return useCountdown(delivery && Date.parse(delivery.resendAt), now) ?? 0
}
