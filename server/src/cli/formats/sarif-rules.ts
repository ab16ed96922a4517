/** The rules for SARIF, with what GitHub shows of them and how it rates them. */
import type { rules } from '../../service/language-service.ts';
import { plainPaint } from '../terminal/colours.ts';
import { renderPage } from '../terminal/page.ts';
import { type FormatContext, ruleUrl } from './format.ts';

type Rule = (typeof rules)[number];

/** How bad it is that a rule finds, from 0 to 10, where it is about security; as CVSS rates what an attacker needs. */
const SECURITY_SEVERITIES: Readonly<Record<string, number>> = {
  'monitor-on-network': 9.8,
  'monitor-over-udp': 9.1,
  'monitor-tls-unauthenticated': 9.1,
  'monitor-on-open-display': 9.1,
  'monitor-added-at-run-time': 9.1,
  'monitor-on-loopback': 7.8,
  'monitor-tls-without-authorization': 7.1,
  'monitor-on-abstract-socket': 6.8,
  'monitor-socket-open-to-others': 6.8,
  'monitor-connects-out': 6.5,
  'monitor-socket-in-shared-directory': 4.0,
  'gdbstub-exposed': 9.8,
  'qtest-exposed': 9.8,
  'vnc-without-authentication': 7.5,
  'spice-without-ticketing': 7.5,
  'migration-exposed': 7.5,
  'nbd-exposed': 7.5,
};

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

export function sarifRule({ id, severity, summary, neighbour }: Rule, { pageOf }: FormatContext) {
  const page = pageOf(id);
  const rating = SECURITY_SEVERITIES[id];
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
