/** `-monitor none` beside an HMP monitor that stays. */
import * as l10n from '@vscode/l10n';
import { placeOf } from '../qemu/options/place.ts';
import { misleadingNone } from '../qemu/reach/monitor-none.ts';
import { usesOf } from './findings/refusal-finding.ts';
import { monitorName } from './findings/subject.ts';
import type { Rule } from './rule.ts';

export const monitorNoneUseless: Rule = {
  id: 'monitor-none-useless',
  severity: 'hint',
  summary: 'Another HMP monitor exists although -monitor none seems to switch it off.',
  *check(machine) {
    const found = misleadingNone(machine);
    if (found?.option.value === undefined) return;
    const { option, monitor } = found;
    const place = placeOf(option.value ?? option.word.value);
    yield {
      at: place.at,
      message: l10n.t(
        '-monitor none removes only the default monitor; the {0} stays',
        monitorName(monitor),
      ),
      related: [
        { at: monitor.at, message: l10n.t('This monitor stays') },
        ...usesOf(place, machine),
      ],
      certainty: 'certain',
      fixes: () => [],
    };
  },
};
