/**
 * Fix ids for tests, JSON and SARIF: stable, never reused; `docs/fixes.md` has a row for each. Why:
 * docs/decisions/fix-safety.md
 */
export const FIX_IDS = [
  'add-monitor-none',
  'add-reason',
  'authorize-client',
  'close-permissions',
  'connect-to-unix',
  'correct-comment',
  'correct-word',
  'declare-namespace',
  'define-object',
  'deny-spawn',
  'ignore-here',
  'ignore-in-file',
  'listen-on-loopback',
  'listen-on-unix',
  'move-arguments',
  'move-comment',
  'own-path',
  'own-socket',
  'private-directory',
  'publish-on-loopback',
  'quote-value',
  'remove-comment',
  'remove-id',
  'remove-monitor',
  'remove-mux',
  'replace-abstract',
  'require-tls',
  'set-endpoint',
  'split-word',
  'switch-to-unix',
  'use-certificates',
  'use-monitor-object',
  'verify-client',
  'verify-server',
  'write-entry',
] as const;

/** An id such as `switch-to-unix`. */
export type FixId = (typeof FIX_IDS)[number];
