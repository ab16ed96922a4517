/** `-mon`, deprecated in QEMU 11.1. */
import * as l10n from '@vscode/l10n';
import { MON_DEPRECATED, toMonitorObject } from '../qemu/change/monitor-object.ts';
import { placeOf } from '../qemu/options/place.ts';
import { reviewFix } from './findings/common-finding.ts';
import { usesOf } from './findings/refusal-finding.ts';
import type { Rule } from './rule.ts';

export const deprecatedMon: Rule = {
  id: 'deprecated-mon',
  severity: 'hint',
  needsVersion: true,
  summary: 'QEMU 11.1 deprecates -mon in favour of monitor objects.',
  *check(machine) {
    // Older versions have no alternative.
    if (!machine.versionIsChosen || machine.version < MON_DEPRECATED) return;
    for (const monitor of machine.monitors) {
      const { option, mode } = monitor;
      if (machine.program !== 'system' || option?.name !== 'mon') continue;
      const place = placeOf(option.word.value);
      yield {
        at: place.at,
        message:
          mode === 'unknown'
            ? l10n.t('QEMU 11.1 deprecates -mon in favour of -object monitor-hmp and monitor-qmp')
            : l10n.t('QEMU 11.1 deprecates -mon in favour of -object {0}', `monitor-${mode}`),
        related: usesOf(place, machine),
        certainty: 'certain',
        // Versions before 11.1 refuse the objects that the fix writes.
        fixes: () =>
          reviewFix(
            {
              id: 'use-monitor-object',
              variant: mode,
              title: l10n.t('Use -object {0}', `monitor-${mode}`),
              risk: l10n.t('QEMU before 11.1 refuses monitor objects'),
            },
            toMonitorObject(machine, monitor),
          ),
      };
    }
  },
};
