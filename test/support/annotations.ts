/**
 * The test dialect: under a line of code, a line made only of carets and a message marks what is
 * expected there. Such lines are removed before the text is analyzed, since a comment inside a
 * continued command would end it.
 *
 *     qemu-system-x86_64 -monitor tcp:0.0.0.0:4444,server
 *                                     ^^^^^^^ 💡 error monitor-on-network: HMP monitor listens …
 *
 * `💡` claims that the finding has a fix. A message ending in `…` is a beginning.
 */

/** What a line of carets claims. */
interface Claim {
  /** Offsets in the text without annotations. */
  readonly start: number;
  readonly end: number;
  readonly fixable: boolean;
  readonly severity: string;
  readonly rule: string;
  /** Undefined where the claim does not care. */
  readonly message: string | undefined;
}

interface Annotated {
  /** The text without annotations. */
  readonly text: string;
  readonly claims: readonly Claim[];
}

const ANNOTATION = /^(\s*)(\^+) (💡 )?(error|warning|information|hint) ([\w-]+)(?:: (.*))?$/u;

/** Separates a fixture from its claims. */
export function readAnnotations(fixture: string): Annotated {
  const lines: string[] = [];
  const claims: Claim[] = [];
  let lineStart = 0;
  let nextStart = 0;
  for (const line of fixture.split('\n')) {
    const match = ANNOTATION.exec(line);
    if (match === null) {
      if (/^\s*\^/.test(line)) throw new Error(`not a claim: ${line}`);
      lines.push(line);
      lineStart = nextStart;
      nextStart += line.length + 1;
      continue;
    }
    const [, indent = '', carets = '', lamp, severity = '', rule = '', message] = match;
    const start = lineStart + indent.length;
    claims.push({
      start,
      end: start + carets.length,
      fixable: lamp !== undefined,
      severity,
      rule,
      message,
    });
  }
  return { text: lines.join('\n'), claims };
}
