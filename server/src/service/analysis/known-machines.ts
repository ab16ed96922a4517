/**
 * The machines of a document, with what rules say of them. What is started by the very same command line as before,
 * since nobody has typed in it, is the very same machine.
 */
import type { Invocation } from '../../invocation/invocation.ts';
import type { LanguageSupport } from '../../languages/support.ts';
import { buildMachine } from '../../qemu/machine/build-machine.ts';
import type { Machine } from '../../qemu/machine/machine.ts';
import { audienceOf } from '../../qemu/reach/audience.ts';
import type { Finding, MachineRule, Severity } from '../../rules/rule.ts';
import type { Settings } from '../settings/settings.ts';

/** A finding with the severity that the settings give it. */
interface RatedFinding extends Finding {
  readonly rule: string;
  readonly severity: Severity;
}

/** What is started. */
type Started = Exclude<Invocation, { readonly kind: 'clients' | 'unfollowed' }>;

interface KnownMachine {
  readonly machine: Machine;
  /** What one rule says of it at most. */
  readonly findings: (rule: MachineRule, most: number) => readonly RatedFinding[];
}

/** Gives the machine that is started, and throws where that cannot be built. */
export type KnownMachines = (
  invocation: Started,
  settings: Settings,
  host: LanguageSupport | undefined,
) => KnownMachine;

/** Knows the machines of those invocations that somebody has. */
export function knownMachines(): KnownMachines {
  const known = new WeakMap<Started, Entry>();
  return (invocation, settings, host) => {
    const before = known.get(invocation);
    if (before?.settings === settings && before.host === host) return before.made;
    const machine = buildMachine(invocation, settings.qemuVersion);
    const said = new Map<MachineRule, readonly RatedFinding[]>();
    const made: KnownMachine = {
      machine,
      findings: (rule, most) => {
        const told = said.get(rule);
        if (told) return told;
        const found = runRule(rule, machine, settings, host, most);
        // What was left out may find room the next time.
        if (found.length < most && !host?.isForPeople) said.set(rule, found);
        return found;
      },
    };
    known.set(invocation, { settings, host, made });
    return made;
  };
}

interface Entry {
  readonly settings: Settings;
  readonly host: LanguageSupport | undefined;
  readonly made: KnownMachine;
}

function runRule(
  rule: MachineRule,
  machine: Machine,
  { severities }: Settings,
  host: LanguageSupport | undefined,
  most: number,
): readonly RatedFinding[] {
  const chosen = severities.get(rule.id);
  const found: RatedFinding[] = [];
  for (const finding of rule.check(machine)) {
    if (found.length >= most) break;
    const severity =
      chosen === undefined || chosen === 'off' ? (finding.severity ?? rule.severity) : chosen;
    found.push({ ...finding, rule: rule.id, severity });
  }
  if (!host?.isForPeople) return found;
  // Commands are abbreviated there, and `/tmp` is everywhere.
  return found
    .filter(({ reach }) => reach !== undefined && audienceOf(reach) !== 'directory')
    .map((finding) => ({
      ...finding,
      severity: chosen || finding.severity === 'hint' ? finding.severity : 'information',
    }));
}
