/** The rules for SARIF, with what GitHub shows of them and how it rates them. */
import type { rules } from '../../service/language-service.ts';
import { plainPaint } from '../terminal/colours.ts';
import { renderPage } from '../terminal/page.ts';
import { type FormatContext, ruleUrl } from './format.ts';

type Rule = (typeof rules)[number];

/** How SARIF says a severity. */
export const LEVELS = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
} as const;
const PROBLEMS = {
  ...({
    error: 'error',
    warning: 'warning',
    information: 'recommendation',
    hint: 'recommendation',
  } as const),
};

/** A rule as SARIF describes it (`reportingDescriptor`, SARIF 2.1.0 §3.49), with its page as help. */
export function sarifRule(rule: Rule, { pageOf }: FormatContext) {
  const { id, severity, summary, neighbour, rating } = rule;
  const page = pageOf(id);
  const text = page
    ? renderPage(page, { paint: plainPaint, columns: 80 })
    : `${summary} See ${ruleUrl(id)}`;
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: titleOf(page) ?? summary },
    fullDescription: { text: summary },
    help: { text, ...(page && { markdown: withWholeLinks(page) }) },
    helpUri: ruleUrl(id),
    defaultConfiguration: { level: LEVELS[severity], ...(neighbour && { enabled: false }) },
    properties: {
      tags: rating === undefined ? ['correctness'] : ['security', 'external/cwe/cwe-306'],
      precision: 'high',
      'problem.severity': PROBLEMS[severity],
      ...(rating !== undefined && { 'security-severity': rating.toFixed(1) }),
    },
  };
}

function titleOf(page: string | undefined): string | undefined {
  const title = page === undefined ? undefined : /^# (.*)$/m.exec(page)?.[1];
  return title && `${title.replaceAll('`', '')}.`;
}

/** Links between pages, for a place where there are no others. */
function withWholeLinks(page: string): string {
  return page.replace(/\]\(([\w-]+)\.md\)/g, (_, name: string) => `](${ruleUrl(name)})`);
}
