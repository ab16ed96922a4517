import type { LanguageSupport } from '../../languages/support.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { audienceOf } from '../../qemu/reach/audience.ts';
import type { Finding, MachineRule, Severity } from '../../rules/rule.ts';
import type { Settings } from '../settings/settings.ts';
import { monitorAddressOf } from './monitor-address.ts';

/** A finding with its severity. */
export interface RatedFinding extends Omit<Finding, 'reach'> {
  readonly rule: string;
  readonly severity: Severity;
  /** The monitor's address; undefined unless the finding is about one monitor. */
  readonly address: string | undefined;
}

/** A rule's findings of a machine: at most `most`, with the severities that settings and the language give. */
export function ratedFindings(
  rule: MachineRule,
  machine: Machine,
  { severities }: Settings,
  host: LanguageSupport | undefined,
  most: number,
): readonly RatedFinding[] {
  const chosen = severities.get(rule.id);
  const found: RatedFinding[] = [];
  for (const { reach, ...finding } of rule.check(machine)) {
    if (found.length >= most) break;
    // Documentation has sockets in `/tmp`.
    const isSaid = !host?.isForPeople || (reach && audienceOf(reach) !== 'directory');
    if (!isSaid) continue;
    const isChosen = chosen !== undefined && chosen !== 'off';
    const rated = isChosen ? chosen : (finding.severity ?? rule.severity);
    const isMilder = host?.isForPeople && !chosen && rated !== 'hint';
    const severity = isMilder ? 'information' : rated;
    const address = reach && monitorAddressOf(reach).address;
    found.push({ ...finding, rule: rule.id, severity, address });
  }
  return found;
}
