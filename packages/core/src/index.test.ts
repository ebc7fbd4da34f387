import { expect, test } from 'vitest'
import * as openapi from './contract/openApiDocument.ts'
import * as eip55 from './eip55/index.ts'
import * as problems from './errors/problems.ts'
import * as core from './index.ts'

test('default: @kit/core', () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "AccountAnswer",
      "AuthError",
      "Challenge",
      "IdentitiesAnswer",
      "Identity",
      "Method",
      "OtpDelivery",
      "OtpStartRequest",
      "OtpVerifyRequest",
      "ProblemDetails",
      "RedirectStartAnswer",
      "RedirectStartRequest",
      "RemoveIdentityRequest",
      "Session",
      "SessionAnswer",
      "SessionEntry",
      "SessionExtendRequest",
      "SessionListAnswer",
      "SignedInAnswer",
      "SiweChallengeRequest",
      "SiweFields",
      "SiweVerifyRequest",
      "accountEndpoints",
      "contract",
      "createAccountId",
      "createAuthClient",
      "createChainId",
      "createSiweMessage",
      "findIssue",
      "findRecovery",
      "identityEndpoints",
      "inspectSiweMessage",
      "lintSiweMessage",
      "normalizeOtp",
      "otpEndpoints",
      "otpLoginMachine",
      "otpLoginStart",
      "parseAccountId",
      "parseChainId",
      "parseSignInHeader",
      "parseSiweMessage",
      "proxyEndpoint",
      "recoveries",
      "redirectCallback",
      "redirectEndpoints",
      "redirectLoginMachine",
      "redirectLoginStart",
      "sessionEndpoints",
      "siweEndpoints",
      "siweLoginMachine",
      "siweLoginStart",
    ]
  `)
})

test('default: @kit/core/eip55', () => {
  expect(Object.keys(eip55).sort()).toMatchInlineSnapshot(`
    [
      "hasChecksum",
      "normalizeAddress",
    ]
  `)
})

test('default: @kit/core/openapi', () => {
  expect(Object.keys(openapi).sort()).toMatchInlineSnapshot(`
    [
      "openApiDocument",
    ]
  `)
})

test('default: @kit/core/problems', () => {
  expect(Object.keys(problems).sort()).toMatchInlineSnapshot(`
    [
      "problems",
    ]
  `)
})
