/** A pattern that makes a reader stop, and what to write instead. */
export interface Rule {
  readonly pattern: RegExp
  readonly instead: string
}

/** Wordings that sentences for developers must not have. They are matched against prose without its code. */
export const rules: readonly Rule[] = [
  {
    pattern: /\bof (?:its|their|our|your|one’s|one's) own\b/i,
    instead: '"its", "separate", or nothing',
  },
  {
    pattern: /(?:^|[.:;!] )Who (?!am\b|is this\b|uses\b)[^.?]*(?:[.,;:]|$)/,
    instead: 'name the subject: "a signed-out user", "a caller that …"',
  },
  {
    pattern: /\b(?:what|who|which|that|it|this|one) is no (?!longer|more|such|reason|need|way)/i,
    instead: '"is not a …"',
  },
  { pattern: /\b(?:what|who|which|that) (?:is|are) none\b/i, instead: '"anything that is not …"' },
  {
    pattern: /(?:^|[.!] )Of (?:each|every|all|the|a|an|two|several|one)\b/,
    instead: 'a sentence with a verb',
  },
  {
    pattern: /\b(?:is|are|was|were) told\b(?! (?:which|what|that|to|how|whether)\b)/i,
    instead: '"receives" or "gets"',
  },
  { pattern: /\bhears? of\b/i, instead: '"receives" or "is notified of"' },
  { pattern: /\bknows? nothing (?:of|about)\b/i, instead: '"does not depend on"' },
  { pattern: /\b(?:is|are) for whoever\b/i, instead: '"is for apps that …"' },
  { pattern: /\b(?:or|and) else\b|, else\b(?! if)/i, instead: '"otherwise"' },
  { pattern: /(?<!\b(?:stands?|leaves?|left) )\balone(?=[.,;:)]|$)/i, instead: '"only"' },
  { pattern: /\btr(?:y|ies) (?:are )?left\b/i, instead: '"attempts left"' },
  { pattern: /\bmeanwhile\b/i, instead: '"in the meantime"' },
  { pattern: /\bthe newest one\b/i, instead: '"the latest …"' },
  { pattern: /\bmail address(?:es)?\b/i, instead: '"email address"' },
  {
    pattern: /(?<!\b(?:no|any) )\b(?:an)?other \w+ than\b/i,
    instead: '"a … other than" or "different from"',
  },
  { pattern: /\breplaces? (?:a|an|one|the|your) [^.,;]{1,40} by\b/i, instead: '"replace … with"' },
  { pattern: /\b(?:has|have) not(?= is\b|[,.;:]|$)/i, instead: '"lacks" or "does not have"' },
]
