/** Unquoted values, which QEMU silently drops (`qemu_config_foreach` uses `sscanf`). */
import * as l10n from '@vscode/l10n';
import { text } from '../qemu/change/change.ts';
import type { Machine } from '../qemu/machine/machine.ts';
import { spanOf } from '../text/mapped-text.ts';
import { type Span, sameSpan } from '../text/span.ts';
import { monitorReaches } from './findings/monitor-finding.ts';
import type { Fix, Rule } from './rule.ts';

/** An empty value opens something or names nothing. */
const DECIDING_KEYS = new Set(['host', 'path', 'port', 'tls-creds', 'tls-authz']);

/** QEMU reports `#`, `;` and `host="1"` itself. */
const WRITTEN_KEY = /^[A-Za-z][\w.-]*$/;

export const configValueDropped: Rule = {
  id: 'config-value-dropped',
  severity: 'error',
  milder: {
    severities: ['warning'],
    when: 'By default an error for addresses and credentials, and a warning for everything else.',
  },
  summary: 'A value in a config file is not in double quotes, so QEMU takes it as empty.',
  *check(machine) {
    for (const section of machine.sections) {
      for (const entry of section.entries) {
        const { dropped, key } = entry;
        if (dropped === undefined || !WRITTEN_KEY.test(key.decoded)) continue;
        const at = dropped.text === '' ? spanOf(key) : dropped.at;
        const quoted = (): Fix => ({
          id: 'quote-value',
          title: l10n.t('Put {0} in double quotes', dropped.text),
          safety: 'safe',
          risk: l10n.t('QEMU then uses the value as written'),
          preferred: true,
          changes: [{ kind: 'set-value', entry, parts: [text(dropped.text)] }],
        });
        yield {
          at,
          message: messageOf(machine, key.decoded, at),
          explains: true,
          related: [],
          certainty: 'certain',
          ...(DECIDING_KEYS.has(key.decoded) ? {} : { severity: 'warning' as const }),
          fixes: () => (dropped.text === '' ? [] : [quoted()]),
        };
      }
    }
  },
};

function messageOf(machine: Machine, key: string, at: Span): string {
  if (key !== 'host') return l10n.t('`{0}` lacks double quotes, so QEMU reads it as empty', key);
  const opens = monitorReaches(machine).some(({ reach }) => {
    return reach.who === 'network' && sameSpan(reach.at, at);
  });
  return opens
    ? l10n.t(
        '`{0}` lacks double quotes, so QEMU ignores it and the monitor listens on every interface',
        key,
      )
    : l10n.t(
        '`{0}` lacks double quotes, so QEMU reads it as empty, which means every interface',
        key,
      );
}
