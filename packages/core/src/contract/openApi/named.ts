import { ProblemDetails } from '../../errors/ProblemDetails.ts'
import {
  AccountAnswer,
  IdentitiesAnswer,
  Identity,
  RemoveIdentityRequest,
} from '../../identities/identityEndpoints.ts'
import { OtpDelivery } from '../../otp/OtpDelivery.ts'
import { OtpStartRequest, OtpVerifyRequest } from '../../otp/otpEndpoints.ts'
import { RedirectStartAnswer, RedirectStartRequest } from '../../redirect/redirectEndpoints.ts'
import { Method, Session } from '../../session/Session.ts'
import {
  SessionAnswer,
  SessionEntry,
  SessionExtendRequest,
  SessionListAnswer,
  SignedInAnswer,
} from '../../session/sessionEndpoints.ts'
import { Challenge, SiweFields } from '../../siwe/Challenge.ts'
import { SiweChallengeRequest, SiweVerifyRequest } from '../../siwe/siweEndpoints.ts'

/** The schemas that the document names. */
export const named = {
  AccountAnswer,
  Challenge,
  IdentitiesAnswer,
  Identity,
  Method,
  OtpDelivery,
  OtpStartRequest,
  OtpVerifyRequest,
  ProblemDetails,
  RedirectStartAnswer,
  RedirectStartRequest,
  RemoveIdentityRequest,
  Session,
  SessionAnswer,
  SessionEntry,
  SessionExtendRequest,
  SessionListAnswer,
  SignedInAnswer,
  SiweChallengeRequest,
  SiweFields,
  SiweVerifyRequest,
}
